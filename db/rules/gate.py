"""The publishing gate: every check, whether it is met, and how to meet it. There is no override."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import Told, told
from db.manuscript.manuscript import Manuscript
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.matter import Hold
from db.models.newsroom import IssuedText
from db.models.record import Agreement, ArticleImage, SignOff
from db.newsroom import setting
from db.rules import disclosure, glyphs
from db.rules.four_eyes import entries_of, own_words, people
from db.rules.off_record import secret
from db.rules.pending import undecided
from db.terms import Kind, State

#: Touches that change the text a sign-off is bound to.
OF_TEXT = {"text", "accepted", "taken-in", "source.named", "image.added", "image.removed", "image.flagged",
           "details"}  # fmt: skip
#: What a piece brings along that no reader of it sees: the rule that an unmet check breaks.
RULE_OF = {"agree": "four-eyes", "two-people": "four-eyes", "reader-note": "reader-note",
           "ai-label": "reader-note"}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One check; `detail` says what was found, `fix` how to meet it."""

    check: str
    met: bool
    detail: str
    fix: str = ""

    @property
    def rule(self) -> str:
        """The rule that an unmet check breaks."""
        return RULE_OF.get(self.check, "gate")


@dataclass
class Asked:
    """What the checks look at, read once."""

    session: Session
    piece: Article
    manuscript: Manuscript
    images: Sequence[ArticleImage]
    contributors: dict[str, Contributor]
    sign_off: SignOff | None = None
    kinds: dict[str, str] = field(default_factory=dict)

    def name(self, identity: str) -> str:
        """A contributor's name."""
        found = self.contributors.get(identity)
        return found.name if found else identity

    @property
    def signed(self) -> bool:
        """Whether the newest sign-off is for exactly this text."""
        s = self.sign_off
        return s is not None and is_valid(s, self.piece)


def ask(session: Session, piece: Article, manuscript: Manuscript) -> Asked:
    """Read what the checks look at."""
    contributors = {c.id: c for c in session.scalars(select(Contributor))}
    images = session.scalars(
        select(ArticleImage).where(ArticleImage.article == piece.id).order_by(ArticleImage.n)
    )
    return Asked(
        session, piece, manuscript, list(images), contributors, last_sign_off(session, piece.id),
        {c.id: c.kind for c in contributors.values()},
    )  # fmt: skip


def last_sign_off(session: Session, article: str) -> SignOff | None:
    """The newest sign-off of a piece, valid or not."""
    return session.scalar(
        select(SignOff).where(SignOff.article == article).order_by(SignOff.seq.desc()).limit(1)
    )


def is_valid(signed: SignOff, piece: Article) -> bool:
    """Whether a sign-off still stands: same text, no touch of it and no decision since."""
    return (
        signed.text_sha256 == piece.text_sha256
        and signed.seq > piece.text_seq
        and signed.seq > piece.decided_seq
    )


def in_force(session: Session, what: str, language: str) -> IssuedText | None:
    """The newest issue of the `note` or `label` in the language, else in the newsroom's own."""
    for tongue in dict.fromkeys((language, setting(session, "language", "en"))):
        found = session.scalar(
            select(IssuedText)
            .where(IssuedText.what == what, IssuedText.language == tongue)
            .order_by(IssuedText.issue.desc())
            .limit(1)
        )
        if found is not None:
            return found
    return None


def needs_label(asked: Asked) -> bool:
    """Rule 5: whether the AI label must stand on the text as it is."""
    if not disclosure.ai_made(asked.manuscript, asked.kinds):
        return False
    signed = asked.sign_off
    if signed is None or not asked.signed or not signed.meets_exception:
        return True
    responsible = asked.contributors.get(signed.responsible)
    if responsible is None or not responsible.active:
        return True
    return not disclosure.ai_accepted(asked.session, asked.piece.id, asked.manuscript, asked.kinds)


def needs_label_words(asked: Asked) -> bool:
    """Whether words of the label stand anywhere in the finished piece: over the text, or with a
    picture that AI made or altered, which no exception frees of it."""
    return needs_label(asked) or any(image.ai for image in asked.images)


def checks(asked: Asked) -> list[Check]:
    """Every check, in the order in which an editor meets them."""
    return [
        _changes(asked), _sign_off(asked), _agree(asked), *_parts(asked), _images(asked),
        _sources(asked), _off_record(asked), _holds(asked),
        *_issued(asked), _glyphs(asked),
    ]  # fmt: skip


def _changes(asked: Asked) -> Check:
    left = undecided(asked.session, asked.piece, asked.manuscript)
    if not left:
        return Check("changes", True, "every change is decided")
    first = left[0]
    said = _put_and_gone(first.inserted, first.deleted)
    return Check(
        "changes", False,
        f"{len(left)} change{'s'[: len(left) != 1]} not decided, the first: touch {first.seq} by "
        f"{asked.name(first.contributor)} {said} in {first.part}",
        f"decide: colophon changes {asked.piece.id}",
    )  # fmt: skip


