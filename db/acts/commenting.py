"""Comments on words of an article: in every state, by every active person who can see it.

They change no text, void no sign-off and decide nothing. What is said is kept in the touch alone,
so that it can be erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.words import clean
from db.ledger.chain import append
from db.manuscript.anchors import Place, Places
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load
from db.models.article import Article
from db.models.comment import Comment, Mention
from db.models.contributor import Contributor
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.mentions import mentioned
from db.rules.place import characters_at, place_in
from db.terms import Kind

#: Characters one comment may have.
LONGEST = 10_000


def comment(
    newsroom: Newsroom, actor: str, wanted: str, part: str, start: int, length: int, text: str
) -> tuple[Changes, int]:
    """Begin a thread about `length` code points of a part, from `start` on; and its number.

    Raises Refused `bad-input` for a place where no words are.
    """
    with newsroom.write() as session:
        who, piece, manuscript = _begin(session, actor, wanted)
        place = place_in(manuscript, part, start, length)
        about = _about(manuscript, place, characters_at(manuscript, place))
        return _add(session, who, piece, about, text)


def comment_on(
    newsroom: Newsroom, actor: str, wanted: str, part: str, spans: Sequence[Span], text: str
) -> tuple[Changes, int]:
    """The same about words named by who their characters are, wherever they stand by now."""
    with newsroom.write() as session:
        who, piece, manuscript = _begin(session, actor, wanted)
        place = Places(manuscript).find(part, spans, 0)
        if place is None:
            raise Refused(
                "conflict", "these words are not in the text", "choose words that stand there"
            )
        return _add(session, who, piece, _about(manuscript, place, spans), text)


def reply(newsroom: Newsroom, actor: str, wanted: str, n: int, text: str) -> Changes:
    """Answer in thread `n`; a resolved one is open again. Raises Refused `not-found`."""
    with newsroom.write() as session:
        who, piece = _who(session, actor, wanted)
        thread = _thread(session, piece, n)
        said = {"n": n, **_said(session, text)}
        seq = append(session, who.id, piece.id, "comment.replied", said)
        _keep(session, piece, seq, n, said["mentions"], reply=True)
        _resolve(session, thread, None)
        return Changes(seq, piece.id, piece.state)


def resolve(newsroom: Newsroom, actor: str, wanted: str, n: int) -> Changes:
    """Say that thread `n` is dealt with; it stays in the record. Raises Refused."""
    with newsroom.write() as session:
        who, piece = _who(session, actor, wanted)
        thread = _thread(session, piece, n)
        if thread.resolved is not None:
            raise Refused("conflict", f"comment {n} is resolved already", "a reply opens it again")
        seq = append(session, who.id, piece.id, "comment.resolved", {"n": n})
        _resolve(session, thread, seq)
        return Changes(seq, piece.id, piece.state)


def _who(session: Session, actor: str, wanted: str) -> tuple[Contributor, Article]:
    who = person(session, actor)
    piece = article(session, wanted)
    allowed(session, who, "comment", piece)
    return who, piece


def _begin(session: Session, actor: str, wanted: str) -> tuple[Contributor, Article, Manuscript]:
    who, piece = _who(session, actor, wanted)
    return who, piece, load(session, piece.id)


def _about(manuscript: Manuscript, place: Place, spans: Sequence[Span]) -> dict[str, Any]:
    document = manuscript.document
    return {
        "part": place.part, "spans": [list(span) for span in spans],
        "mark": document.mark(place.part, place.start),
        "words": document.slice(place.part, place.start, place.length),
    }  # fmt: skip


def tell_why(
    session: Session, who: Contributor, piece: Article, about: dict[str, Any],
    writers: Sequence[str], reason: str,
) -> int:  # fmt: skip
    """Begin a thread that says why words were rejected and calls their writers (ids); its touch."""
    names = session.scalars(
        select(Contributor.name).where(
            Contributor.id.in_(writers), Contributor.id != who.id, Contributor.active,
            Contributor.kind != Kind.AI,
        ).order_by(Contributor.name)
    )  # fmt: skip
    called = " ".join(f"@{name}" for name in names)
    return _add(session, who, piece, about, f"{called} {reason}".strip())[0].seq


def _add(
    session: Session, who: Contributor, piece: Article, about: dict[str, Any], text: str
) -> tuple[Changes, int]:
    count = select(func.count()).select_from(Comment)
    known = session.scalar(count.where(Comment.article == piece.id, Comment.reply.is_(False)))
    n = (known or 0) + 1
    said = _said(session, text)
    seq = append(session, who.id, piece.id, "comment.added", {**about, **said})
    _keep(session, piece, seq, n, said["mentions"], reply=False)
    return Changes(seq, piece.id, piece.state), n


def _said(session: Session, text: str) -> dict[str, Any]:
    """What is said, and who is called by name in it."""
    words = clean(text, "comment").strip()
    if not words:
        raise Refused("bad-input", "the comment has no words", "say something, or leave it")
    if len(words) > LONGEST:
        raise Refused(
            "bad-input", f"the comment is longer than {LONGEST:,} characters", "make it shorter"
        )
    people = session.execute(
        select(Contributor.name, Contributor.id).where(
            Contributor.active, Contributor.kind != Kind.AI
        )
    )
    known = {row.name: row.id for row in people}
    return {"text": words, "mentions": [known[name] for name in mentioned(words, known)]}


def _thread(session: Session, piece: Article, n: int) -> Comment:
    found = session.scalar(
        select(Comment).where(Comment.article == piece.id, Comment.n == n, Comment.reply.is_(False))
    )
    if found is None:
        raise Refused(
            "not-found", f"{piece.id} has no comment {n}", f"see: colophon comments {piece.id}"
        )
    return found


def _keep(
    session: Session, piece: Article, seq: int, n: int, called: Sequence[str], *, reply: bool
) -> None:
    session.execute(
        insert(Comment).values(seq=seq, article=piece.id, n=n, reply=reply, resolved=None)
    )
    for contributor in called:
        session.execute(
            insert(Mention).values(seq=seq, contributor=contributor, article=piece.id, n=n)
        )


def _resolve(session: Session, thread: Comment, seq: int | None) -> None:
    session.execute(update(Comment).where(Comment.seq == thread.seq).values(resolved=seq))
