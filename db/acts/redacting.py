"""Redacting words of a piece by a court's order: blanked in every row, touch and list.

The rows keep their operations, so that later ones still apply and every other character keeps its
author. Hashes that stood for the text as it was (sign-offs, versions) stay as they are: they are
the proof of what was there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.matters.handling import said
from db.acts.recording import hash_of, index_now, row_of, set_approved, touched
from db.acts.rewriting import Rewritten, blanked, rewrite
from db.ledger.chain import append, told
from db.ledger.refolding import Fold
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load, with_proposals
from db.models.article import Article, Proposal, Snapshot
from db.models.record import SignOff
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.gate import every_hold
from db.rules.pending import approved
from db.rules.place import characters_at, place_in
from db.terms import State

#: Of words that a string holds only in part, so many characters at its edge are told from chance.
_EDGE = 8
#: Fewer characters are told apart by who they are alone.
_SHORTEST = 4


def redact(
    newsroom: Newsroom, actor: str, wanted: str, part: str, start: int, length: int, order: str
) -> Changes:
    """Blank `length` code points of a part, from `start` on, in every stored form of the piece.

    Only of a piece that is spiked or withdrawn and that no matter holds. Raises Refused.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "erase", piece)
        why = said(order, "order")
        _may_be_redacted(session, piece)
        manuscript = load(session, piece.id, cached=False)
        found = place_in(manuscript, part, start, length)
        gone = manuscript.sources_of(characters_at(manuscript, found))
        words = manuscript.document.slice(part, start, length)
        peers = session.scalars(select(Proposal.peer).where(Proposal.article == piece.id)).all()
        whole = with_proposals(session, manuscript, peers)
        changed = _rewritten(session, piece, whole, _Blanks(whole, gone, words))
        place = {"part": part, "start": start, "length": length, "order": why}

        def ordered(names: dict[str, Any]) -> int:
            return append(session, who.id, piece.id, "redacted", {**place, **names})

        seq = rewrite(session, changed, ordered)
        _follow(session, piece, seq)
        return Changes(seq, piece.id, piece.state)


def _may_be_redacted(session: Session, piece: Article) -> None:
    if piece.state not in (State.WITHDRAWN, State.SPIKED):
        raise Refused(
            "states", f"a piece in {piece.state} is not redacted, only one withdrawn or spiked",
            f"take it back first: colophon withdraw {piece.id} --reason R",
        )  # fmt: skip
    held = every_hold(session, piece.id)
    if held:
        raise Refused(
            "append-only", f"{', '.join(held)} holds this piece, and nothing of it is erased",
            f"lift the hold first: colophon escalation hold {held[0]} off",
        )  # fmt: skip


class _Blanks:
    """Which characters go: those written first, every copy of them, and the same words anew."""

    def __init__(self, manuscript: Manuscript, gone: Iterable[Span], words: str) -> None:
        self._text, self.words = manuscript, words
        self._flat = " ".join(words.split())
        self._gone: dict[int, set[int]] = {}
        for span in gone:
            counters = range(span.counter, span.counter + span.length)
            self._gone.setdefault(span.peer, set()).update(counters)

    def of_spans(self, text: str, spans: Iterable[Span]) -> str:
        """A text of which it is known who its characters are."""
        out = []
        at = 0
        for source in (source for span in spans for source in self._text.sources(span)):
            letters = text[at : at + source.length]
            gone = self._gone.get(source.peer)
            if gone is not None:
                letters = "".join(
                    blanked(letter) if n in gone else letter
                    for n, letter in enumerate(letters, source.counter)
                )
            out.append(letters)
            at += source.length
        found = "".join(out) + text[at:]
        # A word or two may rightly stand elsewhere in the text.
        return self.of_words(found) if len(self.words) >= _EDGE else found

    def of_row(self, peer: int, counter: int, text: str) -> str:
        """The text of one insertion."""
        return self.of_spans(text, [Span(peer, counter, len(text))])

    def of_words(self, text: str) -> str:
        """A text of which only the words are known: where it holds them, or begins or ends in
        them, or is a part of them."""
        if len(self._flat) < _SHORTEST:
            return text
        for words in {self.words, self._flat}:
            text = text.replace(words, blanked(words))
            if len(text) >= _EDGE and " " in text.strip() and text in words:
                return blanked(text)
            text = _edges(text, words)
        return text

    def of_json(self, value: Any) -> Any:
        """Every string of a JSON value."""
        if isinstance(value, str):
            return self.of_words(value)
        if isinstance(value, list):
            return [self.of_json(each) for each in value]
        if isinstance(value, dict):
            return {key: self.of_json(each) for key, each in value.items()}
        return value


