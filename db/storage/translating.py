"""The triggers of `triggers/sqlite.sql` said in PL/pgSQL: one list of rules for both databases.

The file keeps to one form: a trigger, its condition, and statements that either refuse
(`SELECT RAISE(ABORT, 'rule: words') WHERE …`) or write. They become functions that run as the owner
of the tables, so that they see what whoever writes may not; those of one occasion become one, since
the server takes longer to call a function, or to read a trigger's condition, than to ask it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>BEFORE|AFTER) (?P<event>INSERT|UPDATE|DELETE)"
    r"(?:\s+OF\s+[\w,\s]+?)?\s+ON (?P<table>\w+)\s*(?:WHEN (?P<condition>.+?)\s*)?BEGIN\s",
    re.DOTALL,
)
_REFUSAL = re.compile(
    r"SELECT RAISE\(ABORT, (?P<words>'(?:[^']|'')*')\)(?:\s+WHERE (?P<condition>.+))?", re.DOTALL
)
_COUNTING = re.compile(r"INSERT INTO (\w+) (.+DO UPDATE SET )(\w+) = (\3)\b", re.DOTALL)


@dataclass(frozen=True)
class Trigger:
    """One trigger as the file says it."""

    name: str
    when: str
    event: str
    table: str
    condition: str
    statements: tuple[str, ...]

    @property
    def occasion(self) -> tuple[str, str, str]:
        """When it is asked: table, before or after, and what is done."""
        return self.table, self.when, self.event

    def body(self) -> str:
        """Its condition and statements in PL/pgSQL. The columns that a trigger names besides are
        left out: its condition compares them."""
        lines = "".join(f"  {_said(statement)}\n" for statement in self.statements)
        return (
            f"  IF ({_plain(self.condition)}) THEN\n{lines}  END IF;\n" if self.condition else lines
        )


def checks(file: str) -> Iterator[str]:
    """The functions and triggers that ask the file's rules, one for each occasion."""
    occasions: dict[tuple[str, str, str], list[Trigger]] = {}
    for trigger in triggers(file):
        occasions.setdefault(trigger.occasion, []).append(trigger)
    for (table, when, event), asked in occasions.items():
        name = f"{table}_{when}_{event}".lower()
        body = "".join(trigger.body() for trigger in sorted(asked, key=lambda each: each.name))
        row = "NULL" if when == "AFTER" else "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER\n"
            f"SET search_path = newsroom, pg_temp AS $$\nBEGIN\n{body}  RETURN {row};\nEND $$;\n"
            f"CREATE TRIGGER {name} {when} {event} ON {table}\n"
            f"  FOR EACH ROW EXECUTE FUNCTION {name}();\n"
        )


def triggers(file: str) -> Iterator[Trigger]:
    """The triggers of the file, in order. Raises ValueError for what keeps to no known form."""
    plain = "\n".join(line for line in file.splitlines() if not line.startswith("--"))
    for block in plain.split("\nEND;"):
        if not block.strip():
            continue
        found = _HEAD.match(block.strip())
        if found is None:
            raise ValueError(f"a trigger of an unknown form: {block.strip()[:80]}")
        yield Trigger(
            found["name"], found["when"], found["event"],
            found["table"], found["condition"] or "",
            tuple(_statements(block.strip()[found.end() :])),
        )  # fmt: skip


def _statements(body: str) -> Iterator[str]:
    """The statements of a body; a semicolon inside quotes ends none."""
    for part in re.findall(r"(?:[^;']|'(?:[^']|'')*')+", body):
        if part.strip():
            yield part.strip()


def _said(statement: str) -> str:
    refusal = _REFUSAL.fullmatch(statement)
    if refusal is None:
        return _COUNTING.sub(r"INSERT INTO \1 \2\3 = \1.\3", statement) + ";"
    raised = f"RAISE check_violation USING MESSAGE = {refusal['words']};"
    if refusal["condition"] is None:
        return raised
    return f"IF ({_plain(refusal['condition'])}) THEN\n    {raised}\n  END IF;"


def _plain(condition: str) -> str:
    """A condition as both understand it: `a <> NOT EXISTS (…)` needs brackets on PostgreSQL."""
    out, at = [], 0
    for found in re.finditer(r"<> (NOT EXISTS \()", condition):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(condition[end], 0)
            end += 1
        out += [condition[at : found.start(1)], "(", condition[found.start(1) : end], ")"]
        at = end
    return "".join([*out, condition[at:]])
