"""What SQL on a newsroom's matters is refused, with the rule it would break."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from db.acts.matters import claims, hearings, holding
from db.acts.matters.handling import Document
from db.acts.matters.opening import Complaint, open_matter
from db.acts.writing import new_article, write_text
from db.ledger.doctor import examine

TOUCH = (
    "INSERT INTO touch SELECT (SELECT seq FROM head) + 1, 'forged', '{subject}',"
    " (SELECT id FROM contributor WHERE name = '{by}'), '{kind}', '2026-01-01T00:00:00.000Z',"
    " '00', NULL, x'00', x'00'"
)
HANDLED = (
    "matter.moved", "matter.decided", "matter.appealed", "matter.closed", "matter.held",
    "matter.handed-on", "matter.letter", "hearing.planned", "hearing.held", "hearing.adjourned",
    "claim.confirmed", "evidence.added", "evidence.disclosed", "matter.told", "matter.party",
    "erased",
)  # fmt: skip


@pytest.fixture
def raw(room) -> Iterator[sqlite3.Connection]:
    """Plain SQL on a newsroom with E-0001 (a hearing planned, its article held) and E-0002 (a
    hearing held, a confirmation)."""
    article = str(new_article(room, "Rhea", "Bridge").article)
    write_text(room, "Rhea", article, "The bridge stayed closed.")
    for _ in range(2):
        asked = Complaint("legal", "Not so.", article=article, files=[Document("a", b"b")])
        open_matter(room, "Cleo", asked)
    hearings.plan_hearing(room, "Cleo", "E-0001", "2096-01-01T10:00Z", "Room")
    holding.set_hold(room, "Cleo", "E-0001", True)
    hearings.plan_hearing(room, "Cleo", "E-0002", "2026-01-01T10:00Z", "Room")
    hearings.hold_hearing(room, "Cleo", "E-0002", 1, ["Cleo"], Document("m", b"They met."))
    claims.confirm(room, "Cleo", "E-0002", "person", "Seen.")
    claims.make_claim(room, "Rhea", "E-0001", "person", "A", "B")
    connection = sqlite3.connect(room.path, isolation_level=None, timeout=20)
    yield connection
    connection.close()
    assert examine(room) == []


def refused(raw: sqlite3.Connection, *statements: str) -> str:
    """The rule by which the last statement is refused; `done` where it is not."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements[:-1]:
            raw.execute(statement)
        raw.execute(statements[-1])
    except sqlite3.IntegrityError as error:
        return str(error).partition(":")[0]
    finally:
        raw.execute("ROLLBACK")
    return "done"


@pytest.mark.parametrize("kind", HANDLED)
@pytest.mark.parametrize("by", ["Edda", "Rhea", "Fay", "Lumen"])
def test_nobody_but_who_decides_a_matter_handles_it(raw, kind, by):
    touch = TOUCH.format(subject="E-0001", by=by, kind=kind)
    assert refused(raw, touch) == "who-may"


@pytest.mark.parametrize(
    ("statement", "rules"),
    [
        ("UPDATE hearing SET state = 'held' WHERE matter = 'E-0001'", "first-hearing"),
        ("UPDATE hearing SET on_time = '2026-01-01' WHERE matter = 'E-0001'", "first-hearing"),
        ("UPDATE hearing SET state = 'planned' WHERE matter = 'E-0002'", "append-only"),
        ("UPDATE hearing SET n = 7 WHERE matter = 'E-0002'", "append-only"),
        ("DELETE FROM hearing", "append-only"),
        ("REPLACE INTO hearing SELECT * FROM hearing", "append-only"),
        ("INSERT INTO hearing VALUES ('E-0001', 2, '2026-01-01', 'held', 9)", "first-hearing"),
        ("INSERT INTO hearing VALUES ('E-0002', 1, '2026-01-01', 'planned', 9)", "append-only"),
        ("INSERT INTO confirmation VALUES (999, 'E-0001', 1)", "first-hearing"),
        ("INSERT INTO confirmation VALUES (999, 'E-0001', 0)", "who-may"),
        ("UPDATE confirmation SET of_person = 0", "append-only"),
        ("DELETE FROM confirmation", "append-only"),
        ("REPLACE INTO confirmation SELECT * FROM confirmation", "append-only"),
        ("INSERT INTO claim VALUES ('E-0001', 2, 0, 9)", "first-hearing"),
        ("UPDATE claim SET premature = 0", "append-only"),
        ("DELETE FROM claim", "append-only"),
        ("UPDATE matter SET state = 'closed' WHERE ref = 'E-0001'", "append-only states"),
        ("UPDATE matter SET ref = 'E-0009' WHERE ref = 'E-0001'", "append-only"),
        ("UPDATE matter SET raised_by = 'x'", "append-only"),
        ("DELETE FROM matter", "append-only"),
        ("REPLACE INTO matter SELECT * FROM matter", "append-only"),
        ("INSERT INTO matter VALUES ('E-0003', 'received', 'x', 'y', NULL, 'z', 1)", "append-only"),
        ("INSERT INTO matter_move VALUES ('received', 'remedy')", "states"),
        ("DELETE FROM matter_move", "states"),
        ("UPDATE matter_move SET to_state = 'closed'", "states"),
        ("UPDATE hold SET lifted = 1", "append-only"),
        ("UPDATE hold SET stops_publication = 0", "append-only"),
        ("DELETE FROM hold", "append-only"),
        ("UPDATE sealed_file SET content = x'00'", "append-only"),
        ("UPDATE sealed_file SET content = NULL", "append-only"),
        ("DELETE FROM sealed_file", "append-only"),
        ("REPLACE INTO sealed_file SELECT * FROM sealed_file", "append-only"),
        ("INSERT INTO sealed_file VALUES (3, 9, 'x', x'00')", "append-only"),
        ("UPDATE seal SET reader = 'x'", "confidential"),
        ("DELETE FROM seal", "confidential"),
        ("INSERT INTO seal SELECT seq, (SELECT id FROM contributor WHERE name = 'Edda'), subject,"
         " sealed FROM seal WHERE subject = 'E-0002' LIMIT 1", "confidential"),
        ("UPDATE content SET payload = NULL, payload_salt = NULL, erased_by = 1 WHERE seq IN"
         " (SELECT seq FROM touch WHERE subject = 'E-0001')", "append-only"),
    ],
)  # fmt: skip
def test_what_a_matter_stands_on_is_not_changed_past_the_rules(raw, statement, rules):
    assert refused(raw, statement) in rules.split()


def test_a_held_piece_is_not_published_nor_erased(raw):
    (article,) = raw.execute("SELECT article FROM hold").fetchone()
    assert refused(
        raw,
        "CREATE TEMP TRIGGER early BEFORE UPDATE ON article BEGIN SELECT 1; END",
        f"UPDATE article SET state = 'published', version = 1 WHERE id = '{article}'",
    ) in ("states", "gate")
    erasure = TOUCH.format(subject=article, by="Cleo", kind="erased")
    head = (
        "UPDATE head SET seq = seq + 1, hash = (SELECT hash FROM touch ORDER BY seq DESC LIMIT 1)"
    )
    erase = (
        "UPDATE content SET payload = NULL, payload_salt = NULL,"
        " erased_by = (SELECT seq FROM head) WHERE seq = (SELECT min(seq) FROM touch WHERE"
        f" subject = '{article}')"
    )
    assert refused(raw, erasure, head, erase) == "append-only"
