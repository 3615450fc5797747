"""Decisions on changes: authors stay right, nothing is approved unseen, each can be taken back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from db import reading
from db.acts import acting
from db.acts.asking import Edit, keep_answer
from db.acts.deciding import accept, reject
from db.acts.editing import EditingSession
from db.acts.moving import submit
from db.acts.recording import kinds
from db.acts.signing import sign_off
from db.acts.taking_back import take_back
from db.acts.writing import new_article, write_text
from db.comments import comments
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.manuscript.store import load
from db.refusal import Refused
from db.rules import disclosure

sys.path.insert(0, str(Path(__file__).parents[1] / "manuscript"))
from writers import Round, same_from_a_later_snapshot

ROUNDS = 1000
SHARES = 5
TEXT = "He came on Saturday with dozens of ships. They stayed for a week."


def changes_of(room, article):
    with room.read() as session:
        return reading.changes(session, article)


def body(room, article) -> str:
    with room.read() as session:
        return reading.text_at(session, article)


def whose(room, article) -> list[tuple[str, str]]:
    """Who wrote which words."""
    with room.read() as session:
        text = reading.text_at(session, article)
        return [(text[r.start : r.start + r.length], r.contributor)
                for r in reading.who(session, article)]  # fmt: skip


@pytest.fixture
def article(room) -> str:
    """Rhea's piece, submitted and accepted by Edda."""
    made = str(new_article(room, "Rhea", "Ships").article)
    write_text(room, "Rhea", made, TEXT)
    submit(room, "Rhea", made)
    accept(room, "Edda", made)
    return made


class Deciding(Round):
    """A round on a piece in edit: two editors write, a reporter proposes, all is decided on."""

    def __init__(self, newsroom, seed: int) -> None:
        super().__init__(newsroom, seed)
        self.open_all()
        for _ in range(20):
            super().step()
        self.finish()
        submit(newsroom, "Cleo", self.article)
        for session in self.sessions.values():
            session.refresh()

    def step(self) -> None:
        if self.random.random() < 0.6:
            super().step()
        else:
            self.decide()

    def _copy(self, name: str, session: object) -> None:
        if name != "Rhea":  # what she proposes is not in anybody else's text yet
            super()._copy(name, session)

    def _back(self, name: str, session: object) -> None:
        if name != "Rhea":  # she may only propose now
            super()._back(name, session)

    def decide(self) -> None:
        actor = self.random.choice(("Edda", "Cleo"))
        act = self.random.choice((accept, reject, accept, take_back))
        if act is take_back:
            try:
                take_back(self.newsroom, actor, self.article)
            except Refused as refused:
                assert refused.refusal.rule in ("bad-input", "conflict")
            return
        found = changes_of(self.newsroom, self.article).changes
        keys = [change.key for change in found if self.random.random() < 0.4]
        if keys:
            act(self.newsroom, actor, self.article, keys=keys)


@pytest.mark.parametrize("first", range(SHARES))
def test_authors_are_right_after_random_decisions(room, share, first):
    for seed in range(first, share(ROUNDS), SHARES):
        one = Deciding(room, seed)
        for _ in range(one.random.randint(10, 40)):
            one.step()
        one.finish()
        with room.read() as session:
            manuscript = load(session, one.article, cached=False)
            assert manuscript.refused == []
            for part in manuscript.parts():
                runs = reading.who(session, one.article, part)
                told = [(r.length, r.contributor, r.origin) for r in runs]
                one.check(manuscript.text(part), told)
        accept(room, "Edda", one.article) if changes_of(room, one.article).changes else None
        assert changes_of(room, one.article).changes == ()
    assert examine(room) == []
    assert verify(room, texts=True).ok


def test_an_earlier_moment_is_the_same_from_a_later_snapshot(room):
    found = 0
    for seed in range(3):
        one = Deciding(room, 7000 + seed)
        for _ in range(30):
            one.step()
        one.finish()
        found += same_from_a_later_snapshot(room, one.article)
    assert found


def test_one_of_a_writers_proposals_is_decided_like_any_other(room, article):
    words = TEXT.replace("Saturday", "Sunday").replace("dozens", "scores")
    write_text(room, "Rhea", article, words)
    first, second = changes_of(room, article).changes
    assert (first.proposal, second.proposal) == ("Rhea", "Rhea")
    assert body(room, article) == TEXT
    accept(room, "Edda", article, keys=[first.key])
    (left,) = changes_of(room, article).changes
    assert (left.deleted, left.inserted, left.contributor) == ("dozens", "scores", "Rhea")
    reject(room, "Edda", article, [left.n])
    assert body(room, article) == TEXT.replace("Saturday", "Sunday")
    assert {who for _, who in whose(room, article)} == {"Rhea"}
    assert changes_of(room, article).changes == ()


