"""What an AI can be asked: templates, a text file each, which a newsroom can put its own beside.

Above a line of three dashes stand `title`, `sends` (parts, or `part` for the one that is chosen),
`answer` (how it is read) and what it `needs`; below it, what is asked. `{language}` and
`{instruction}` are filled in.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from db.refusal import Refused
from db.terms import PARTS

FOLDER = Path(__file__).parents[2] / "resources" / "ai"
#: How an answer is read: rewritten text, ideas for the headline, translated parts, doubts.
ANSWERS = ("text", "headlines", "parts", "doubts")
NEEDS = ("language", "instruction")
#: A template's lines are broken to be read in an editor; a paragraph is sent as one line.
_BREAKS = re.compile(r"(?<=[^\n])\n(?=[^\n\-*{])")
ORDER = ("shorten", "headlines", "translate", "plain", "facts", "instruction")


@dataclass(frozen=True)
class Task:
    """One template. `parts` is empty where the one part that is chosen is sent."""

    name: str
    title: str
    parts: tuple[str, ...]
    answer: str
    needs: frozenset[str]
    words: str

    @property
    def edits(self) -> bool:
        """Whether its answer is proposed for this very text."""
        return self.answer in ("text", "headlines")

    def prompt(self, language: str, instruction: str) -> str:
        """What is asked."""
        extra = instruction.strip()
        if extra and "instruction" not in self.needs:
            extra = f"Besides: {extra}"
        asked = _BREAKS.sub(" ", self.words.strip())
        filled = asked.replace("{language}", language).replace("{instruction}", extra)
        return filled.strip()


def own_folder() -> Path:
    """Where a newsroom puts its own templates, beside the preferences."""
    chosen = os.environ.get("COLOPHON_CONFIG")
    return Path(chosen or platformdirs.user_config_dir("colophon", False)) / "ai"


def tasks() -> list[Task]:
    """All tasks, the program's first; one's own of the same name stands in its place."""
    found = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))}
    found |= {path.stem: path for path in sorted(own_folder().glob("*.txt"))}
    order = {name: n for n, name in enumerate(ORDER)}
    names = sorted(found, key=lambda name: (order.get(name, len(order)), name))
    return [_read(found[name]) for name in names]


def task(name: str) -> Task:
    """The task of that name. Raises Refused."""
    known = {one.name: one for one in tasks()}
    if name not in known:
        raise Refused("not-found", f"there is no task {name!r}", "one of " + ", ".join(known))
    return known[name]


def _read(path: Path) -> Task:
    def bad(why: str) -> Refused:
        return Refused("bad-input", f"the template {path} {why}", "mend it, or take it away")

    try:
        head, dashes, words = path.read_text("utf-8-sig").partition("\n---\n")
    except (OSError, UnicodeDecodeError):
        raise bad("cannot be read as UTF-8") from None
    said = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if colon:
            said[key.strip()] = value.strip()
    sends = tuple(part.strip() for part in said.get("sends", "").split(",") if part.strip())
    needs = frozenset(need.strip() for need in said.get("needs", "").split(",") if need.strip())
    if not dashes or not words.strip() or not said.get("title"):
        raise bad("lacks its title, its line of three dashes, or what is asked")
    if said.get("answer") not in ANSWERS:
        raise bad("does not say how its answer is read: " + ", ".join(ANSWERS))
    if not sends or (sends != ("part",) and not set(sends) <= set(PARTS)):
        raise bad("does not say what it sends: part, or some of " + ", ".join(PARTS))
    if not needs <= set(NEEDS):
        raise bad("needs what there is not; there is " + ", ".join(NEEDS))
    if said["answer"] == "text" and len(sends) != 1:
        raise bad("asks for one text and sends several parts")
    parts = () if sends == ("part",) else sends
    return Task(path.stem, said["title"], parts, said["answer"], needs, words)
