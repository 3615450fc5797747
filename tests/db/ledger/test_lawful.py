"""Touches that are well chained, written past the triggers: the doctor applies the rules to them."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import select

from db import reading
from db.acts import deciding, moving, signing
from db.acts.founding import make_newsroom
from db.acts.publishing import publish
from db.acts.sampling import remove_sample
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.chain import append, payload_of
from db.ledger.doctor import examine
from db.models.touch import Touch
from desktop.sample import add_sample


@pytest.fixture
def pieces(room) -> dict[str, str]:
    """A draft, a piece in edit, one signed by its own writer, a published one; no triggers."""
    out = {}
    for name in ("draft", "edit", "own", "published"):
        by = "Edda" if name == "own" else "Rhea"
        out[name] = article = str(new_article(room, by, f"Headline {name}").article)
        write_text(room, by, article, "Here – ", part="dateline")
        write_text(room, by, article, "Somebody wrote this.")
        if name == "draft":
            continue
        moving.submit(room, by, article)
        if name == "edit":
            continue
        deciding.accept(room, "Edda", article)
        signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                         ticked="all")  # fmt: skip
    publish(room, "Edda", out["published"])
    assert examine(room) == []
    raw = sqlite3.connect(room.path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.commit()
    raw.close()
    return out


def forged(room, by: str, subject: str, kind: str, payload: dict[str, object]) -> list[str]:
    """What the doctor says of one touch that is written without any rule; it is then taken back."""
    with room.read() as session:
        seq, hashed, peaks = session.connection().exec_driver_sql(
            "SELECT seq, hash, peaks FROM head").one()  # fmt: skip
    with room.write() as session:
        append(session, reading.contributor(session, by).id, subject, kind, payload)
    said = [problem for problem in examine(room) if problem.startswith("touch")]
    with room.write() as session:
        run = session.connection().exec_driver_sql
        for table in ("content", "touch"):
            run(f"DELETE FROM {table} WHERE seq > ?", (seq,))
        run("UPDATE head SET seq = ?, hash = ?, peaks = ?", (seq, hashed, peaks))
        session.connection().exec_driver_sql(
            "UPDATE contributor SET public_key = NULL WHERE name NOT IN ('Cleo', 'Edda')"
        )
    return said


def test_what_nobody_could_have_done_is_named(room, pieces):
    with room.read() as session:
        row = session.execute(select(Touch.seq).where(Touch.kind == "moved.publish")).scalar_one()
        published = payload_of(session, row)
        own = reading.article(session, pieces["own"])
    assert own.sign_off is not None
    finished = {**published["finished"]}
    with room.read() as session:
        finished["parts"] = reading.manuscript(session, pieces["own"]).texts()
    publication = {"from": "edit", "to": "published", "version": 1, "finished": finished,
                   "text_sha256": own.text_sha256, "sign_off": own.sign_off.seq}  # fmt: skip
    decided = {"edits": [], "proposals": []}
    signed = {**{k: "x" for k in ("examined", "facts", "responsible")}, "text_sha256": own.text_sha256,
              "needs_agree": False, "meets_exception": True, "why_not": []}  # fmt: skip
    for by, subject, kind, payload, why in (
        ("Rhea", "edit", "accepted", decided, "editor"),
        ("Edda", "draft", "accepted", decided, "draft"),
        ("Lumen", "draft", "details", {"desk": "x"}, "AI"),
        ("Fay", "draft", "moved.submit", {"from": "draft", "to": "edit"}, "own"),
        ("Rhea", "edit", "moved.spike", {"from": "edit", "to": "spiked"}, "editor"),
        ("Edda", "draft", "moved.publish", publication, "draft"),
        ("Edda", "own", "moved.publish", publication, "nobody else vouches"),
        ("Edda", "edit", "moved.publish", publication, "not signed off"),
        ("Edda", "edit", "signed-off", signed, "not decided"),
        ("Edda", "own", "signed-off", {**signed, "text_sha256": "x"}, "another text"),
        ("Edda", "own", "agreed", {"sign_off": own.sign_off.seq, "text_sha256": own.text_sha256},
         "their own words"),
        ("Edda", "published", "details", {"language": "bn"}, "published"),
        ("Edda", "draft", "accepted", {}, "says what none does"),
        ("Cleo", "draft", "waved.through", {}, "no act makes"),
    ):  # fmt: skip
        said = forged(room, by, pieces[subject], kind, payload)
        assert any(why in problem for problem in said), (by, kind, said)
    with room.read() as session:
        edda = reading.contributor(session, "Edda").id
    for kind in ("note.issued", "setting", "contributor.ended", "font.added", "erased"):
        said = forged(room, "Edda", edda, kind, {
            "issue": 9, "language": "en", "text": "x", "sha256": "x", "key": "byline",
            "value": "writers", "active": False, "name": "x"})  # fmt: skip
        assert any("CEO" in problem for problem in said), (kind, said)


def test_a_note_or_label_that_was_never_issued(room, pieces):
    publication = {"from": "edit", "to": "published", "version": 1}
    signing.agree(room, "Fay", pieces["own"])
    with room.read() as session:
        row = session.execute(select(Touch.seq).where(Touch.kind == "moved.publish")).scalar_one()
        finished = payload_of(session, row)["finished"]
        own = reading.article(session, pieces["own"])
        finished["parts"] = reading.manuscript(session, pieces["own"]).texts()
    assert own.sign_off is not None
    publication |= {"text_sha256": own.text_sha256, "sign_off": own.sign_off.seq}
    assert forged(room, "Edda", pieces["own"], "moved.publish",
                  {**publication, "finished": finished}) == []  # fmt: skip
    for key, value in (("note", {**finished["note"], "text": "None."}),
                       ("label", {**finished["note"], "text": "None."})):  # fmt: skip
        payload = {**publication, "finished": {**finished, key: value}}
        said = forged(room, "Edda", pieces["own"], "moved.publish", payload)
        assert any("never issued" in problem for problem in said), said


def test_the_sample_breaks_no_rule(tmp_path):
    newsroom = make_newsroom(tmp_path / "n.colophon", ceo="Cleo")
    add_sample(newsroom)
    assert examine(newsroom) == []
    with newsroom.read() as session:
        ceo = next(p.name for p in reading.contributors(session) if p.kind == "ceo")
    remove_sample(newsroom, ceo)
    assert examine(newsroom) == []
    assert verify(newsroom, texts=True).ok
    newsroom.close()


def test_a_second_key_for_a_person_is_named(room, pieces):
    with room.write() as session:
        edda = reading.contributor(session, "Edda").id
        append(session, edda, edda, "key.named", {"public_key": "another"})
    found = verify(room)
    assert not found.ok and "second key" in found.why
