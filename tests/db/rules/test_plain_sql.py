"""What SQL on the newsroom's file is refused, with the rule it would break."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from db.acts import deciding, moving, signing
from db.acts.answering import set_up_ai
from db.acts.publishing import publish
from db.acts.withholding import mark_off_record
from db.acts.writing import new_article, write_text

TOUCH = (
    "INSERT INTO touch SELECT (SELECT seq FROM head) + 1, 'forged', {subject}, {by}, '{kind}',"
    " '2026-01-01T00:00:00.000Z', '00', NULL, x'00', x'00'"
)
BY = "(SELECT id FROM contributor WHERE name = '{}')"


@pytest.fixture
def sql(room) -> Iterator[tuple[sqlite3.Connection, dict[str, str]]]:
    """Plain SQL on a newsroom with a draft, a piece in edit, a signed and a published one."""
    ids = {}
    for name in ("draft", "edit", "signed", "published", "spiked"):
        article = str(new_article(room, "Rhea", f"Headline {name}").article)
        ids[name] = article
        write_text(room, "Rhea", article, "Here – ", part="dateline")
        write_text(room, "Rhea", article, "Rhea wrote this.")
        if name == "spiked":
            moving.spike(room, "Edda", article, "No.")
        elif name != "draft":
            moving.submit(room, "Rhea", article)
        if name in ("signed", "published"):
            deciding.accept(room, "Edda", article)
            signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                             ticked="all")  # fmt: skip
        if name == "published":
            publish(room, "Edda", article)
    raw = sqlite3.connect(room.path, isolation_level=None, timeout=20)
    yield raw, ids
    raw.close()


def refused(raw: sqlite3.Connection, statement: str) -> str:
    """The rule by which a statement is refused; `done` where it is not."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute(statement)
    except sqlite3.IntegrityError as error:
        return str(error).partition(":")[0]
    finally:
        raw.execute("ROLLBACK")
    return "done"


def test_the_ledger_only_grows(sql):
    raw, _ = sql
    for statement in (
        "UPDATE touch SET contributor = 'x' WHERE seq = 3", "DELETE FROM touch WHERE seq = 3",
        "INSERT OR REPLACE INTO touch SELECT * FROM touch WHERE seq = 3",
        "REPLACE INTO touch SELECT seq, id, 'x', contributor, kind, at, payload_digest,"
        " update_digest, leaf, hash FROM touch WHERE seq = 3",
        "INSERT INTO touch SELECT seq + 1000, id || 'x', subject, contributor, kind, at,"
        " payload_digest, update_digest, leaf, hash FROM touch WHERE seq = 3",
        "UPDATE content SET payload = x'7b7d' WHERE seq = 3", "DELETE FROM content WHERE seq = 3",
        "UPDATE content SET payload = NULL, payload_salt = NULL, erased_by = 1 WHERE seq = 3",
        "REPLACE INTO content SELECT * FROM content WHERE seq = 3",
        "UPDATE head SET seq = seq - 1", "UPDATE head SET hash = x'00'", "DELETE FROM head",
        "REPLACE INTO head VALUES (1, 0, x'00', '[]')", "INSERT INTO head VALUES (2, 0, x'00', '[]')",
    ):  # fmt: skip
        assert refused(raw, statement) == "append-only", statement


def test_states_change_as_the_table_says_and_with_a_touch(sql):
    raw, ids = sql
    for name, state in (("draft", "published"), ("draft", "withdrawn"), ("edit", "withdrawn"),
                        ("published", "draft"), ("published", "spiked"), ("spiked", "edit"),
                        ("draft", "edit"), ("signed", "draft")):  # fmt: skip
        where = f"WHERE id = '{ids[name]}'"
        assert refused(raw, f"UPDATE article SET state = '{state}' {where}") in ("states", "gate")
    assert refused(raw, f"UPDATE article SET state = 'lost' WHERE id = '{ids['draft']}'") != "done"
    for table in ("UPDATE allowed_move SET who = 'writers'", "DELETE FROM allowed_move",
                  "INSERT INTO allowed_move VALUES ('spiked', 'published', 0, 'writers')",
                  "REPLACE INTO allowed_move VALUES ('spiked', 'draft', 0, 'writers')"):  # fmt: skip
        assert refused(raw, table) == "states"


def test_a_forged_publication_is_refused(sql):
    raw, ids = sql
    publish_ = "UPDATE article SET state = 'published', version = version + 1 WHERE id = '{}'"
    assert refused(raw, publish_.format(ids["edit"])) in ("states", "gate")
    assert refused(raw, publish_.format(ids["signed"])) in ("states", "gate")
    for column, value in (("version", "7"), ("sample", "1"), ("made_by", "'x'"), ("id", "'x'")):
        found = refused(raw, f"UPDATE article SET {column} = {value} WHERE id = '{ids['edit']}'")
        assert found != "done", column
    for name in ids:
        assert refused(raw, f"DELETE FROM article WHERE id = '{ids[name]}'") == "append-only"
    assert refused(raw, f"REPLACE INTO article SELECT * FROM article WHERE id = '{ids['draft']}'") in (
        "append-only", "states",
    )  # fmt: skip


