"""Reading an answer: as changes of the very words that were sent, as parts, or as doubts."""

from __future__ import annotations

import re

from db.acts.asking import Edit
from db.manuscript import diff
from db.manuscript.diff import Hunk
from db.refusal import Refused
from db.sendable import Sendable, Stretch

_HEADING = re.compile(r"^=== *([a-z_]+) *===[ \t]*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_QUOTES = "\"“”„«»'‘’*"
MOST_IDEAS = 8
MOST_DOUBTS = 200


def unlike(what: str) -> Refused:
    """The refusal of an answer that is not in the form that was asked for."""
    return Refused("bad-input", f"the answer {what}", "ask anew, or another model; nothing changed")


def changes(sent: Sendable, part: str, answer: str) -> list[Edit]:
    """What of a part's words the answer changes, a run of whole words each."""
    old, new = sent.text(part), answer.strip()
    lead = len(old) - len(old.lstrip())
    out: list[Edit] = []
    for hunk in _phrases(old.strip(), new, diff.words(old.strip(), new)):
        words = new[hunk.new : hunk.new + hunk.inserted]
        out += _placed(sent.parts[part], part, lead + hunk.old, hunk.removed, words)
    return out


def _phrases(old: str, new: str, hunks: list[Hunk]) -> list[Hunk]:
    """Hunks with nothing but one space between them are one: a phrase, not its single words."""
    out: list[Hunk] = []
    for hunk in hunks:
        last = out[-1] if out else None
        if last is not None and old[last.old + last.removed : hunk.old] == " ":
            out[-1] = Hunk(last.old, hunk.old + hunk.removed - last.old,
                           last.new, hunk.new + hunk.inserted - last.new)  # fmt: skip
        else:
            out.append(hunk)
    return out


def _placed(
    stretches: tuple[Stretch, ...], part: str, at: int, removed: int, words: str
) -> list[Edit]:  # fmt: skip
    """An edit of the words that were sent, where they stand; what was withheld is never in it."""
    out: list[Edit] = []
    first = 0
    for stretch in stretches:
        end = first + len(stretch.text)
        low, high = max(at, first), min(at + removed, end)
        if low < high or (not removed and first <= at <= end and not out):
            out.append(Edit(part, stretch.start + low - first, max(high - low, 0), words))
            words = ""
        first = end
    return [edit for edit in out if edit.removed or edit.text]


def headlines(sent: Sendable, answer: str) -> list[Edit]:
    """Ideas for the headline, each in place of all of it."""
    present = sent.text("headline").strip()
    found = dict.fromkeys(_plain(line) for line in answer.splitlines())
    ideas = [idea for idea in found if idea and idea != present and len(idea) <= 300]
    if not ideas:
        raise unlike("holds no headline")
    return [Edit("headline", 0, sent.lengths["headline"], idea) for idea in ideas[:MOST_IDEAS]]


def _plain(line: str) -> str:
    return _BULLET.sub("", line).strip().strip(_QUOTES).strip()


def parts(sent: Sendable, answer: str) -> dict[str, str]:
    """The translated parts: just those that were sent."""
    wanted = [part for part in sent.parts if sent.text(part).strip()]
    headings = list(_HEADING.finditer(answer))
    if not headings and len(wanted) == 1:
        return {wanted[0]: answer.strip()}
    names = [heading[1] for heading in headings]
    if names != wanted or answer[: headings[0].start()].strip():
        raise unlike("does not hold the parts that were sent, and they alone")
    ends = [*(heading.start() for heading in headings[1:]), len(answer)]
    found = {
        heading[1]: answer[heading.end() : end].strip()
        for heading, end in zip(headings, ends, strict=True)
    }
    empty = [part for part, text in found.items() if not text]
    if empty or "\n" in found.get("headline", ""):
        raise unlike(f"leaves the {empty[0] if empty else 'headline'} without its words")
    return found


def doubts(answer: str) -> list[str]:
    """What the model doubts, one a line; nothing where it says NONE."""
    lines = [_BULLET.sub("", line).strip() for line in answer.splitlines()]
    found = [line for line in lines if line and line.strip("*.` ").upper() != "NONE"]
    return found[:MOST_DOUBTS]
