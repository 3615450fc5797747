"""Fonts the newsroom added for finished files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Label

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class FontsCard(QWidget):
    """What was added, and the CEO's way to add more."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.names = Label("", "body", "text2", name="fonts-names")
        self.add = Button("Add a font…", icon="plus", name="fonts-add")
        self.add.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.names)
        column.addWidget(self.add)

    def refresh(self) -> None:
        """Read what was added."""
        ceo = self.window_.context.actor.kind == "ceo"
        self.add.setEnabled(ceo)
        self.add.setToolTip("" if ceo else "Only the CEO adds fonts")

        def work(session: Any) -> list[tuple[str, str]]:
            from db import reading

            return reading.fonts(session)

        self.window_.context.read(work, self._show)

    def _show(self, fonts: list[tuple[str, str]]) -> None:
        self.names.set_text(", ".join(name for name, _ in fonts) or "None was added.")

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Add a font", "", "Fonts (*.ttf *.otf)")
        if name:
            self.add_file(Path(name))

    def add_file(self, file: Path) -> None:
        """Add a font file to the newsroom."""

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.fonts import add_font

            return add_font(newsroom, actor, file.name, file.read_bytes())

        self.window_.context.run(act, done=lambda _r: self.refresh())
