"""What a shared newsroom's database is made of, as its catalogue tells: for comparing.

Tables with columns, constraints, indexes, triggers, policies and rights; functions with their
owners and rights. The names of its roles stand as `@_owner`, whatever the database is called.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_TABLES = text("""
SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
  pg_get_userbyid(c.relowner) AS owner,
  ARRAY(SELECT unnest(coalesce(c.relacl, acldefault('r', c.relowner)))::text ORDER BY 1) AS rights
FROM pg_class c WHERE c.relnamespace = 'newsroom'::regnamespace AND c.relkind IN ('r', 'v', 'S')
ORDER BY c.relname
""")
_PARTS = text("""
SELECT a.attrelid AS oid, 1 AS part, a.attnum AS at, concat_ws(' ', quote_ident(a.attname),
    format_type(a.atttypid, a.atttypmod), 'COLLATE ' || quote_ident(o.collname),
    CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
    array_to_string(ARRAY(SELECT unnest(a.attacl)::text ORDER BY 1), ' ')) AS words
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation o ON o.oid = a.attcollation
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
WHERE c.relnamespace = 'newsroom'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT conrelid, 2, 0, quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'newsroom'::regnamespace AND contype <> 'n' AND conrelid <> 0
UNION ALL
SELECT i.indrelid, 3, 0, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'newsroom'::regnamespace
UNION ALL
SELECT t.tgrelid, 4, 0, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'newsroom'::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT p.polrelid, 5, 0, concat_ws(' ', p.polname, p.polcmd::text,
    CASE WHEN p.polpermissive THEN 'or' ELSE 'and' END,
    ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r ORDER BY 1)::text,
    pg_get_expr(p.polqual, p.polrelid), 'CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'newsroom'::regnamespace
UNION ALL
SELECT c.oid, 6, 0, pg_get_viewdef(c.oid) FROM pg_class c
WHERE c.relkind = 'v' AND c.relnamespace = 'newsroom'::regnamespace
ORDER BY 1, 2, 3, 4
""")
_FUNCTIONS = text("""
SELECT p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS words,
  pg_get_userbyid(p.proowner) AS owner,
  ARRAY(SELECT unnest(coalesce(p.proacl, acldefault('f', p.proowner)))::text ORDER BY 1) AS rights
FROM pg_proc p WHERE p.pronamespace = 'newsroom'::regnamespace ORDER BY 1
""")
_SCHEMAS = text("""
SELECT n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
  ARRAY(SELECT unnest(coalesce(n.nspacl, acldefault('n', n.nspowner)))::text ORDER BY 1) AS rights
FROM pg_namespace n WHERE n.nspname = 'newsroom'
""")
#: Rights of a view in one release of the server that another does not know.
_UNKNOWN_BEFORE = "m"


def schema_of(session: Session) -> str:
    """The whole, one block a thing, in a fixed order."""
    blocks = []
    parts: dict[int, list[str]] = {}
    for row in session.execute(_PARTS):
        parts.setdefault(row.oid, []).append(" ".join(row.words.split()))
    owner = ""
    for row in session.execute(_SCHEMAS):
        owner = row.owner
        blocks.append(f"-- schema {row.name}\n{row.owner} {_rights(row.rights)};")
    for row in session.execute(_TABLES):
        guarded = " rows guarded" * row.relrowsecurity + " also from the owner" * (
            row.relforcerowsecurity
        )
        what = {"r": "table", "v": "view", "S": "sequence"}[row.relkind]
        lines = [f"{row.owner} {_rights(row.rights)}{guarded}", *parts.get(row.oid, ())]
        blocks.append(f"-- {what} {row.relname}\n" + ";\n".join(lines) + ";")
    for row in session.execute(_FUNCTIONS):
        words = " ".join(row.words.split())
        blocks.append(f"-- function {row.name}\n{row.owner} {_rights(row.rights)};\n{words};")
    return "\n".join(blocks).replace(owner.removesuffix("owner"), "@_")


def _rights(rights: list[str]) -> str:
    """The rights, without those that only some releases of the server know."""
    out = []
    for right in rights:
        who, _, what = right.partition("=")
        which, _, by = what.partition("/")
        out.append(f"{who}={which.replace(_UNKNOWN_BEFORE, '')}/{by}")
    return " ".join(sorted(out))