def test_rejecting_one_proposal_leaves_the_other_to_decide(room, article):
    write_text(room, "Rhea", article, TEXT.replace("Saturday", "Sunday").replace("week", "month"))
    first, _second = changes_of(room, article).changes
    reject(room, "Edda", article, [first.n])
    (left,) = changes_of(room, article).changes
    assert (left.deleted, left.inserted) == ("week", "month")
    accept(room, "Edda", article)
    assert body(room, article) == TEXT.replace("week", "month")
    assert examine(room) == []


def test_a_decision_is_taken_back(room, article):
    write_text(room, "Egon", article, TEXT.replace("Saturday", "Sunday"))
    (change,) = changes_of(room, article).changes
    accept(room, "Edda", article)
    take_back(room, "Edda", article)
    assert changes_of(room, article).changes == (change,)
    reject(room, "Edda", article)
    assert body(room, article) == TEXT
    take_back(room, "Edda", article)
    (again,) = changes_of(room, article).changes
    assert (again.deleted, again.inserted, again.contributor) == ("Saturday", "Sunday", "Egon")
    take_back(room, "Edda", article)  # the first approval of all
    with pytest.raises(Refused, match="no decision waits"):
        take_back(room, "Edda", article)
    assert examine(room) == []


def test_a_decision_of_somebody_else_is_not_taken_back(room, article):
    write_text(room, "Rhea", article, TEXT.replace("Saturday", "Sunday"))
    accept(room, "Edda", article)
    with pytest.raises(Refused, match="the last decision is Edda's"):
        take_back(room, "Egon", article)
    with pytest.raises(Refused):
        take_back(room, "Rhea", article)


def test_what_moved_on_is_never_approved_unseen(room, article):
    write_text(room, "Egon", article, TEXT.replace("Saturday", "Sunday"))
    (seen,) = changes_of(room, article).changes
    write_text(room, "Egon", article, TEXT.replace("Saturday", "Sundays"))
    with pytest.raises(Refused, match="moved on"):
        accept(room, "Edda", article, keys=[seen.key])
    write_text(room, "Egon", article, TEXT.replace("Saturday", "Sundays") + " More.")
    word, more = changes_of(room, article).changes
    accept(room, "Edda", article, keys=[word.key])
    assert [c.key for c in changes_of(room, article).changes] == [more.key]


def test_a_moved_paragraph_is_decided_as_one(room, article):
    paragraphs = ["The first paragraph of this piece is here.\n\n",
                  "The second paragraph says something else.\n\n", "And the third one ends."]  # fmt: skip
    write_text(room, "Egon", article, "".join(paragraphs))
    accept(room, "Edda", article)
    from db.acts.editing import EditingSession

    session = EditingSession.open(room, "Egon", article)
    clipboard = session.copy("body", 0, len(paragraphs[0]))
    session.splice("body", 0, len(paragraphs[0]), "")
    session.paste("body", len(paragraphs[1]), 0, paragraphs[0], clipboard)
    session.flush()
    gone, came = changes_of(room, article).changes
    assert (gone.move, came.move) == (came.n, gone.n)
    accept(room, "Edda", article, [gone.n])
    assert changes_of(room, article).changes == ()


def test_an_ai_offers_and_a_person_takes_in(room):
    article = str(new_article(room, "Rhea", "Ships").article)
    at = write_text(room, "Rhea", article, TEXT)[0].seq
    edits = [Edit("body", 0, 2, "The admiral"), Edit("body", TEXT.index("dozens"), 6, "forty"),
             Edit("headline", 0, 5, "Fleet")]  # fmt: skip
    keep_answer(room, "Rhea", article, model="Lumen", at=at, edits=edits, said={"task": "shorten"})
    assert body(room, article) == TEXT
    offered = [c for c in changes_of(room, article).changes if c.proposal]
    assert {(c.contributor, c.kind, c.proposal) for c in offered} == {("Lumen", "ai", "Lumen")}
    forty = next(c for c in offered if c.inserted == "forty")
    with pytest.raises(Refused):
        accept(room, "Fay", article, [forty.n])
    accept(room, "Rhea", article, [forty.n])
    assert body(room, article) == TEXT.replace("dozens", "forty")
    assert ("forty", "Lumen") in whose(room, article)
    left = [c for c in changes_of(room, article).changes if c.proposal]
    reject(room, "Rhea", article, [left[0].n])
    (last,) = [c for c in changes_of(room, article).changes if c.proposal]
    with pytest.raises(Refused):  # taking in is not approval: her own draft she cannot approve
        accept(room, "Rhea", article, [1])
    submit(room, "Rhea", article)
    accept(room, "Edda", article)
    assert "Lumen" in {who for _, who in whose(room, article)}
    assert last.inserted in ("Fleet", "The admiral")
    assert examine(room) == []


