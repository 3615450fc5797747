"""Secrets that nobody can mistake; finding them again in whatever form something holds them; and a
computer of one person's, whose every word, file and process is looked through for them."""

from __future__ import annotations

import base64
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

ROOT = Path(__file__).parents[3]
#: A keyring for a computer that has none, in a file of its own.
KEYRING = """
import json, os, pathlib
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 1
    place = pathlib.Path(os.environ.get("COLOPHON_TEST_KEYRING", "/nowhere"))
    def _all(self):
        return json.loads(self.place.read_text()) if self.place.exists() else {}
    def get_password(self, service, name):
        return self._all().get(f"{service} {name}")
    def set_password(self, service, name, secret):
        self.place.write_text(json.dumps({**self._all(), f"{service} {name}": secret}))
"""


class Secrets:
    """What was planted, by what it is, and how it looks written in any way."""

    def __init__(self) -> None:
        self._forms: dict[str, list[bytes]] = {}

    def plant(self, name: str, secret: str | bytes) -> None:
        """Remember a secret."""
        raw = secret if isinstance(secret, bytes) else secret.encode()
        forms = [raw, raw.hex().encode(), raw.hex().upper().encode()]
        for shift in range(3):  # base64 of it, whatever stands around
            whole = base64.b64encode(bytes(shift) + raw)
            found = whole[(0, 2, 3)[shift] : (shift + len(raw)) * 8 // 6]
            forms += [found, found.replace(b"+", b"-").replace(b"/", b"_")]
        if isinstance(secret, str):
            forms += [secret.encode("utf-16-le"), secret.encode("utf-16-be"), secret.upper().encode(),
                      quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode()]  # fmt: skip
        self._forms.setdefault(name, []).extend(dict.fromkeys(forms))

    def told(self, data: bytes, but: Iterable[str] = ()) -> set[str]:
        """Which secrets stand in these bytes."""
        return {
            name for name, forms in self._forms.items()
            if name not in but and any(form in data for form in forms)
        }  # fmt: skip

    def in_files(self, folder: Path, but: Iterable[Path] = ()) -> dict[str, set[str]]:
        """Which secrets stand in files under a folder, or in their names."""
        found = {}
        for file in folder.rglob("*"):
            told = self.told(os.fsencode(file.relative_to(folder)))
            if file.is_file() and not file.is_symlink() and file not in but:
                told |= self.told(file.read_bytes())
            if told:
                found[str(file)] = told
        return found


class Watch(threading.Thread):
    """Everything that the list of this computer's processes shows, until it is closed: command
    lines of all, and what the program hands to processes that it starts."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[bytes] = set()
        self.apps: set[int] = set()
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.1):
            for process in psutil.process_iter():
                try:
                    self.seen.add("\0".join(process.cmdline()).encode())
                    if process.ppid() in self.apps:
                        self.seen.add(repr(process.environ()).encode())
                except (psutil.Error, OSError):
                    continue

    def close(self) -> bytes:
        """Look no more; all that was seen."""
        self._over.set()
        self.join()
        return b"\n".join(self.seen)


class Computer:
    """One person's computer: `home` with all that the program may write, and its keys elsewhere."""

    def __init__(self, folder: Path, name: str, place: object, watch: Watch) -> None:
        self.home, self.place, self._watch = folder / name, place, watch
        self.keys, self.keyring = folder / "keys" / f"{name}.json", folder / "keyrings" / name
        self.said: list[tuple[str, bytes]] = []
        for made in (self.home / "tmp", self.keys.parent, self.keyring.parent, folder / "backend"):
            made.mkdir(parents=True, exist_ok=True)
        (folder / "backend" / "kept_in_a_file.py").write_text(KEYRING)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COLOPHON_", "XDG_"))}
        self._env = {
            **kept, "HOME": str(self.home), "TMPDIR": str(self.home / "tmp"),
            "COLOPHON_KEYS": f"file:{self.keys}", "COLOPHON_DEBUG": "1",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{folder / 'backend'}",
            "PYTHON_KEYRING_BACKEND": "kept_in_a_file.Keyring",
            "COLOPHON_TEST_KEYRING": str(self.keyring), "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip

    def begin(self, *words: object) -> subprocess.Popen[bytes]:
        """Start Python with these words; what it says is looked through once it is handed to
        `over`."""
        started = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", *map(str, words)], cwd=self.home,
            env={**self._env, "COLOPHON_NEWSROOM": str(self.place)}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_no_core,
        )  # fmt: skip
        self._watch.apps.add(started.pid)
        return started

    def over(self, started: subprocess.Popen[bytes], stdin: bytes = b"") -> tuple[bytes, bytes]:
        """Wait for its end; what it still said."""
        out, err = started.communicate(stdin, timeout=120)
        self.said += [("out", out), ("err", err)]
        return out, err

    def json(self, *words: object, stdin: str = "", shown: bool = False) -> Any:
        """The document a command prints; with `shown` it is for whoever asked, secrets and all."""
        started = self.begin("-m", "desktop.start", *words, "--json")
        out, err = started.communicate(stdin.encode(), timeout=120)
        self.said += [("err", err), ("out", b"" if shown else out)]
        found = json.loads(out) if out.startswith(b"{") else None
        assert started.returncode == 0, (words, out, err)
        return found

    def fails(self, *words: object, stdin: str = "") -> bytes:
        """What a command said that failed."""
        started = self.begin(*words)
        said = b"".join(self.over(started, stdin.encode()))
        assert started.returncode != 0, (words, said)
        return said

    def leaks(self, secrets: Secrets) -> dict[str, set[str]]:
        """What is told by its files, its temporary files and all it said."""
        found = secrets.in_files(self.home)
        for where, said in self.said:
            if told := secrets.told(said):
                found[f"{where}: {said.decode(errors='replace')[:2000]}"] = told
        return found


def _no_core() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
