"""Who may read and write which rows of a shared newsroom: rights of the groups, and of rows.

Rights are coarse: what a group never does it has no right to. Whether a row may be written now is
the triggers' to say. Nobody writes the ledger's own tables: its functions do.
"""

from __future__ import annotations

from collections.abc import Iterator

from db.models import Base
from db.terms import Kind

GROUPS = (Kind.FREELANCER, Kind.REPORTER, Kind.EDITOR, Kind.CEO)
_APPROVERS = (Kind.EDITOR, Kind.CEO)

#: Tables that only functions and triggers write.
LEDGER = frozenset({"touch", "content", "head", "state_count", "allowed_move", "matter_move"})
#: Rows that a new touch adds to an old one.
_OF_OLD_TOUCHES = frozenset({"seal"})
#: Rows that follow from no touch.
CACHES = frozenset({"snapshot", "image"})

_EVERYBODY = ("person",)


def _columns(table: str, *but: str) -> str:
    """The columns of a table that may change."""
    return ", ".join(c.name for c in Base.metadata.tables[table].columns if c.name not in but)


#: What each group does to each table besides reading it; columns where not all of them.
WRITING: dict[str, dict[str, tuple[str, ...]]] = {
    "article": {
        "INSERT": _EVERYBODY,
        f"UPDATE ({_columns('article', 'id', 'made_by', 'sample', 'translation_of')})": _EVERYBODY,
    },
    "writer": {"INSERT": _EVERYBODY},
    "peer": {"INSERT": _EVERYBODY, "UPDATE (contributor, origin, source)": _EVERYBODY},
    "text_row": {"INSERT": _EVERYBODY},
    "proposal": {"INSERT": _EVERYBODY, "UPDATE (state)": _EVERYBODY},
    "comment": {"INSERT": _EVERYBODY, "UPDATE (resolved)": _EVERYBODY},
    "mention": {"INSERT": _EVERYBODY},
    "off_record": {"INSERT": _EVERYBODY},
    "article_image": {"INSERT": _EVERYBODY, "UPDATE (ai)": _EVERYBODY, "DELETE": _EVERYBODY},
    "image": {"INSERT": _EVERYBODY, "DELETE": (Kind.CEO,)},
    "agreement": {"INSERT": _EVERYBODY},
    "approved": {"INSERT": _APPROVERS, "UPDATE (text, spans)": _APPROVERS},
    "acceptance": {"INSERT": _APPROVERS, "DELETE": _APPROVERS},
    "sign_off": {"INSERT": _APPROVERS, "UPDATE (examined, facts, why_not)": (Kind.CEO,)},
    "version": {"INSERT": _APPROVERS},
    "setting": {"INSERT": _APPROVERS, "UPDATE (value, seq)": _APPROVERS},
    "issued_text": {"INSERT": (Kind.CEO,)},
    "font": {"INSERT": (Kind.CEO,)},
    "contributor": {
        "INSERT": (Kind.CEO,),
        f"UPDATE ({_columns('contributor', 'id', 'seq', 'sample', 'public_key')})": (Kind.CEO,),
        "UPDATE (public_key)": _EVERYBODY,
    },
    "joined_entry": {"INSERT": (Kind.CEO,)},
    "matter": {"INSERT": _EVERYBODY, "UPDATE (state, due, updated)": _EVERYBODY},
    "seal": {"INSERT": _EVERYBODY, "DELETE": _EVERYBODY},
    "sealed_file": {"INSERT": _EVERYBODY, "UPDATE (content)": _EVERYBODY},
    "hearing": {"INSERT": _EVERYBODY, "UPDATE (on_time, state)": _EVERYBODY},
    "claim": {"INSERT": _EVERYBODY},
    "confirmation": {"INSERT": _EVERYBODY},
    "hold": {"INSERT": _EVERYBODY, "UPDATE (lifted)": _EVERYBODY},
}  # fmt: skip
#: What the CEO takes away with the sample newsroom.
_SAMPLE = ("article", "writer", "peer", "text_row", "approved", "proposal", "sign_off", "agreement",
           "acceptance", "version", "article_image", "comment", "mention", "off_record")  # fmt: skip