def _sign_off(asked: Asked) -> Check:
    fix = f"sign off: colophon sign-off {asked.piece.id}"
    signed = asked.sign_off
    out = asked.piece.state in (State.PUBLISHED, State.WITHDRAWN)
    if signed is not None and out and signed.text_sha256 == asked.piece.text_sha256:
        return Check("sign-off", True, f"{asked.name(signed.signer)} signed exactly this text")
    if signed is None or (asked.piece.version and signed.seq < _published_at(asked)):
        return Check("sign-off", False, "nobody signed this text off", fix)
    if asked.signed:
        return Check("sign-off", True, f"{asked.name(signed.signer)} signed exactly this text")
    return Check("sign-off", False, voided_by(asked, signed), f"look again and {fix}")


def _published_at(asked: Asked) -> int:
    moves = told(asked.session, asked.piece.id, {"moved.publish", "moved.correct"})
    return moves[-1].seq if moves else 0


def voided_by(asked: Asked, signed: SignOff) -> str:
    """Whose touch made a sign-off void, and with which words."""
    since = told(asked.session, asked.piece.id, OF_TEXT, signed.seq)
    for touch in since:
        words = what_changed(asked.manuscript, touch)
        if words:
            more = f", and {len(since) - 1} more" if len(since) > 1 else ""
            return (
                f"touch {touch.seq} by {asked.name(_author(asked.manuscript, touch))} {words} after"
                f" the sign-off of {asked.name(signed.signer)}{more}"
            )
    return f"the text moved after the sign-off of {asked.name(signed.signer)}"


def _author(manuscript: Manuscript, touch: Told) -> str:
    behind = manuscript.known.peers.get(touch.peer)
    return behind.contributor if behind is not None and touch.kind == "text" else touch.contributor


def what_changed(manuscript: Manuscript, touch: Told) -> str:
    """What a touch did to the text, in a few words; empty where nothing."""
    payload: dict[str, Any] = touch.payload
    if touch.kind == "details":
        return f"set the language to {payload['language']}" if "language" in payload else ""
    if touch.kind == "image.added":
        return f"added image {payload.get('n')}"
    if touch.kind == "image.removed":
        return f"took image {payload.get('n')} away"
    if touch.kind == "image.flagged":
        return f"changed whether AI made image {payload.get('n')}"
    if touch.kind == "source.named":
        return f"named the source of pasted words: “{payload.get('source')}”"
    if touch.kind == "accepted":
        taken = [edit[3] for edit in payload.get("edits", ()) if payload.get("proposals")]
        return f"took in “{_short(' … '.join(taken))}”" if taken else ""
    if touch.kind == "taken-in":
        return "took proposed words in"
    put, gone = [], []
    parts: dict[str, None] = {}
    peer, start, end = (int(payload.get(key, 0)) for key in ("peer", "start", "end"))
    for operation in manuscript.document.operations(peer, start, end):
        parts[operation.part] = None
        put.append(operation.text)
        if operation.erased is not None:
            gone.append(manuscript.document.characters(operation.erased))
    said = _put_and_gone("".join(put), " … ".join(gone))
    return f"{said} in {', '.join(parts)}" if said else ""


def _put_and_gone(put: str, gone: str) -> str:
    said = [f"added “{_short(put)}”"] if put else []
    said += [f"took out “{_short(gone)}”"] if gone else []
    return " and ".join(said)


def _short(words: str, most: int = 80) -> str:
    flat = " ".join(words.split()) or words
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _agree(asked: Asked) -> Check:
    if people(asked.session) < 2:
        return Check(
            "two-people", False, "a newsroom of one person cannot publish: nobody else can vouch",
            'add a second person: colophon contributor add "NAME" --kind editor',
        )  # fmt: skip
    signed = asked.sign_off
    if signed is None or not asked.signed:
        return Check("agree", False, "nobody vouches for these words yet", "sign off first")
    own = own_words(asked.manuscript, entries_of(asked.session, signed.signer))
    if not own:
        return Check("agree", True, "the signer vouches for words that are all others'")
    given = asked.session.scalars(
        select(Agreement.contributor).where(
            Agreement.sign_off == signed.seq, Agreement.text_sha256 == asked.piece.text_sha256
        )
    )
    for identity in given:
        other = asked.contributors.get(identity)
        if other and other.active and other.kind != Kind.AI and other.id != signed.signer:
            return Check("agree", True, f"{other.name} agrees to the signer's own words")
    told = " … ".join(f"“{_short(words)}”" for words in own[:3])
    return Check(
        "agree", False,
        f"{asked.name(signed.signer)} signed, and somebody else must agree to the signer's own words: "
        f"{told}",
        f"any other person: colophon agree {asked.piece.id}",
    )  # fmt: skip


