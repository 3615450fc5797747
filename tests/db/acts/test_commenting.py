"""Comments: beside their words through edits, moves and deletion; in the record, and nowhere else."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text as plain

from db import reading, search
from db.acts import acting, commenting, deciding, moving, signing
from db.acts.editing import EditingSession
from db.acts.publishing import publish
from db.acts.sampling import remove_sample
from db.acts.writing import new_article, restore, write_text
from db.comments import comments, comments_in, open_count
from db.ledger.audit import verify
from db.ledger.chain import append
from db.ledger.doctor import examine
from db.manuscript.store import load
from db.refusal import Refused
from desktop.exporters import as_md
from desktop.finishing import finished_piece
from desktop.sample import add_sample

WORDS = "The first sentence stands here. The second one is about 1,200 people. The third ends."


@pytest.fixture
def article(room) -> str:
    made = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", made, WORDS)
    return made


def about(room, article: str, words: str, by: str = "Edda", said: str = "Is this so?") -> int:
    with room.read() as session:
        start = reading.text_at(session, article).index(words)
    return commenting.comment(room, by, article, "body", start, len(words), said)[1]


def seen(room, article: str, n: int = 1) -> tuple[bool, str]:
    """Whether a comment is orphaned, and the words it stands beside."""
    with room.read() as session:
        one = next(c for c in comments(session, article) if c.n == n)
        text = reading.text_at(session, article, one.part)
    return one.orphaned, text[one.start : one.start + one.length]


def test_a_thread_from_its_beginning_to_its_end(room, article):
    n = about(room, article, "1,200 people", said="Who counted? @rhea, @Lumen and @Edda")
    commenting.reply(room, "Rhea", article, n, "The city. @Cleo should know (a@Edda is no call).")
    with room.read() as session:
        (one,) = comments(session, article)
        assert open_count(session, article) == 1
    assert (one.n, one.by, one.kind, one.part, one.words) == (
        1,
        "Edda",
        "editor",
        "body",
        "1,200 people",
    )
    assert one.mentions == ("Rhea", "Edda") and one.replies[0].mentions == ("Cleo",)
    assert [r.by for r in one.replies] == ["Rhea"] and one.resolved is None
    commenting.resolve(room, "Fay", article, n)
    with room.read() as session:
        (one,) = comments(session, article)
        assert open_count(session, article) == 0
    assert one.resolved_by == "Fay" and one.resolved
    with pytest.raises(Refused, match="resolved already"):
        commenting.resolve(room, "Edda", article, n)
    commenting.reply(room, "Edda", article, n, "Not quite.")
    with room.read() as session:
        assert comments(session, article)[0].resolved is None  # an answer opens it again
    assert examine(room) == [] and verify(room, texts=True).ok


def test_what_is_refused_says_so(room, article):
    for place in ((0, 0), (-1, 3), (len(WORDS), 1), (0, len(WORDS) + 1)):
        with pytest.raises(Refused, match="no place"):
            commenting.comment(room, "Edda", article, "body", *place, "x")
    for part, said, why in (("nowhere", "x", "no part"), ("body", " \n", "no words"),
                            ("body", "a\x00b", "NUL"), ("body", "x" * 10_001, "longer")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            commenting.comment(room, "Edda", article, part, 0, 3, said)
    with pytest.raises(Refused, match="an AI"):
        commenting.comment(room, "Lumen", article, "body", 0, 3, "x")
    for act in (commenting.resolve, commenting.reply):
        with pytest.raises(Refused, match="has no comment 7"):
            act(room, "Edda", article, 7, *(["x"] if act is commenting.reply else []))


def test_comments_stay_beside_their_words(room, article):
    about(room, article, "1,200 people")
    write_text(room, "Rhea", article, "Before. " + WORDS.replace("1,200 people", "1,250 people"))
    assert seen(room, article) == (False, "1,250 people")
    write_text(room, "Rhea", article, WORDS.replace("The second one is about 1,200 people. ", ""))
    orphaned, _ = seen(room, article)
    assert orphaned
    with room.read() as session:
        (one,) = comments(session, article)
        assert one.words == "1,200 people" and one.length == 0 and 0 < one.start <= len(WORDS)
        touches = reading.history(session, article)
    before = next(t.seq for t in touches if t.kind == "comment.added")
    restore(room, "Edda", article, before)
    assert seen(room, article) == (False, "1,200 people")  # put back, it has its words again


def test_comments_follow_words_that_are_moved(room, article):
    about(room, article, "The second one is about 1,200 people.")
    about(room, article, "The third ends.")
    session = EditingSession.open(room, "Rhea", article)
    at, words = WORDS.index("The second"), "The second one is about 1,200 people. "
    copied = session.copy("body", at, len(words))
    session.splice("body", at, len(words), "")
    session.paste("body", 0, 0, words, copied)
    with room.read() as reader:  # beside words that are not saved yet, too
        one = comments_in(reader, session._manuscript)[0]
    assert (one.orphaned, one.start, one.length) == (False, 0, len(words) - 1)
    session.flush()
    assert seen(room, article) == (False, words.strip())
    session.undo()
    session.undo()
    session.flush()
    assert seen(room, article) == (False, words.strip())
    assert seen(room, article, 2) == (False, "The third ends.")
    copied = session.copy("body", at, len(words))
    session.splice("body", at, len(words), "")
    session.paste("headline", 0, 0, words.strip(), session.copy("body", 0, 0))
    session.flush()
    assert seen(room, article)[0]  # other words that look the same are not these
    session.paste("share_line", 0, 0, words, copied)
    session.flush()
    with room.read() as reader:
        assert comments(reader, article)[0].part == "share_line"


def test_a_copy_that_was_there_before_is_not_where_words_went(room, article):
    session = EditingSession.open(room, "Rhea", article)
    words = "The first sentence stands here."
    copied = session.copy("body", 0, len(words))
    session.paste("share_line", 0, 0, words, copied)
    session.flush()
    about(room, article, words)
    session.splice("body", 0, len(words), "")
    session.flush()
    assert seen(room, article)[0]


def test_words_are_named_by_their_characters(room, article):
    with room.read() as session:
        spans = load(session, article).spans("body")
    _, n = commenting.comment_on(room, "Fay", article, "body", spans, "All of it?")
    assert seen(room, article, n) == (False, WORDS)
    write_text(room, "Rhea", article, "")
    with pytest.raises(Refused, match="not in the text"):
        commenting.comment_on(room, "Fay", article, "body", spans, "x")


def test_comments_void_nothing_and_leave_nothing_behind(room, article):
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    with room.read() as session:
        before = acting.article(session, article)
        row = {c.name: getattr(before, c.name) for c in before.__table__.columns}
    about(room, article, "1,200 people", said="Zyzzyvas, whispered @Rhea")
    commenting.reply(room, "Rhea", article, 1, "Quokkas, whispered back")
    with room.read() as session:
        after = acting.article(session, article)
        assert {c.name: getattr(after, c.name) for c in after.__table__.columns} == row
        assert reading.article(session, article).signed_off
        assert not search.matches(session, str(search.query_of("zyzzyvas", whole=True)), None, 9)
    publish(room, "Edda", article)
    commenting.comment(room, "Fay", article, "headline", 0, 1, "Published, and still Zyzzyvas")
    with room.read() as session:
        found = as_md.render(finished_piece(session, article))
    assert b"1,200 people" in found and b"Zyzzyva" not in found
    assert examine(room) == [] and verify(room, texts=True).ok


def test_the_database_refuses_comments_without_their_touch(room, article):
    about(room, article, "1,200 people")
    commenting.reply(room, "Rhea", article, 1, "Yes.")
    commenting.resolve(room, "Edda", article, 1)
    raw = sqlite3.connect(room.path, isolation_level=None)
    seq = raw.execute("SELECT max(seq) FROM touch").fetchone()[0]
    for statement in (
        f"INSERT INTO comment VALUES ({seq}, '{article}', 2, 0, NULL)",
        f"INSERT INTO comment VALUES ({seq}, '{article}', 1, 1, NULL)",
        "UPDATE comment SET resolved = NULL", "UPDATE comment SET n = 2",
        f"UPDATE comment SET resolved = {seq} WHERE reply", "DELETE FROM comment",
        "REPLACE INTO comment SELECT seq, article, n, reply, NULL FROM comment",
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


def test_the_doctor_makes_the_rows_again(room, article):
    about(room, article, "1,200 people")
    commenting.reply(room, "Rhea", article, 1, "Yes.")
    raw = sqlite3.connect(room.path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE name LIKE 'comment_%' AND"
                               " type = 'trigger'").fetchall():  # fmt: skip
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("DELETE FROM comment WHERE reply")
    raw.execute("UPDATE comment SET resolved = 3")
    raw.commit()
    raw.close()
    assert any("comment" in problem for problem in examine(room, rebuild=True))
    assert examine(room) == []
    with room.read() as session:
        (one,) = comments(session, article)
    assert one.resolved is None and len(one.replies) == 1


def test_what_is_erased_is_gone_from_the_thread(room, article):
    about(room, article, "1,200 people", said="Somebody's private words")
    commenting.reply(room, "Rhea", article, 1, "More private words")
    with room.write() as session:
        ceo = reading.contributor(session, "Cleo").id
        seqs = [t.seq for t in reading.history(session, article) if t.kind.startswith("comment.")]
        for seq in seqs:
            by = append(session, ceo, article, "erased", {"what": seq})
            session.execute(plain("UPDATE content SET payload = NULL, payload_salt = NULL,"
                                  " erased_by = :by WHERE seq = :seq"), {"by": by, "seq": seq})  # fmt: skip
    with room.read() as session:
        (one,) = comments(session, article)
    assert (one.text, one.words, one.orphaned) == ("(erased)", "", True)
    assert [r.text for r in one.replies] == ["(erased)"]
    assert verify(room).ok and not [p for p in examine(room) if "comment" in p]


def test_a_sample_goes_with_its_comments(room):
    add_sample(room)
    with room.read() as session:
        sample = reading.board_page(session).rows[0].id
    commenting.comment(room, "Edda", sample, "headline", 0, 3, "Nice.")
    remove_sample(room, "Cleo")
    assert examine(room) == []
