"""An article's history as plain words in order, the same for every format; nothing in it is code."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from desktop.shares import percent

if TYPE_CHECKING:
    from db.account import Account, Entry, Party
    from db.account_words import Words

KIND_WORDS = {"freelancer": "freelancer", "reporter": "reporter", "editor": "editor", "ceo": "CEO",
              "ai": "AI"}  # fmt: skip
PART_WORDS = {"date_line": "Date line", "headline": "Headline", "dateline": "Dateline",
              "body": "Text", "share_line": "Share line", "notice": "Correction",
              "alt": "Alt text", "caption": "Caption", "credit": "Credit"}  # fmt: skip
SIGNS = {"in": "+", "out": "−", "about": "·"}
SAID = {"in": "Put in", "out": "Taken out", "about": "Concerned"}


def content(account: Account, undrawn: Collection[str] = ()) -> dict[str, Any]:
    """The document's words. Characters in `undrawn`, and controls, are told by their number."""
    made = _content(account)
    return dict(shown(made, frozenset(undrawn)))


def shown(value: Any, undrawn: frozenset[str]) -> Any:
    if isinstance(value, str):
        return _told(value, undrawn)
    if isinstance(value, list):
        return [shown(one, undrawn) for one in value]
    if isinstance(value, dict):
        return {key: shown(one, undrawn) for key, one in value.items()}
    return value


def _told(text: str, undrawn: frozenset[str]) -> str:
    out: list[str] = []
    numbered = False
    for character in text:
        # A mark belongs to the letter before it; beside a number it would be nobody's.
        numbered = character in undrawn or _hidden(character) or (numbered and joins(character))
        out.append(f"[U+{ord(character):04X}]" if numbered else character)
    return "".join(out)


def joins(character: str) -> bool:
    """Whether a character is drawn with the one before it."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")


def _hidden(character: str) -> bool:
    """Controls, and what makes words read in another order than they were written."""
    if character in "\n\t":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character == "\ufeff"
        or 0x202A <= ord(character) <= 0x202E
        or 0x2066 <= ord(character) <= 0x2069
    )


def _content(account: Account) -> dict[str, Any]:
    count = account.left_out
    kept_back = "with the newsroom’s comments and what its AIs were asked" if account.internal else (
        "without the newsroom’s comments and without what its AIs were asked"
        + (f" ({count} touch{'es'[: 2 * (count != 1)]} left out)" if count else "")
    )  # fmt: skip
    facts = [
        ["Article", account.article], ["Newsroom", account.newsroom],
        ["State", f"{account.state}, version {account.version}" if account.version
         else account.state],
        ["As of", account.newest], ["What this is", f"every touch in order, {kept_back}; times are UTC"],
        ["Checkpoint of the ledger", account.checkpoint.strip()],
    ]  # fmt: skip
    return {
        "title": " ".join(account.headline.split()) or account.article,
        "article": account.article, "lang": account.language.split("-")[0], "facts": facts,
        "parties": [_party(party) for party in account.parties],
        "entries": [_entry(entry) for entry in account.entries],
    }  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    role = KIND_WORDS.get(party.kind, party.kind)
    if party.model:
        role += f", {party.model}, answered for by {party.answers_to}"
    share = percent(party.share) if party.share else "–"
    return {"name": party.name, "kind": party.kind, "role": role, "share": share}


def _entry(entry: Entry) -> dict[str, Any]:
    # As they are read; what came in the place of other words stands right after those.
    changed = [("out", one) for one in entry.taken] + [("in", one) for one in entry.put]
    changed.sort(key=lambda pair: pair[1].place)
    words = [_words(entry, way, one) for way, one in changed]
    words += [_words(entry, "about", one) for one in entry.about]
    role = KIND_WORDS.get(entry.kind, entry.kind)
    return {
        "seq": str(entry.seq), "at": entry.at, "by": entry.by, "kind": entry.kind, "role": role,
        "did": entry.did, "facts": [list(pair) for pair in entry.details], "words": words,
        "hash": entry.hash,
    }  # fmt: skip


def _words(entry: Entry, way: str, words: Words) -> dict[str, Any]:
    what, _, number = words.part.partition(":")
    where = f"{PART_WORDS.get(what, what)}{f' of picture {number}' if number else ''}"
    by = []
    if words.author and (words.author != entry.by or words.origin != "typed"):
        by.append(f"{words.author} ({KIND_WORDS.get(words.kind, words.kind)})")
        by.append(words.origin)
        if words.source and words.origin != "generated":
            by.append(f"from: {words.source}")
        if words.brought_by and words.brought_by != entry.by:
            by.append(f"brought in by {words.brought_by}")
    return {
        "way": way, "sign": SIGNS[way], "said": SAID[way], "part": where, "by": ", ".join(by),
        "kind": words.kind or entry.kind, "text": _visible(words.text),
    }  # fmt: skip


def _visible(text: str) -> str:
    if text.strip():
        return text
    lines = text.count("\n")
    spaces = len(text) - lines
    said = [f"{lines} line break{'s'[: lines != 1]}"] if lines else []
    said += [f"{spaces} space{'s'[: spaces != 1]}"] if spaces else []
    return f"({', '.join(said)})"
