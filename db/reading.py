"""What screens and commands ask for: frozen answers, read in one session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting
from db.board import board_page, counts
from db.cards import Card, Page
from db.ledger.chain import told
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.models.article import Article, Writer
from db.models.contributor import Contributor
from db.models.newsroom import IssuedText, Setting
from db.models.record import ArticleImage, Font, Image, SignOff, Version
from db.refusal import Refused
from db.review import Change, Changes, changes
from db.rules import gate, statements
from db.rules.gate import Check
from db.rules.statements import Statement
from db.terms import is_part

__all__ = [
    "ArticleView", "Card", "Change", "Changes", "Check", "Issue", "Page", "Person", "Run",
    "SignOffView", "Touch", "article", "board_page", "changes", "checks", "contributor",
    "contributors", "counts", "fonts", "history", "image_data", "issues", "label_in_force", "manuscript",
    "note_in_force", "settings", "statements_in", "statements_of", "text_at", "version_note", "who", "who_shares",
]  # fmt: skip


@dataclass(frozen=True)
class SignOffView:
    """A sign-off; `valid` while it is for exactly the text as it stands."""

    seq: int
    by: str
    at: str
    text_sha256: str
    responsible: str
    examined: str
    facts: str
    meets_exception: bool
    why_not: tuple[str, ...]
    needs_agree: bool
    valid: bool


@dataclass(frozen=True)
class ImageView:
    """A picture of an article: `ai` is None until somebody says."""

    n: int
    sha256: str
    alt: str
    caption: str
    credit: str
    ai: bool | None


@dataclass(frozen=True)
class ArticleView:
    """An article as `show` tells it."""

    id: str
    headline: str
    dateline: str
    date_line: str
    language: str
    state: str
    version: int
    text_sha256: str
    words: int
    signed_off: bool
    sign_off: SignOffView | None
    ai_label: bool
    shares: dict[str, float]
    holds: tuple[str, ...]
    desk: str | None
    assigned_to: str | None
    due: str | None
    translation_of: str | None
    images: tuple[ImageView, ...]
    writers: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """`length` code points from `start` on, by one contributor (a name) and origin."""

    start: int
    length: int
    contributor: str
    kind: str
    origin: str
    source: str | None = None
    peer: int = 0


@dataclass(frozen=True)
class Touch:
    """One entry of the record; `by` is a contributor's name."""

    seq: int
    id: str
    at: str
    by: str
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Person:
    """A contributor; `answers_to` is a name. `email` is for the CEO and themselves only."""

    id: str
    name: str
    kind: str
    active: bool
    byline: str | None
    provider: str | None
    model: str | None
    model_version: str | None
    answers_to: str | None
    public_key: str | None
    email: str | None


@dataclass(frozen=True)
class Issue:
    """One issue of the note or label."""

    issue: int
    language: str
    text: str
    sha256: str
    from_time: str


def _names(session: Session) -> dict[str, Contributor]:
    return {c.id: c for c in session.scalars(select(Contributor))}


def manuscript(session: Session, wanted: str, at: int | None = None) -> Manuscript:
    """An article's text with its authors, as it stands or after touch `at`."""
    return load(session, acting.article(session, wanted).id, at)


def article(session: Session, wanted: str) -> ArticleView:
    """One article. Raises Refused `not-found`."""
    piece = acting.article(session, wanted)
    text = load(session, piece.id)
    asked = gate.ask(session, piece, text)
    people = asked.contributors
    writers = session.scalars(select(Writer.contributor).where(Writer.article == piece.id))
    images = tuple(
        ImageView(i.n, i.sha256, text.text(f"alt:{i.n}"), text.text(f"caption:{i.n}"),
                  text.text(f"credit:{i.n}"), i.ai)
        for i in asked.images
    )  # fmt: skip
    label = _published_label(session, piece) if piece.state == "published" else None
    return ArticleView(
        piece.id, piece.headline, piece.dateline, piece.date_line, piece.language, piece.state,
        piece.version, piece.text_sha256, piece.words, piece.state == "published" or asked.signed,
        sign_off_view(asked.sign_off, people, piece), gate.needs_label(asked) if label is None
        else label, dict(piece.shares), tuple(gate.holds(session, piece.id)), piece.desk,
        people[piece.assigned_to].name if piece.assigned_to in people else None, piece.due,
        piece.translation_of, images, tuple(sorted(people[w].name for w in writers)),
    )  # fmt: skip


def _published_label(session: Session, piece: Article) -> bool:
    return session.get_one(Version, (piece.id, piece.version)).label_issue is not None


def sign_off_view(
    signed: SignOff | None, people: dict[str, Contributor], piece: Article
) -> SignOffView | None:
    """A sign-off as readers get it."""
    if signed is None:
        return None
    return SignOffView(
        signed.seq, people[signed.signer].name, signed.at, signed.text_sha256,
        people[signed.responsible].name, signed.examined, signed.facts, signed.meets_exception,
        tuple(signed.why_not), signed.needs_agree, gate.is_valid(signed, piece),
    )  # fmt: skip


def text_at(session: Session, wanted: str, part: str = "body", at: int | None = None) -> str:
    """The text of a part as it stands, or as it was after touch `at`."""
    text = manuscript(session, wanted, at)
    return text.text(_part(text, part, latest=session, wanted=wanted))


def _part(text: Manuscript, part: str, latest: Session, wanted: str) -> str:
    if not is_part(part, text.known.images):
        # A picture that came later was not there yet: its words were empty.
        now = manuscript(latest, wanted)
        if not is_part(part, now.known.images):
            raise Refused(
                "bad-input", f"{part!r} is no part of this article",
                "parts are " + ", ".join(now.parts()),
            )  # fmt: skip
    return part


