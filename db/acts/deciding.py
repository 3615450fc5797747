"""Accepting and rejecting changes; each decision is a touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.commenting import tell_why
from db.acts.offering import instead_of, mark, may_take_in, set_aside_in, take_in_in, with_offer
from db.acts.picturing import turn_down
from db.acts.recording import record_text, refresh_row, set_approved
from db.ledger.chain import append
from db.manuscript import changes as changing
from db.manuscript import spans as spanning
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.store import load
from db.manuscript.undoing import Step, kept
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.record import Acceptance
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import pictures
from db.rules.pending import approved, undecided
from db.terms import IMAGE_PARTS, Origin


@dataclass(frozen=True)
class _Asked:
    """Who decides what: the chosen changes, and all that wait."""

    who: Contributor
    piece: Article
    manuscript: Manuscript
    chosen: list[Change]
    found: list[Change]

    def whole(self, peers: tuple[int, ...]) -> bool:
        """Whether every change of an offer was chosen."""
        return all(change in self.chosen for change in self.found if change.peers == peers)

    @property
    def offers(self) -> dict[tuple[int, ...], list[Change]]:
        """The chosen changes that are offered, by offer."""
        out: dict[tuple[int, ...], list[Change]] = {}
        for change in self.chosen:
            if change.peers:
                out.setdefault(change.peers, []).append(change)
        return out


def accept(
    newsroom: Newsroom, actor: str, wanted: str, numbers: Sequence[int] | None = None, *,
    at: int | None = None, keys: Sequence[str] = (),
) -> Changes:  # fmt: skip
    """Accept changes by number or key (none named: all).

    With `at`, a text or proposal newer than that touch is a `conflict`; so is a key that moved on.
    Whoever may write takes an AI's proposals into a draft the same way; that approves nothing.
    """
    seq: int | None
    with newsroom.write() as session:
        asked = _asked(session, actor, wanted, numbers, keys, at, "accept")
        if may_take_in(session, asked.who, asked.piece, asked.chosen):
            seq = take_in_in(session, asked.who, asked.piece, asked.offers)
        else:
            seq = _accept(session, asked)
        return Changes(seq or asked.piece.text_seq, asked.piece.id, asked.piece.state)


def _accept(session: Session, asked: _Asked) -> int | None:
    who, piece, manuscript = asked.who, asked.piece, asked.manuscript
    plain = [change for change in asked.chosen if not change.peers]
    instead_of(session, piece.id, [peer for offer in asked.offers for peer in offer])
    seq = _take(session, who, piece, manuscript, plain, ()) if plain else None
    for peers, chosen in asked.offers.items():
        fork = with_offer(session, manuscript, peers)
        now = changing.changes(fork, approved(session, piece.id))
        own = _of_offer(asked, fork, now, chosen)
        seq = _take(session, who, piece, fork, own, peers)
        mark(session, peers, "accepted")
        manuscript = load(session, piece.id)
    if seq is not None:
        refresh_row(session, piece, manuscript, seq, text_changed=bool(asked.offers))
    return seq


def _of_offer(
    asked: _Asked, fork: Manuscript, now: list[Change], chosen: list[Change]
) -> list[Change]:
    """Which changes of the text with an offer in it are those chosen of that offer."""
    if not asked.whole(chosen[0].peers):
        return changing.same_as(fork, now, chosen)
    # All that the offer changes: copies of words that stand elsewhere, too, may be told anew.
    others = [c for c in asked.found if not c.peers and c not in asked.chosen]
    keys = {change.key for change in others}
    words = {(c.part, c.inserted, c.deleted) for c in others}
    return [
        c for c in now
        if c.key not in keys
        and ((c.part, c.inserted, c.deleted) not in words or changing.same_as(fork, [c], chosen))
    ]  # fmt: skip


def _take(
    session: Session, who: Contributor, piece: Article, manuscript: Manuscript,
    chosen: list[Change], peers: Sequence[int],
) -> int:  # fmt: skip
    known = approved(session, piece.id)
    edits = changing.edits_of(chosen)
    was = changing.apply(known, edits)
    payload: dict[str, Any] = {
        "edits": [list(edit) for edit in edits], "proposals": list(peers),
        "was": [[text, [list(span) for span in spans]] for text, spans in was],
    }  # fmt: skip
    aside = instead_of(session, piece.id, peers) if peers else []
    if aside:
        payload["aside"] = aside
    seq = append(session, who.id, piece.id, "accepted", payload)
    mark(session, aside, "set-aside")
    set_approved(session, piece.id, {edit[0]: known[edit[0]] for edit in edits})
    for source in changing.accepted_by_source(manuscript, edits):
        session.execute(
            insert(Acceptance).values(
                article=piece.id, peer=source.peer, counter=source.counter, length=source.length,
                contributor=who.id, seq=seq,
            )
        )  # fmt: skip
    piece.decided_seq = seq
    return seq


def reject(
    newsroom: Newsroom, actor: str, wanted: str, numbers: Sequence[int] | None = None, *,
    reason: str | None = None, at: int | None = None, keys: Sequence[str] = (),
) -> Changes:  # fmt: skip
    """Put back the former words with their former authors; what is offered stays out.

    A reason is sent to the writers: it begins a thread on the words that calls them.
    """
    with newsroom.write() as session:
        asked = _asked(session, actor, wanted, numbers, keys, at, "reject")
        who, piece = asked.who, asked.piece
        if may_take_in(session, who, piece, asked.chosen):
            last = set_aside_in(session, who, piece, asked.offers)
            return Changes(last, piece.id, piece.state)
        manuscript, plain = _all_in(session, asked)
        pen = Pen(manuscript, who.id, who.id, Origin.RESTORED)
        shown = [change for change in plain if pictures.number_of(change.part)]
        words = [change for change in plain if change not in shown]
        steps = _put_back(pen, words, approved(session, piece.id))
        seq = record_text(session, who, piece, pen)
        taken, away = turn_down(session, who, piece, manuscript, shown)
        seq = taken or seq
        peers = [peer for offer in asked.offers if asked.whole(offer) for peer in offer]
        payload = {
            "reason": reason, "proposals": peers, "restored": seq is not None, "steps": steps,
            "words": [[c.part, c.deleted, c.inserted] for c in asked.chosen],
        }  # fmt: skip
        if away:
            payload["pictures"] = away
        last = append(session, who.id, piece.id, "rejected", payload)
        mark(session, peers, "rejected")
        if seq is not None:
            piece.decided_seq = last
            refresh_row(session, piece, manuscript, seq)
        refresh_row(session, piece, manuscript, last, text_changed=False)
        if reason is not None and reason.strip():
            tell_why(session, who, piece, _about(asked), _writers(asked), reason)
        return Changes(last, piece.id, piece.state)


def _about(asked: _Asked) -> dict[str, Any]:
    """The words that a rejection is about, as a comment's thread names them: the first change's
    that still have a place. A picture that went has none: the thread stands over the text."""
    gone = [c for c in asked.chosen if pictures.number_of(c.part)]
    lost = {part for c in gone for part in _with_words(c)}
    first = next((c for c in asked.chosen if c.part not in lost), None)
    if first is None:
        words = pictures.words_for(pictures.number_of(gone[0].part), gone[0].inserted)
        mark_ = asked.manuscript.document.mark("body", 0)
        return {"part": "body", "spans": [], "mark": mark_, "words": words}
    at = first.old if first.peers else first.start
    mark_ = asked.manuscript.document.mark(
        first.part, min(at, asked.manuscript.document.length(first.part))
    )
    return {
        "part": first.part, "spans": [list(span) for span in first.spans or first.gone],
        "mark": mark_, "words": first.inserted or first.deleted,
    }  # fmt: skip


def _writers(asked: _Asked) -> list[str]:
    """Who wrote what is rejected; of an AI's words, who brought them in."""
    return list({who for c in asked.chosen for who in (c.contributor, c.brought_by) if who})


