"""Text out of bytes: every character kept, and a guess that is not UTF-8 told."""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

from desktop.importers.piece import ImportRefused

#: As much as a guess needs; the whole of a long text would take seconds.
_SAMPLE = 60_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HALVES = (
    "It holds halves of characters (lone surrogates), which no text can; save it again as UTF-8."
)


def _strict(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as why:
        raise ImportRefused(
            f"It is marked as {charset.upper()} but is not whole at byte {why.start};"
            " save it again as UTF-8."
        ) from why


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, where every other byte is mostly zero."""
    sample = data[:4000]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if max(zeros) * 5 < len(sample) or min(zeros) * 4 > max(zeros):
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _latin(text: str) -> bool:
    letters = [char for char in text if ord(char) > 127 and char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters[:500])
    return latin * 2 >= len(letters[:500])


def _guess(data: bytes) -> tuple[str, str]:
    at = next((at for at, byte in enumerate(data) if byte > 127), 0)
    sample = data[max(0, at - 2000) : at + _SAMPLE]
    best = from_bytes(sample).best()
    if best is not None and not _latin(str(best)):
        try:
            return data.decode(best.encoding), best.encoding
        except (UnicodeDecodeError, LookupError):
            pass
    for charset in ("cp1252", "latin-1"):
        try:
            return data.decode(charset), charset
        except UnicodeDecodeError:
            continue
    raise ImportRefused("Its characters are in no encoding known here; save it again as UTF-8.")


def decode(data: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """The text, with LF line ends, and what was guessed.

    `declared` is what the file itself says it is written in. Raises `ImportRefused`.
    """
    warnings: list[str] = []
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _clean(_strict(data[len(mark) :] if charset == "utf-8" else data, charset)), []
    if b"\0" in data:
        wide = _wide(data)
        if wide is None:
            raise ImportRefused("It holds NUL bytes, so it is not a text; save it again as UTF-8.")
        warnings.append(f"Read as {wide.upper()}, a guess: the file does not say.")
        return _clean(_strict(data, wide)), warnings
    try:
        return _clean(data.decode()), warnings
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return _clean(data.decode(declared)), warnings
        except (UnicodeDecodeError, LookupError):
            warnings.append(f"The file says it is written in “{declared}”, which it is not.")
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text, charset = _guess(data)
        warnings.append(f"Read as {charset.upper()}, a guess: the file is not UTF-8.")
        return _clean(text), warnings
    raise ImportRefused(_HALVES)


def _clean(text: str) -> str:
    if "\0" in text:
        raise ImportRefused("It holds NUL characters, so it is not a text; save it again as UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