def _parts(asked: Asked) -> list[Check]:
    piece, text = asked.piece, asked.manuscript.text
    write = f"write it: colophon write {piece.id} FILE --part"
    out = [
        Check("headline", bool(text("headline").strip()), "the headline", f"{write} headline"),
        Check("dateline", bool(text("dateline").strip()), "the dateline", f"{write} dateline"),
        Check("language", bool(piece.language), piece.language,
              f"set it: colophon set {piece.id} --language"),
    ]  # fmt: skip
    if not text("body").strip():
        out.append(Check("text", False, "there is no text", f"{write} body"))
    if piece.version:
        out.append(
            Check("notice", bool(text("notice").strip()),
                  "the notice that says what was corrected", f"{write} notice")
        )  # fmt: skip
    return out


def _holds(asked: Asked) -> Check:
    refs = holds(asked.session, asked.piece.id)
    detail = f"held by {', '.join(refs)}" if refs else "no matter holds this piece"
    return Check("holds", not refs, detail, "ask the CEO, who handles the matter and can lift it")


def holds(session: Session, article: str) -> list[str]:
    """The matters (by number) that stop an article's publication."""
    found = select(Hold.matter).where(
        Hold.article == article, Hold.stops_publication, Hold.lifted.is_(None)
    )
    return list(session.scalars(found.order_by(Hold.seq)))


def every_hold(session: Session, article: str) -> list[str]:
    """The matters (by number) that hold an article, so that nothing of it is erased."""
    found = select(Hold.matter).where(Hold.article == article, Hold.lifted.is_(None))
    return list(session.scalars(found.order_by(Hold.seq)))


def _images(asked: Asked) -> Check:
    lacking = []
    for image in asked.images:
        names = [
            w for w in ("alt", "credit") if not asked.manuscript.text(f"{w}:{image.n}").strip()
        ]
        words = ["alt text" if name == "alt" else name for name in names]
        if image.ai is None:
            words.append("whether AI made it")
        if words:
            lacking.append(f"image {image.n} lacks {' and '.join(words)}")
    count = len(asked.images)
    detail = "; ".join(lacking) or (f"{count} described" if count else "no images")
    return Check("images", not lacking, detail, f"describe it: colophon image {asked.piece.id} N")


def _sources(asked: Asked) -> Check:
    unknown = disclosure.unknown_pastes(asked.manuscript)
    if not unknown:
        return Check("paste-sources", True, "every paste has a source")
    part, run = unknown[0]
    characters = sum(run.length for _part, run in unknown)
    return Check(
        "paste-sources", False,
        f"{characters} pasted characters have no known source, the first in {part}, "
        f"by {asked.name(run.contributor)}",
        "name the source where the words stand, or write them anew",
    )  # fmt: skip


def _off_record(asked: Asked) -> Check:
    hidden = secret(asked.session, asked.manuscript).ranges
    if not hidden:
        return Check("off-record", True, "nothing in the text is off the record")
    count = sum(map(len, hidden.values()))
    return Check(
        "off-record", False,
        f"{count} passage{'s'[: count != 1]} off the record, the first in {next(iter(hidden))}",
        f"take it out of the text, or lift it: colophon off-record {asked.piece.id} --lift",
    )  # fmt: skip


def _issued(asked: Asked) -> list[Check]:
    session, language = asked.session, asked.piece.language
    fix = "the CEO issues it: colophon {} issue --file FILE --language " + language
    note = in_force(session, "note", language)
    out = [
        Check("reader-note", note is not None,
              f"issue {note.issue}, {note.language}" if note
              else f"no reader note is in force in {language}", fix.format("note"))
    ]  # fmt: skip
    if not needs_label_words(asked):
        out.append(Check("ai-label", True, "not needed"))
        return out
    label = in_force(session, "label", language)
    out.append(
        Check("ai-label", label is not None,
              f"needed; issue {label.issue}, {label.language}" if label
              else f"needed, and it has no words in {language}", fix.format("label"))
    )  # fmt: skip
    return out


def _glyphs(asked: Asked) -> Check:
    texts = list(asked.manuscript.texts().values())
    for what in ("note", "label"):
        issued = in_force(asked.session, what, asked.piece.language)
        texts.append(issued.text if issued else "")
    missing = glyphs.missing(asked.session, "".join(texts))
    if not missing:
        return Check("glyphs", True, "every character has a glyph")
    named = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in missing[:5])
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return Check("glyphs", False, f"no font at hand has {named}{more}",
                 "take the character out, or add a font file that has it")  # fmt: skip