def _edges(text: str, words: str) -> str:
    """The text without the longest end that the words begin with, and the longest beginning that
    they end with; whole texts and all of the words are another's to find."""
    most = min(len(text), len(words)) - 1
    if most < _EDGE:
        return text
    at = text.find(words[:_EDGE], len(text) - most)
    while at >= 0:
        if words.startswith(text[at:]):
            text = text[:at] + blanked(text[at:])
            break
        at = text.find(words[:_EDGE], at + 1)
    end = text.rfind(words[-_EDGE:], 0, most) + _EDGE
    while end >= _EDGE:
        if words.endswith(text[:end]):
            return blanked(text[:end]) + text[end:]
        end = text.rfind(words[-_EDGE:], 0, end - 1) + _EDGE
    return text


def _rewritten(session: Session, piece: Article, whole: Manuscript, blanks: _Blanks) -> Rewritten:
    """What every touch of the piece says, and every row of its text, without the words."""
    changed = Rewritten()
    gone: dict[int, list[int]] = {}

    def change(peer: int, counter: int, text: str) -> str:
        found = blanks.of_row(peer, counter, text)
        if found != text:
            pairs = enumerate(zip(text, found, strict=True), counter)
            gone.setdefault(peer, []).extend(n for n, (old, new) in pairs if old != new)
        return found

    fresh = whole.document.rewritten(change)
    for counters in gone.values():
        counters.sort()
    for seq, peer, start, end in whole.rows:
        counters = gone.get(peer, [])
        if bisect_left(counters, start) < bisect_left(counters, end):
            changed.updates[seq] = fresh.row(peer, start, end)
    rows = {row[0] for row in whole.rows}
    for touch in told(session, piece.id):
        if touch.update is not None and touch.seq not in rows:
            changed.updates |= _untrue(touch.seq, touch.update, blanks)
        if touch.kind not in _SAYS_NO_WORDS and not touch.payload.get("erased"):
            said_ = _payload(session, piece, touch.kind, touch.seq, touch.payload, blanks)
            if said_ != touch.payload:
                changed.payloads[touch.seq] = said_
    return changed


#: Touches that name peers, numbers and hashes only.
_SAYS_NO_WORDS = frozenset({"redacted", "erased", "agreed", "details", "off-record.marked"})


def _untrue(seq: int, row: bytes, blanks: _Blanks) -> dict[int, bytes]:
    """A row that every reader leaves out is emptied if the words stand in it."""
    return {seq: b""} if blanks.words.encode() in row else {}


def _payload(
    session: Session, piece: Article, kind: str, seq: int, payload: dict[str, Any], blanks: _Blanks
) -> dict[str, Any]:
    said_ = dict(payload)
    if kind in ("accepted", "taken-back"):
        # Told by who the characters are, as `approved` is.
        edits = [
            [part, old, removed, blanks.of_spans(text, [Span(*s) for s in spans]), spans]
            for part, old, removed, text, spans in payload["edits"]
        ]
        was = [[blanks.of_spans(text, [Span(*s) for s in spans]), spans]
               for text, spans in payload.get("was", ())]  # fmt: skip
        return {**said_, "edits": edits, **({"was": was} if "was" in payload else {})}
    if kind == "moved.publish":
        past = load(session, piece.id, seq)
        parts = {part: blanks.of_spans(text, past.spans(part))
                 for part, text in payload["finished"]["parts"].items()}  # fmt: skip
        said_["finished"] = {**payload["finished"], "parts": parts}
    kept = {k: v for k, v in said_.items() if k in ("signature", "public_key", "text_sha256")}
    return {**blanks.of_json(said_), **kept}


def _follow(session: Session, piece: Article, seq: int) -> None:
    """Let lists, caches and the index follow from the rewritten rows."""
    session.execute(delete(Snapshot).where(Snapshot.article == piece.id))
    session.expire_all()
    manuscript = load(session, piece.id, cached=False)
    fold = Fold(session)
    rows = fold.run_article(piece.id)
    known = {row["part"]: row for row in rows["approved"]}
    stands = approved(session, piece.id)
    set_approved(
        session, piece.id,
        {part: (known[part]["text"], stands[part][1]) for part in stands if part in known},
    )  # fmt: skip
    for row in rows["sign_off"]:
        session.execute(
            update(SignOff).where(SignOff.seq == row["seq"]).values(
                examined=row["examined"], facts=row["facts"], why_not=row["why_not"]
            )
        )  # fmt: skip
    values = {**row_of(session, manuscript), "text_seq": seq,
              "text_sha256": hash_of(session, piece, manuscript)}  # fmt: skip
    for name, value in values.items():
        setattr(piece, name, value)
    session.flush()
    touched(session, piece, seq)
    index_now(session, piece, manuscript)