def _with_words(change: Change) -> list[str]:
    """The parts that go when the change of a picture is rejected: its own, and its words'."""
    n = pictures.number_of(change.part)
    if not n:
        return []
    return [change.part, *(f"{what}:{n}" for what in IMAGE_PARTS if pictures.is_new(change))]


def _all_in(session: Session, asked: _Asked) -> tuple[Manuscript, list[Change]]:
    """The text with every offer of which only some is rejected, and the changes to undo in it."""
    plain = [change for change in asked.chosen if not change.peers]
    torn = {peers: c for peers, c in asked.offers.items() if not asked.whole(peers)}
    if not torn:
        return asked.manuscript, plain
    take_in_in(session, asked.who, asked.piece, torn)
    manuscript = load(session, asked.piece.id)
    found = changing.changes(manuscript, approved(session, asked.piece.id))
    keys = {change.key for change in plain}
    chosen = [change for change in found if change.key in keys]
    chosen += [change for change in plain if pictures.number_of(change.part)]
    for wanted in torn.values():
        chosen += changing.same_as(manuscript, found, wanted)
    return manuscript, list(dict.fromkeys(chosen))


def _put_back(pen: Pen, plain: list[Change], known: changing.Approved) -> list[list[Any]]:
    """Undo changes in the text, last place first; the steps, so that this can be taken back."""
    steps = []
    for change in sorted(plain, key=lambda c: (c.part, c.start, c.old), reverse=True):
        _, spans = known.get(change.part, ("", []))
        former = spanning.cut(spans, change.old, len(change.deleted))
        gone, put = pen.splice(change.part, change.start, change.length, change.deleted, former)
        mark_ = pen.manuscript.document.mark(change.part, change.start)
        done = Step(change.part, mark_, change.inserted, gone, [put] if put.length else [])
        steps.append(kept(done))
    return steps


