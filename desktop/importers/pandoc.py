"""Pandoc in a process of its own: sandboxed, held to its memory, ended when it takes too long."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import cache
from typing import Any

import pypandoc

from desktop.importers.piece import ImportRefused

#: Seconds; with what happens before and after, a file is read or refused within five.
LONGEST = 3.5
#: Its heap; with its program and ours beside it, an import stays under 300 MB.
MEMORY = "128m"
#: Bytes of tree; more than any article, less than memory can hold many times over.
LARGEST = 16_000_000


@cache
def _program() -> str:
    return str(pypandoc.get_pandoc_path())


def tree(data: bytes, source: str) -> dict[str, Any]:
    """Pandoc's reading of `data` as a tree of blocks; raises `ImportRefused`."""
    command = [_program(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "-f", source, "-t", "json"]
    with (
        tempfile.TemporaryDirectory(prefix="colophon-import-") as folder,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
    ):
        given.write(data)
        given.seek(0)
        started = subprocess.Popen(
            command,
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "", "HOME": folder, "LANG": "C.UTF-8"},
        )
        try:
            status = started.wait(LONGEST)
        except subprocess.TimeoutExpired:
            raise ImportRefused(
                "It takes longer to read than any article should; it may be nested beyond reason."
                " Save its text in a new document and import that."
            ) from None
        finally:
            if started.poll() is None:
                started.kill()
                started.wait()
        if status != 0:
            raise ImportRefused(
                "It is damaged, or larger than an article can be; open it in its own program and"
                " save it again."
            )
        size = answer.seek(0, 2)
        if size > LARGEST:
            raise ImportRefused("It is larger than an article can be; import it in pieces.")
        answer.seek(0)
        try:
            read: dict[str, Any] = json.loads(answer.read())
        except (ValueError, RecursionError) as why:
            raise ImportRefused(
                "It is nested beyond reason; save its text in a new document and import that."
            ) from why
    return read
