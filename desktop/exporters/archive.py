"""An archive whose bytes tell nothing of when or where it was made."""

from __future__ import annotations

import io
import zipfile

#: The first moment an archive can name.
ANY_DAY = (1980, 1, 1, 0, 0, 0)


def same_bytes(data: bytes) -> bytes:
    """The same archive, with fixed times and attributes and its parts in one order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        first = "[Content_Types].xml"
        for name in sorted(old.namelist(), key=lambda each: (each != first, each)):
            info = zipfile.ZipInfo(name, ANY_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name), compresslevel=6)
    return out.getvalue()
