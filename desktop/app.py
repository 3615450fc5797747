"""The desktop program: the window first, everything else beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, Qt, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def _import_quickly() -> None:
    """Qt's bindings read the source of each module imported after them, to see whether it wants
    their optional spellings; nothing here does, and it would cost half of the start."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[union-attr]


_import_quickly()  # before any of the program's own modules, which are therefore imported below


def make_application() -> QApplication:
    """The one QApplication, named and styled."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        app = QApplication(sys.argv[:1])
    app.setApplicationName("colophon")
    app.setApplicationDisplayName("Colophon")
    app.setStyle("Fusion")
    # Qt tells of every font that lacks a script before it tries the next one.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    return app


def open_window(newsroom: Path | str | None, acting: str | None = None) -> MainWindow:
    """Show a window on a newsroom; it opens the newsroom once it is on the screen. None named, it
    is the shared one that was joined here, or this computer's own."""
    from db.place import default_path
    from desktop.main_window import MainWindow
    from desktop.settings.preferences import Preferences
    from desktop.theme import FRAME_FONTS, load_fonts, theme

    preferences = Preferences()
    preferences.choose_keys()
    newsroom = newsroom or preferences.text("newsroom") or default_path()
    load_fonts(FRAME_FONTS)
    theme.use(preferences.theme, preferences.scale)
    window = MainWindow(newsroom, acting, preferences)
    window.show()
    QTimer.singleShot(0, window.start)
    return window


def main(newsroom: Path | str | None, acting: str | None = None) -> int:
    """Run the program until its window is closed."""
    app = make_application()
    from desktop.theme import theme

    hints = app.styleHints()
    window = open_window(newsroom, acting)
    hints.colorSchemeChanged.connect(
        lambda _scheme: theme.use(theme.mode, theme.scale) if theme.mode == "system" else None
    )
    code = app.exec()
    window.context.close()
    return code