def who(session: Session, wanted: str, part: str = "body", at: int | None = None) -> list[Run]:
    """Who wrote each character of a part: runs that cover it exactly, in order."""
    text = manuscript(session, wanted, at)
    people = _names(session)
    out: list[Run] = []
    start = 0
    for run in text.authors(_part(text, part, session, wanted)):
        author = people[run.contributor]
        out.append(
            Run(start, run.length, author.name, author.kind, run.origin, run.source,
                run.spans[0].peer)
        )  # fmt: skip
        start += run.length
    return _joined(out)


def _joined(runs: list[Run]) -> list[Run]:
    """Runs as long as they can be for who tells only author, origin and source."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        same = last is not None and (last.contributor, last.origin, last.source) == (
            run.contributor, run.origin, run.source,
        )  # fmt: skip
        if last is not None and same:
            out[-1] = Run(last.start, last.length + run.length, last.contributor, last.kind,
                          last.origin, last.source, last.peer)  # fmt: skip
        else:
            out.append(run)
    return out


def who_shares(runs: Sequence[Run]) -> dict[str, float]:
    """Each kind's share of the characters."""
    counted: dict[str, int] = {}
    for run in runs:
        counted[run.kind] = counted.get(run.kind, 0) + run.length
    whole = sum(counted.values())
    return {kind: round(n / whole, 6) for kind, n in sorted(counted.items())} if whole else {}


def contributor_kind(session: Session, identity: str) -> str:
    """A contributor's kind, by id."""
    return str(session.get_one(Contributor, identity).kind)


def history(session: Session, wanted: str) -> list[Touch]:
    """All touches of an article, in order."""
    piece = acting.article(session, wanted)
    people = _names(session)
    return [
        Touch(t.seq, t.id, t.at, people[t.contributor].name, t.kind, t.payload)
        for t in told(session, piece.id)
    ]


def checks(session: Session, wanted: str) -> list[Check]:
    """Every check of the publishing gate."""
    piece = acting.article(session, wanted)
    return gate.checks(gate.ask(session, piece, load(session, piece.id)))


def statements_in(text: str) -> list[Statement]:
    """The checkable statements of any text."""
    return statements.find(text)


def statements_of(session: Session, wanted: str) -> list[Statement]:
    """The checkable statements of an article's text, as a sign-off numbers them."""
    return statements.find(manuscript(session, wanted).text("body"))


def contributors(session: Session) -> list[Person]:
    """The register; sample contributors that were removed are left out."""
    people = _names(session)
    rows = sorted(people.values(), key=lambda c: c.seq)
    return [_person(c, people, private=False) for c in rows if c.active or not c.sample]


def contributor(session: Session, wanted: str, asking: str | None = None) -> Person:
    """One contributor; private data only for the CEO and the contributor."""
    found = acting.contributor(session, wanted)
    people = _names(session)
    reader = acting.contributor(session, asking) if asking else None
    private = reader is not None and (reader.id == found.id or reader.kind == "ceo")
    return _person(found, people, private)


def _person(c: Contributor, people: dict[str, Contributor], private: bool) -> Person:
    answers = people.get(c.answers_to or "")
    return Person(
        c.id, c.name, c.kind, c.active, c.byline, c.provider, c.model, c.model_version,
        answers.name if answers else None, c.public_key, c.email if private else None,
    )  # fmt: skip


def settings(session: Session) -> dict[str, Any]:
    """The newsroom's settings, and whether the sample is in it (`sample`)."""
    found = {row.key: row.value for row in session.scalars(select(Setting).order_by(Setting.key))}
    sample = session.scalar(select(Article.id).where(Article.sample).limit(1))
    return {"byline": "empty", "desks": [], **found, "sample": sample is not None}


def note_in_force(session: Session, language: str) -> Issue | None:
    """The reader note in force in a language, or in the newsroom's own."""
    return _issue(gate.in_force(session, "note", language))


def label_in_force(session: Session, language: str) -> Issue | None:
    """The AI label's words in force in a language, or in the newsroom's own."""
    return _issue(gate.in_force(session, "label", language))


def issues(session: Session, what: str) -> list[Issue]:
    """All issues of the `note` or the `label`, oldest first."""
    rows = session.scalars(
        select(IssuedText).where(IssuedText.what == what).order_by(IssuedText.issue)
    )
    return [found for found in map(_issue, rows) if found is not None]


def _issue(row: IssuedText | None) -> Issue | None:
    if row is None:
        return None
    return Issue(row.issue, row.language, row.text, row.sha256, row.from_time)


def image_data(session: Session, wanted: str, n: int) -> bytes | None:
    """The bytes of an article's n-th picture; None while it is on its way to this computer."""
    piece = acting.article(session, wanted)
    found = session.get(ArticleImage, (piece.id, n))
    if found is None:
        raise Refused("not-found", f"{piece.id} has no image {n}", "see: colophon show")
    return session.scalar(select(Image.bytes).where(Image.sha256 == found.sha256))


def version_note(session: Session, article: str, number: int) -> int | None:
    """The issue of the reader note that a version carries."""
    found = session.get(Version, (article, number))
    return found.note_issue if found is not None else None


def fonts(session: Session) -> list[tuple[str, str]]:
    """The fonts the newsroom added: name and SHA-256."""
    rows = session.execute(select(Font.name, Font.sha256).order_by(Font.seq))
    return [(row.name, row.sha256) for row in rows]