#: Rows that not everybody sees: who reads them, who adds, who changes them.
ROWS: dict[str, dict[str, str]] = {
    "content": {"SELECT": "confidential IS NULL OR may_read(seq, confidential)"},
    "matter": {
        "SELECT": "raised_by = me() OR reads(ref)",
        "INSERT": "raised_by = me()",
        "UPDATE": "raised_by = me() OR reads(ref)",
    },
    "seal": {
        "SELECT": "is_party(subject) OR reader = me()",
        "INSERT": "true",
        "DELETE": "reads(subject)",
    },
    "sealed_file": {"SELECT": "opens(seq)", "INSERT": "true", "UPDATE": "opens(seq)"},
    "hearing": {"SELECT": "is_party(matter)", "INSERT": "reads(matter)", "UPDATE": "reads(matter)"},
    "claim": {"SELECT": "is_party(matter)", "INSERT": "is_party(matter)"},
    "confirmation": {"SELECT": "is_party(matter)", "INSERT": "reads(matter)"},
    "hold": {"SELECT": "true", "INSERT": "reads(matter)", "UPDATE": "reads(matter)"},
    "login": {"SELECT": "role = session_user OR my_kind() = 'ceo'"},
}
#: Functions that people call, by whom; nobody else calls any.
CALLED = {
    "me()": _EVERYBODY, "my_kind()": _EVERYBODY, "reads(text)": _EVERYBODY,
    "is_party(text)": _EVERYBODY, "may_read(bigint,text)": _EVERYBODY, "opens(bigint)": _EVERYBODY, "matters()": _EVERYBODY, "matter_state(text)": _EVERYBODY,
    "confidential_touches()": _EVERYBODY, "lock_head()": _EVERYBODY,
    "append_touch(text,text,text,text,text,bytea,bytea,bytea,bytea)": _EVERYBODY,
    "record_text(text,text,bigint,bigint,bytea,text[],text[],bytea[],bytea[],bytea[],bytea[],json)":
        _EVERYBODY,
    "send_text(text,text,bigint,bigint,bytea,text[],text[],bytea[],bytea[],bytea[],bytea[],json,"
    "bigint[],bytea)": _EVERYBODY,
    "rewrite_content(bigint,bigint,bytea,bytea,bytea,bytea)": _EVERYBODY,
    "speaker_of(integer)": _EVERYBODY,
    "give_login(text,text,text)": (Kind.CEO,),
}  # fmt: skip


def statements(prefix: str) -> Iterator[str]:
    """Every right, and every policy, of a newsroom whose roles begin with `prefix`."""

    def roles(names: tuple[str, ...]) -> str:
        return ", ".join(f'"{prefix}_{name}"' for name in names)

    everybody, owner, registrar = (roles((name,)) for name in ("person", "owner", "registrar"))
    yield f"GRANT USAGE ON SCHEMA newsroom TO {everybody}, {registrar}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA newsroom TO {everybody}"
    yield f"REVOKE ALL ON may_touch, snapshot_of FROM {everybody}"
    yield f"GRANT INSERT, UPDATE, DELETE ON snapshot, indexed, unindexed TO {everybody}"
    yield f"GRANT UPDATE ON turn TO {everybody}"  # LOCK TABLE wants it; a view of nothing has no rows
    yield f"GRANT USAGE ON SEQUENCE acceptance_id_seq TO {roles(_APPROVERS)}"
    for table, rights in WRITING.items():
        for right, groups in rights.items():
            yield f'GRANT {right} ON "{table}" TO {roles(groups)}'
    yield f"GRANT DELETE ON {', '.join(_SAMPLE)} TO {roles((Kind.CEO,))}"
    yield f"GRANT SELECT ON contributor TO {registrar}"
    yield f"GRANT SELECT, INSERT, DELETE ON login TO {registrar}"
    yield "REVOKE ALL ON ALL ROUTINES IN SCHEMA newsroom FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION me(), my_kind(), refuse(text) TO {registrar}"
    for function, groups in CALLED.items():
        yield f"GRANT EXECUTE ON ROUTINE {function} TO {roles(groups)}"
    for table, policies in ROWS.items():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        kept = f"{owner}, {registrar}" if table == "login" else owner
        yield f"CREATE POLICY functions ON {table} TO {kept} USING (true) WITH CHECK (true)"
        for command, condition in policies.items():
            how = "WITH CHECK" if command == "INSERT" else "USING"
            yield (
                f"CREATE POLICY people_{command.lower()} ON {table} FOR {command} TO {everybody}"
                f" {how} ({condition})"
            )


def guards() -> Iterator[str]:
    """The triggers that let rows be written by a touch of the same transaction only."""
    for table in Base.metadata.sorted_tables:
        if table.name in LEDGER | CACHES:
            continue
        yield (
            f'CREATE TRIGGER a_own_touch BEFORE INSERT OR UPDATE OR DELETE ON "{table.name}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch()"
        )
        if "seq" in table.columns and table.name not in _OF_OLD_TOUCHES:
            yield (
                f'CREATE TRIGGER a_new_touch BEFORE INSERT ON "{table.name}"'
                " FOR EACH ROW EXECUTE FUNCTION by_new_touch()"
            )
    for table_name in ("peer", "text_row", "sign_off", "agreement", "version", "issued_text"):
        yield (
            f"CREATE TRIGGER b_as_touch_says BEFORE INSERT ON {table_name}"
            " FOR EACH ROW EXECUTE FUNCTION as_touch_says()"
        )
    yield (
        "CREATE TRIGGER b_as_touch_says BEFORE INSERT OR UPDATE ON contributor"
        " FOR EACH ROW EXECUTE FUNCTION as_touch_says()"
    )
    yield (
        "CREATE TRIGGER b_by_kind BEFORE UPDATE ON article"
        " FOR EACH ROW EXECUTE FUNCTION article_by_kind()"
    )
    yield (
        "CREATE TRIGGER b_as_made BEFORE INSERT ON article"
        " FOR EACH ROW EXECUTE FUNCTION article_as_made()"
    )
    yield (
        "CREATE TRIGGER b_as_touch_says BEFORE INSERT OR UPDATE ON article_image"
        " FOR EACH ROW EXECUTE FUNCTION picture_as_touch_says()"
    )
    for table_name in ("image", "font"):
        yield (
            f"CREATE TRIGGER b_itself BEFORE INSERT ON {table_name}"
            " FOR EACH ROW EXECUTE FUNCTION image_is_itself()"
        )