def test_closed_texts_stay(sql):
    raw, ids = sql
    for name in ("published", "spiked"):
        for column, value in (("headline", "'x'"), ("text_sha256", "'x'"), ("words", "9"),
                              ("language", "'xx'"), ("text_seq", "9999"), ("dateline", "'x'")):  # fmt: skip
            statement = f"UPDATE article SET {column} = {value} WHERE id = '{ids[name]}'"
            assert refused(raw, statement) in ("states", "append-only"), statement
        touch = TOUCH.format(subject=f"'{ids[name]}'", by=BY.format("Cleo"), kind="text")
        assert refused(raw, touch) == "states"
    assert (
        refused(raw, f"UPDATE article SET text_sha256 = 'x' WHERE id = '{ids['edit']}'") == "states"
    )


def test_who_may(sql):
    raw, ids = sql
    for name, by, kind, rule in (
        ("edit", "Rhea", "text", "who-may"), ("draft", "Fay", "text", "who-may"),
        ("edit", "Rhea", "accepted", "who-may"), ("edit", "Rhea", "signed-off", "who-may"),
        ("draft", "Edda", "accepted", "states"), ("draft", "Lumen", "text", "who-may"),
        ("draft", "Edda", "note.issued", "who-may"), ("draft", "Edda", "label.issued", "who-may"),
        ("draft", "Edda", "setting", "who-may"), ("draft", "Edda", "contributor.changed", "who-may"),
        ("draft", "Rhea", "contributor.added", "who-may"), ("draft", "Edda", "erased", "who-may"),
    ):  # fmt: skip
        touch = TOUCH.format(subject=f"'{ids[name]}'", by=BY.format(by), kind=kind)
        assert refused(raw, touch) == rule, (name, by, kind)
    for statement in (
        "UPDATE contributor SET kind = 'ceo' WHERE name = 'Rhea'",
        "UPDATE contributor SET active = 0 WHERE name = 'Cleo'",
        "UPDATE contributor SET public_key = 'x' WHERE name = 'Edda'",
    ):
        assert refused(raw, statement) == "who-may"
    for statement in (
        "UPDATE contributor SET kind = 'editor' WHERE name = 'Lumen'",
        "DELETE FROM contributor WHERE name = 'Fay'",
        "REPLACE INTO contributor SELECT * FROM contributor WHERE name = 'Fay'",
    ):
        assert refused(raw, statement) == "append-only", statement


def test_sign_offs_agreements_and_versions_are_bound(sql):
    raw, ids = sql
    seq = raw.execute("SELECT seq FROM sign_off WHERE article = ?", (ids["signed"],)).fetchone()[0]
    for statement, rules in (
        (f"UPDATE sign_off SET text_sha256 = 'x' WHERE seq = {seq}", {"append-only"}),
        (f"DELETE FROM sign_off WHERE seq = {seq}", {"append-only"}),
        (f"REPLACE INTO sign_off SELECT * FROM sign_off WHERE seq = {seq}", {"append-only"}),
        ("INSERT INTO sign_off SELECT seq + 5000, article, (SELECT id FROM contributor WHERE name ="
         " 'Rhea'), responsible, text_sha256, examined, facts, 0, 1, '[]', at FROM sign_off"
         f" WHERE seq = {seq}", {"who-may"}),
        ("INSERT INTO sign_off SELECT seq + 5000, article, signer, responsible, 'other', examined,"
         f" facts, 0, 1, '[]', at FROM sign_off WHERE seq = {seq}", {"gate"}),
        ("INSERT INTO sign_off SELECT seq + 5000, article, signer, responsible, text_sha256, examined,"
         f" facts, 0, 1, '[]', at FROM sign_off WHERE seq = {seq}", {"gate"}),
        (f"INSERT INTO agreement SELECT 9000, article, seq, signer, text_sha256 FROM sign_off"
         f" WHERE seq = {seq}", {"four-eyes"}),
        (f"INSERT INTO agreement SELECT 9000, article, seq, {BY.format('Lumen')}, text_sha256 FROM"
         f" sign_off WHERE seq = {seq}", {"four-eyes"}),
        (f"INSERT INTO agreement SELECT 9000, article, seq, {BY.format('Fay')}, text_sha256 FROM"
         f" sign_off WHERE seq = {seq}", {"four-eyes"}),
        ("UPDATE version SET note_issue = 9", {"append-only"}), ("DELETE FROM version", {"append-only"}),
        (f"INSERT INTO version VALUES ('{ids['edit']}', 1, 5, 'x', 1, NULL, 'now')", {"gate"}),
    ):  # fmt: skip
        assert refused(raw, statement) in rules, statement


