"""Words on their way into a text: cleaned, with an origin, put in by diff."""

from __future__ import annotations

from db.manuscript import diff
from db.manuscript.pen import Pen
from db.models.contributor import Contributor
from db.refusal import Refused
from db.terms import UNKNOWN_SOURCE, Kind, Origin

#: Characters a part may have: more than the longest piece there is reason to expect.
LONGEST = 1_000_000


def clean(words: str, part: str) -> str:
    """The words as an article can hold them; raises Refused for what it cannot."""
    if len(words) > LONGEST:
        raise Refused(
            "bad-input", f"the text is longer than {LONGEST:,} characters", "make it several pieces"
        )
    if "\x00" in words:
        raise Refused("bad-input", "the text holds NUL bytes", "take them out and try again")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in words):
        raise Refused(
            "bad-input", "the text holds half of a character (a lone surrogate)", "take it out"
        )
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if part in {"headline", "date_line"}:
        words = words.strip("\n")  # a file's last line ends, the headline does not
        if "\n" in words:
            raise Refused("bad-input", f"the {part} is one line", "give it without line breaks")
    return words


def origin_for(maker: Contributor, actor: Contributor, origin: str | None) -> Origin:
    """How the words come in; an AI's are generated, whatever else is said."""
    if maker.kind == Kind.AI:
        if origin not in (None, Origin.GENERATED):
            raise Refused("bad-input", "an AI's words are 'generated'", "leave --origin away")
        return Origin.GENERATED
    if origin == Origin.GENERATED:
        raise Refused("bad-input", "only an AI generates words", "name the AI: --author MODEL")
    if origin is None:
        return Origin.TYPED if maker.id == actor.id else Origin.IMPORTED
    try:
        found = Origin(origin)
    except ValueError:
        found = Origin.RESTORED
    if found == Origin.RESTORED:  # what is put back is never said, the program knows it
        raise Refused(
            "bad-input", f"{origin!r} is no origin", "typed, pasted, imported or generated"
        )
    return found


def source_for(origin: Origin, source: str | None) -> str | None:
    """The source of a paste, `unknown` where nobody named it."""
    if origin == Origin.PASTED:
        return named(source)
    return source


def named(source: str | None) -> str:
    """A source as it is kept; one that says nothing is unknown, however it is spelt."""
    said = (source or "").strip()
    nothing = not any(character.isalnum() for character in said)
    return UNKNOWN_SOURCE if nothing or said.casefold() == UNKNOWN_SOURCE else said


def write_by_diff(pen: Pen, part: str, text: str) -> None:
    """Change a part into `text`, word by word, so that what stays keeps its authors."""
    old = pen.manuscript.text(part)
    for hunk in reversed(diff.words(old, text)):
        inserted = text[hunk.new : hunk.new + hunk.inserted]
        pen.splice(part, hunk.old, hunk.removed, inserted)
