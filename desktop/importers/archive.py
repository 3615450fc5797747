"""Word processors' files are archives: opened with care, and only what an article needs."""

from __future__ import annotations

import io
import zipfile
import zlib

from desktop.importers.piece import ImportRefused

#: Bytes: one XML part, one picture, and everything together, after unpacking.
LARGEST_PART = 12_000_000
LARGEST_PICTURE = 25_000_000
LARGEST = 60_000_000
MOST_PARTS = 4_000

_SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
_SIGNS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def media_type(data: bytes) -> str | None:
    """What kind of picture the bytes are, whatever their name says; None where none we keep."""
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), None)


class Archive:
    """An archive's parts, each read whole and never more than it may be."""

    def __init__(self, data: bytes) -> None:
        self.spent = 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as why:
            raise ImportRefused(
                "It is no whole archive; open it in its own program and save it again."
            ) from why
        self.parts = {info.filename: info for info in self.zip.infolist()}
        self._refuse_tricks()

    def _refuse_tricks(self) -> None:
        infos = self.zip.infolist()
        if len(infos) > MOST_PARTS:
            raise ImportRefused(f"It holds {len(infos)} parts, more than a document can.")
        if len(self.parts) != len(infos):
            raise ImportRefused(
                "It holds two parts of one name, so what it says depends on who reads."
            )
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
                raise ImportRefused(
                    f"Its part “{info.filename[:60]}” points out of the archive; save it again."
                )
            if info.flag_bits & 1:
                raise ImportRefused("It is locked with a password; save it without one.")
        if sum(info.file_size for info in infos) > LARGEST * 4:
            raise ImportRefused("It unpacks to more than an article can be; import it in pieces.")

    def read(self, name: str, largest: int = LARGEST_PART) -> bytes:
        """One part; raises `ImportRefused` where it is damaged or too large."""
        try:
            with self.zip.open(self.parts[name]) as part:
                data = part.read(min(largest, LARGEST - self.spent) + 1)
        except KeyError:
            raise ImportRefused(f"Its part {name} is missing; save it again.") from None
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as why:
            raise ImportRefused(
                f"Its part {name} is damaged, or not the size it claims; save it again."
            ) from why
        self.spent += len(data)
        if len(data) > largest or self.spent > LARGEST:
            raise ImportRefused(
                f"Its part {name} unpacks to more than an article can be; import it in pieces."
            )
        return data

    def is_picture(self, name: str) -> bool:
        """Whether a part is named like a picture."""
        return any(name.lower().endswith(suffix) for suffix in _SUFFIXES)


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, for pandoc."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()