def _asked(
    session: Session, actor: str, wanted: str, numbers: Sequence[int] | None, keys: Sequence[str],
    at: int | None, act: str,
) -> _Asked:  # fmt: skip
    who = person(session, actor)
    piece = article(session, wanted)
    manuscript = load(session, piece.id)
    found = undecided(session, piece, manuscript)
    newest = max([piece.text_seq, *(change.seq for change in found)])
    if at is not None and newest > at:
        raise Refused(
            "conflict", f"the text has moved since touch {at}: touch {newest} came after",
            f"look again: colophon changes {piece.id}",
        )  # fmt: skip
    chosen = _chosen(piece, found, numbers, keys)
    if act == "reject":
        lost = {part for change in chosen for part in _with_words(change)}
        chosen += [c for c in found if c.part in lost and c not in chosen]
    if not may_take_in(session, who, piece, chosen):
        allowed(session, who, "decide", piece)
    if not chosen:
        raise Refused("bad-input", f"there is no change to {act}", "see: colophon changes")
    return _Asked(who, piece, manuscript, chosen, found)


def _chosen(
    piece: Article, found: list[Change], numbers: Sequence[int] | None, keys: Sequence[str]
) -> list[Change]:
    """The changes named, with the other half of each move; all where none is named."""
    if keys:
        by_key = {change.key: change for change in found}
        moved = sum(key not in by_key for key in keys)
        if moved:
            raise Refused(
                "conflict", f"{moved} change{'s'[: moved != 1]} moved on since you looked",
                "look again, then decide; nothing was decided",
            )  # fmt: skip
        chosen = [by_key[key] for key in keys]
    elif numbers:
        known = {change.n: change for change in found}
        missing = [n for n in numbers if n not in known]
        if missing:
            raise Refused(
                "not-found", f"there is no change {missing[0]}",
                f"see: colophon changes {piece.id}",
            )  # fmt: skip
        chosen = [known[n] for n in numbers]
    else:
        chosen = found
    halves = [found[change.move - 1] for change in chosen if change.move]
    return list(dict.fromkeys([*chosen, *halves]))