def test_a_reason_for_rejecting_reaches_who_wrote_it_beside_the_words(room, article):
    write_text(room, "Rhea", article, TEXT.replace("dozens", "hundreds"))
    offered = changes_of(room, article).changes[0]
    assert offered.proposal == "Rhea"
    reject(room, "Edda", article, reason="The ministry says dozens.")
    with room.read() as session:
        (thread,) = comments(session, article)
        (card,) = reading.board_page(session, me="Rhea").rows
    assert (thread.by, thread.mentions, thread.words) == ("Edda", ("Rhea",), "hundreds")
    assert thread.text == "@Rhea The ministry says dozens." and card.called
    write_text(room, "Egon", article, TEXT.replace("week", "month"))
    reject(room, "Edda", article)
    reject_reason = "It was a week."
    write_text(room, "Egon", article, TEXT.replace("week", "year"))
    reject(room, "Edda", article, reason=reject_reason)
    with room.read() as session:
        threads = comments(session, article)
    assert [t.text for t in threads[1:]] == [f"@Egon {reject_reason}"]
    assert examine(room) == [] and verify(room).ok


def test_who_asked_an_ai_stays_who_asked_when_a_rejection_is_taken_back(room, article):
    write_text(room, "Rhea", article, TEXT)
    with room.read() as session:
        at = reading.history(session, article)[-1].seq
    keep_answer(room, "Egon", article, model="Lumen", at=at, said={"task": "shorten"},
                edits=[Edit("body", TEXT.index("dozens"), 6, "forty")])  # fmt: skip
    accept(room, "Edda", article)
    take_back(room, "Edda", article)
    reject(room, "Edda", article)
    take_back(room, "Edda", article)
    (change,) = changes_of(room, article).changes
    assert (change.inserted, change.contributor, change.by) == ("forty", "Lumen", "Egon")
    reject(room, "Edda", article, reason="Who counted?")
    with room.read() as session:
        assert comments(session, article)[-1].mentions == ("Egon",)
    take_back(room, "Edda", article)
    accept(room, "Edda", article)
    sign_off(room, "Edda", article, examined="All", facts="Asked", responsible="Edda", ticked="all")
    with room.read() as session:
        assert not reading.article(session, article).ai_label


def test_who_brought_an_ais_words_in_stays_through_undo_and_moves(room, article):
    write_text(room, "Egon", article, f"{TEXT} Nobody said where they came from.", author="Lumen")
    session = EditingSession.open(room, "Cleo", article)
    start, length = len(TEXT), len(session.text("body")) - len(TEXT)
    session.splice("body", start, length, "")
    session.undo()
    words = session.slice("body", start, length)
    clipboard = session.copy("body", start, length)
    session.splice("body", start, length, "")
    session.paste("body", 0, 0, words, clipboard)
    session.flush()
    (change,) = changes_of(room, article).changes
    assert (change.contributor, change.by) == ("Lumen", "Egon")
    accept(room, "Edda", article)
    with room.read() as reader:
        text = load(reader, article)
        (run,) = disclosure.ai_runs(text, kinds(reader))
        assert run[1].brought_by == acting.person(reader, "Egon").id
        assert disclosure.ai_accepted(reader, article, text, kinds(reader))


def test_a_deletion_put_back_and_taken_out_again_stays_the_ais(room, article):
    write_text(room, "Egon", article, TEXT.replace(" with dozens of ships", ""), author="Lumen")
    reject(room, "Edda", article)
    take_back(room, "Edda", article)
    (change,) = changes_of(room, article).changes
    assert (change.contributor, change.by) == ("Lumen", "Egon")
