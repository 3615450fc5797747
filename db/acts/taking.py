"""Taking a handover file in: a piece for a newsroom of its own, or what was written there coming home.

Every row is checked as any row is; one that is untrue, and the whole file is refused. Rows that are
known are left alone, so a file taken twice changes nothing. Words for a piece that their writer may
no longer change become proposals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.acts.handing_over import came_from
from db.acts.picturing import bring_picture
from db.acts.recording import hash_of, images_of, index_now, record_row, refresh_row, touched
from db.acts.taking_people import People
from db.acts.withholding import note_off_record
from db.acts.writing import make_article
from db.handover import Handover, Opened, Row, unpack
from db.ledger.chain import append, newsroom_id, told
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import UntrueRow, read_row
from db.manuscript.spans import Span
from db.manuscript.store import fork_of, load, with_proposals
from db.models.article import Article, Peer, TextRow
from db.models.contributor import Contributor
from db.models.off_record import OffRecord
from db.newsroom import Newsroom, data_version
from db.refusal import Refused
from db.rules import permissions
from db.rules.pending import offers
from db.terms import Kind


@dataclass(frozen=True)
class Taken:
    """What came in: rows of text, how many of them as proposals, and what was left out, in words."""

    changes: Changes
    rows: int
    proposed: int
    left_out: tuple[str, ...] = ()


def take(newsroom: Newsroom, actor: str, data: bytes) -> Taken:
    """Take a file in. Raises Refused, and then nothing of it was taken."""
    opened = unpack(data)
    with newsroom.write() as session:
        who = person(session, actor)
        piece = session.get(Article, opened.said.article)
        if piece is None:
            return _as_new(session, who, opened)
        _require_same(session, piece, opened)
        allowed(session, who, "propose", piece)
        return _merge(session, who, piece, opened)


def _as_new(session: Session, who: Contributor, opened: Opened) -> Taken:
    """The piece begins here, as a draft, under the id it has at home."""
    said = opened.said
    if said.home[0] == newsroom_id(session):
        raise Refused(
            "bad-input", f"{said.article} was begun in this newsroom, which does not have it",
            "open the newsroom that handed it over",
        )  # fmt: skip
    came = {"newsroom": said.home[0], "name": said.home[1], "for": said.for_whom,
            "file": opened.sha256}  # fmt: skip
    piece, _ = make_article(session, who, language=said.language, handover=came,
                            identity=said.article)  # fmt: skip
    people = People(session, who, said, at_home=False)
    for picture in said.images:
        bring_picture(session, who, piece, picture.data, picture.ai)
    manuscript = load(session, piece.id)
    last = data_version(session) if said.images else piece.text_seq
    for row in said.rows:
        last = _put(session, who, piece, manuscript, row, people, {})
    refresh_row(session, piece, manuscript, last)
    _mark(session, who, piece, said)
    seq = _record(session, who, piece, opened, len(said.rows))
    if hash_of(session, piece, manuscript) != said.text_sha256:
        raise Refused(
            "bad-input", "the text of this handover file is not the one it says",
            "ask whoever made it to send it again",
        )  # fmt: skip
    return Taken(Changes(seq, piece.id, piece.state), len(said.rows), 0)


def _require_same(session: Session, piece: Article, opened: Opened) -> None:
    """The file is about this very piece, and answers one that was handed over. Raises Refused."""
    said, came = opened.said, came_from(session, piece.id)
    here = newsroom_id(session)
    if said.home[0] != (came["newsroom"] if came else here):
        raise Refused(
            "conflict", f"another piece of this newsroom is called {piece.id}",
            "this file belongs to another newsroom",
        )  # fmt: skip
    if came is not None:
        return
    if said.made_in == here:
        raise Refused("conflict", f"this is {piece.id} as it was handed over",
                      "take what comes back of it")  # fmt: skip
    given = [t.payload for t in told(session, piece.id, {"handed-over"})]
    if not any(one["file"] == said.answers and one["for"] == said.for_whom for one in given):
        raise Refused(
            "bad-input", f"{piece.id} was never handed over in the file that this one answers",
            "ask for what was written in the file that this newsroom made",
        )  # fmt: skip
    for touch in told(session, piece.id, {"handover.taken"}):
        other = touch.payload.get("public_key") != opened.public_key
        if touch.payload.get("made_in") == said.made_in and other:
            raise Refused(
                "bad-input", "this file is signed with another key than the last one from there",
                "ask whoever wrote in it",
            )  # fmt: skip


def _merge(session: Session, who: Contributor, piece: Article, opened: Opened) -> Taken:
    said = opened.said
    known = {
        (row.peer, row.start, row.end)
        for row in session.scalars(select(TextRow).where(TextRow.article == piece.id))
    }
    fresh = [row for row in said.rows if (row.peer, row.start, row.end) not in known]
    if not fresh:
        return Taken(Changes(piece.text_seq, piece.id, piece.state), 0, 0)
    at_home = came_from(session, piece.id) is None
    people = People(session, who, said, at_home=at_home)
    writer = people.writer if at_home else who
    late = not all(permissions.writes_as(session, one, piece) == "write" for one in (who, writer))
    manuscript = load(session, piece.id)
    proposals: dict[str, Any] = {}
    if late:
        proposals = {"offered_by": writer.id}
        waiting = [peer for offer in offers(session, piece.id) for peer in offer.peers]
        manuscript = with_proposals(session, fork_of(manuscript), waiting)
    for row in fresh:
        seq = _put(session, who, piece, manuscript, row, people, proposals)
    text = load(session, piece.id) if late else manuscript
    refresh_row(session, piece, text, seq, text_changed=not late)
    _mark(session, who, piece, said)
    left_out = _other_pictures(session, piece, said)
    last = _record(session, who, piece, opened, len(fresh))
    return Taken(
        Changes(last, piece.id, piece.state), len(fresh), len(fresh) if late else 0, left_out
    )


def _put(
    session: Session, who: Contributor, piece: Article, manuscript: Manuscript, row: Row,
    people: People, proposed: dict[str, Any],
) -> int:  # fmt: skip
    """Record one row and take it in. Raises Refused for one that is untrue."""
    payload: dict[str, Any] = {"peer": row.peer, "start": row.start, "end": row.end, **proposed}
    known = manuscript.known.peers
    if row.peer not in known:
        payload["new"] = people.behind(row.peer)
    copies = [list(copy) for copy in row.copies if copy[2] == row.peer or copy[2] in known]
    if copies:
        payload["copies"] = copies
    if session.get(Peer, row.peer) is not None and row.peer not in known:
        raise _untrue("its peer is of another article")
    before = len(manuscript.refused)
    seq = record_row(session, who, piece, payload, row.update, proposed=bool(proposed))
    try:
        read = read_row(seq, who.id, payload, row.update)
    except UntrueRow as why:
        raise _untrue(str(why)) from None
    behind = known.get(row.peer) or read.new
    is_ai = behind is not None and people.kind(behind.contributor) == Kind.AI
    manuscript.take(read, is_ai=is_ai)
    if len(manuscript.refused) > before:
        raise _untrue(manuscript.refused[-1][1])
    return seq


def _untrue(why: str) -> Refused:
    return Refused("bad-input", f"a row of this handover file is untrue: {why}",
                   "ask whoever made it to send it again")  # fmt: skip


def _mark(session: Session, who: Contributor, piece: Article, said: Handover) -> None:
    """What is off the record there is off the record here."""
    rows = session.scalars(select(OffRecord).where(OffRecord.article == piece.id))
    known = {(row.peer, row.counter, row.length, row.off) for row in rows}
    marks = [mark for mark in said.off_record if mark not in known]
    for off in (True, False):
        spans = [Span(peer, counter, length) for peer, counter, length, o in marks if o is off]
        if spans:
            kind = "off-record.marked" if off else "off-record.lifted"
            payload = {"spans": [list(span) for span in spans]}
            seq = append(session, who.id, piece.id, kind, payload)
            note_off_record(session, piece.id, seq, spans, off)
    if marks:  # what nobody may find is in no index
        index_now(session, piece, load(session, piece.id))


def _record(session: Session, who: Contributor, piece: Article, opened: Opened, rows: int) -> int:
    payload = {"file": opened.sha256, "made_in": opened.said.made_in, "rows": rows,
               "made_by": opened.said.made_by, "public_key": opened.public_key}  # fmt: skip
    seq = append(session, who.id, piece.id, "handover.taken", payload)
    touched(session, piece, seq)
    return seq


def _other_pictures(session: Session, piece: Article, said: Handover) -> tuple[str, ...]:
    more = len(said.images) - len(images_of(session, piece.id))
    if more <= 0:
        return ()
    return (
        f"{more} picture{'s'[: more != 1]} added there; add {'it' if more == 1 else 'them'} here",
    )
