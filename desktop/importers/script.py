"""The language of a text, as far as its script alone tells it."""

from __future__ import annotations

import regex

#: Languages that one script stands for; Latin letters tell nothing.
_SCRIPTS = {
    "bn": regex.compile(r"\p{Bengali}"),
    "ar": regex.compile(r"\p{Arabic}"),
    "he": regex.compile(r"\p{Hebrew}"),
    "ja": regex.compile(r"[\p{Hiragana}\p{Katakana}]"),
    "hi": regex.compile(r"\p{Devanagari}"),
    "ru": regex.compile(r"\p{Cyrillic}"),
    "el": regex.compile(r"\p{Greek}"),
}
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_HAN = regex.compile(r"\p{Han}")

#: As much of a text as tells its script.
_ENOUGH = 20_000


def language_of(text: str) -> str | None:
    """The language whose script more than half the letters are of, else None."""
    text = text[:_ENOUGH]
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    for language, script in _SCRIPTS.items():
        found = len(script.findall(text))
        if language == "ja" and found:
            # Kana among Chinese characters is Japanese; without kana it could be any of three.
            found += len(_HAN.findall(text))
        if found * 2 > letters:
            return language
    return None
