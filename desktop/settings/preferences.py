"""What this computer remembers: theme, text size, who acts, where windows stood."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

TEXT_SIZES = (90, 100, 110, 125, 150)


class Preferences:
    """Preferences of this user on this computer; nothing of them is in the newsroom."""

    def __init__(self) -> None:
        folder = os.environ.get("COLOPHON_CONFIG")
        if folder:
            self._store = QSettings(f"{folder}/colophon.ini", QSettings.Format.IniFormat)
        else:
            self._store = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, "colophon", "colophon"
            )

    def text(self, key: str, default: str = "") -> str:
        """A preference that is words."""
        return str(self._store.value(key, default))

    def flag(self, key: str, default: bool = False) -> bool:
        """A preference that is yes or no."""
        return str(self._store.value(key, default)).lower() in ("true", "1")

    def number(self, key: str, default: int) -> int:
        """A preference that is a whole number."""
        try:
            return int(str(self._store.value(key, default)))
        except ValueError:
            return default

    def keep(self, key: str, value: Any) -> None:
        """Remember a preference."""
        self._store.setValue(key, value)

    def geometry(self) -> QByteArray | None:
        """Where the window stood."""
        found = self._store.value("geometry")
        return found if isinstance(found, QByteArray) else None

    @property
    def theme(self) -> str:
        """`light`, `dark` or `system`."""
        mode = self.text("theme", "system")
        return mode if mode in ("light", "dark", "system") else "system"

    @property
    def scale(self) -> float:
        """How large letters are, 1.0 for 100 %."""
        size = self.number("text-size", 100)
        return (size if size in TEXT_SIZES else 100) / 100

    def choose_keys(self) -> None:
        """Where signing keys are, if a file was chosen on purpose; the environment goes first."""
        chosen = self.text("keys")
        if chosen and "COLOPHON_KEYS" not in os.environ:
            os.environ["COLOPHON_KEYS"] = chosen