def test_issued_words_and_peers_stay(sql):
    raw, _ = sql
    for statement in (
        "UPDATE issued_text SET text = 'x'", "DELETE FROM issued_text",
        "REPLACE INTO issued_text SELECT * FROM issued_text",
        "UPDATE peer SET contributor = brought_by || 'x'", "DELETE FROM peer",
        "REPLACE INTO peer SELECT * FROM peer",
    ):  # fmt: skip
        assert refused(raw, statement) == "append-only", statement
    seq = raw.execute("SELECT max(seq) FROM touch WHERE kind = 'text'").fetchone()[0]
    statement = f"INSERT INTO issued_text VALUES ('note', 9, 'en', 'x', 'y', 'now', {seq})"
    assert refused(raw, statement) == "who-may"


def test_rows_follow_from_touches(sql):
    raw, ids = sql
    edit, fay = f"'{ids['edit']}'", BY.format("Fay")
    for statement in (
        f"UPDATE article SET undecided = 0 WHERE id = {edit}",
        f"UPDATE article SET text_seq = 1, decided_seq = 1 WHERE id = {edit}",
        f"UPDATE article SET assigned_to = {fay} WHERE id = {edit}",
        f"UPDATE article SET ai_share = 0, headline = 'x', due = 'x' WHERE id = {edit}",
        f"INSERT INTO approved VALUES ({edit}, 'body', 'Rhea wrote this.', '[]')",
        "UPDATE approved SET text = 'x'", "DELETE FROM approved",
        "REPLACE INTO approved SELECT article, part, 'x', spans FROM approved",
        f"INSERT INTO acceptance SELECT NULL, article, peer, 0, 9, {fay}, seq FROM text_row",
        "UPDATE acceptance SET contributor = 'x'", "DELETE FROM acceptance",
        "REPLACE INTO acceptance SELECT * FROM acceptance",
        f"INSERT INTO proposal SELECT peer, article, {fay}, 'accepted', seq FROM text_row",
        f"INSERT INTO proposal SELECT peer, article, {fay}, 'open', seq FROM text_row",
        "DELETE FROM text_row", "UPDATE text_row SET start = 1",
        "REPLACE INTO text_row SELECT * FROM text_row",
        f"INSERT INTO writer VALUES ({edit}, {fay})", "DELETE FROM writer",
        f"UPDATE writer SET contributor = {fay} WHERE article = {edit}",
        f"INSERT INTO article_image VALUES ({edit}, 1, 'x', 0)",
        "UPDATE setting SET value = '\"writers\"' WHERE key = 'name'",
        "INSERT INTO setting VALUES ('byline', '\"writers\"', 3)", "DELETE FROM setting",
        "REPLACE INTO setting SELECT key, '\"x\"', seq FROM setting",
        "INSERT INTO font VALUES ('x', 'x', x'00', 3)",
        "INSERT INTO issued_text VALUES ('label', 9, 'en', 'x', 'y', 'z',"
        " (SELECT seq FROM issued_text WHERE what = 'note'))",
        f"INSERT INTO contributor SELECT 'x', 'X', kind, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
        f" 0, seq FROM contributor WHERE id = {BY.format('Cleo')}",
        f"INSERT INTO peer SELECT 77, article, {fay}, {fay}, 'typed', NULL, seq FROM text_row LIMIT 1",
    ):  # fmt: skip
        assert refused(raw, statement) in (
            "states", "gate", "append-only", "who-may",
        ), statement  # fmt: skip


def test_what_is_off_the_record_and_where_an_ai_answers_change_by_touch_only(room, sql):
    raw, ids = sql
    set_up_ai(room, "Edda", "Lumen", url="https://example.org/v1")
    mark_off_record(room, "Rhea", ids["draft"], 0, 4)
    for statement in (
        "UPDATE off_record SET off = 0", "UPDATE off_record SET peer = 1", "DELETE FROM off_record",
        "INSERT INTO off_record SELECT seq, n + 1, article, peer, counter, length, 0 FROM off_record",
        "INSERT OR REPLACE INTO off_record SELECT seq, n, article, peer, 0, 1, 0 FROM off_record",
    ):  # fmt: skip
        assert refused(raw, statement) == "append-only", statement
    assert refused(raw, "UPDATE setting SET value = '{}' WHERE key = 'ai'") == "who-may"
    assert refused(raw, "INSERT OR REPLACE INTO setting VALUES ('ai', '{}', 3)") == "who-may"
    for name in ("Rhea", "Lumen"):
        touch = TOUCH.format(subject="'n'", by=BY.format(name), kind="ai.set-up")
        assert refused(raw, touch) == "who-may"
