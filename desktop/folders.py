"""Folders as people see them: home as ~, and opened in whatever shows folders here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def publishing() -> str:
    """Where finished files go unless somebody chose another place."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place) or str(Path.home())
    return str(Path(documents) / "Publishing")


def shown(folder: str) -> str:
    """A folder's path, home as ~."""
    home = str(Path.home())
    at_home = folder == home or folder.startswith(home + os.sep)
    return "~" + folder[len(home) :] if at_home else folder


def meant(words: str) -> Path:
    """The folder that somebody typed."""
    return Path(words.strip()).expanduser()


def show(window: MainWindow, folder: Path) -> None:
    """Open a folder; where nothing can, say where it is."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        window.toast.say(f"No file manager answered. The folder is {folder}")
