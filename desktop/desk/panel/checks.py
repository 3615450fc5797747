"""What stands in the way of publication, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.feedback import Progress
from desktop.components.label import Ground, Label, Line
from desktop.desk.panel.edge import Edge
from desktop.desk.panel.who import clear
from desktop.theme import STATE_WORDS, language_name

if TYPE_CHECKING:
    from desktop.desk.view import Desk

#: check: (words of the button, what it does on the Desk)
FIXES = {
    "changes": ("Review the changes", "review"),
    "sign-off": ("Go to the sign-off", "review"),
    "agree": ("Go to the sign-off", "review"),
    "two-people": ("Open the register", "settings"),
    "headline": ("Write the headline", "headline"),
    "dateline": ("Write the dateline", "dateline"),
    "text": ("Write the text", "body"),
    "notice": ("Write the notice", "notice"),
    "language": ("Set the language", "details"),
    "images": ("Describe the picture", "image"),
    "paste-sources": ("Name the source", "paste"),
    "reader-note": ("Open the notes", "settings"),
    "ai-label": ("Open the labels", "settings"),
    "glyphs": ("Open the fonts", "settings"),
}


#: What stands over a check whose details are long.
TITLES = {
    "changes": "Changes are not decided", "sign-off": "The sign-off no longer fits",
    "agree": "Somebody else must agree", "images": "A picture is not described",
    "glyphs": "A character has no glyph", "paste-sources": "A paste has no source",
}  # fmt: skip


def fix_of(check: str) -> tuple[str, str]:
    """The button for an unmet check: its words, and where it leads; empty where nothing does."""
    return FIXES.get(str(check), ("", ""))


def title_of(check: Any) -> str:
    """A check in words."""
    name = str(check.check).replace("-", " ").replace("_", " ")
    return "AI label" if name == "ai label" else name[:1].upper() + name[1:]


def met_words(check: Any) -> str:
    """A check that is met, in a few words."""
    name, detail = str(check.check), str(check.detail)
    if name in ("headline", "dateline", "notice"):
        return title_of(check)  # what was found is the part itself
    if name == "language":
        return f"Language: {language_name(detail)}"
    if name in ("reader-note", "ai-label"):
        said, _, language = detail.rpartition(", ")
        return f"{title_of(check)}: {said}, {language_name(language)}" if said else (
            f"{title_of(check)}: {detail}"
        )  # fmt: skip
    if name == "images" and detail[:1].isdigit():
        return f"Images: {detail}"
    return detail[:1].upper() + detail[1:]


def unmet_words(check: Any, button: str) -> tuple[str, str]:
    """What is wrong in a line, and what more there is to say beside the `button` that mends it."""
    detail, fix = str(check.detail), str(check.fix).partition(": colophon ")[0]
    missing = str(check.check) in ("headline", "dateline", "notice")
    said = (
        f"there is no {check.check!s} yet" if missing else detail.replace("in body", "in the text")
    )
    more = "" if button and len(fix.split()) < 4 else fix
    if len(said) > 80:  # a sentence of its own: a title stands over it
        title, first, rest = said.partition(", the first")
        if first and len(title) < 60:
            return title[:1].upper() + title[1:], f"The first{rest}"
        return TITLES.get(str(check.check), title_of(check)), said[:1].upper() + said[1:]
    return said[:1].upper() + said[1:], more[:1].upper() + more[1:]


class CheckRow(QWidget):
    """One check that is not met: what, why, and the button that leads to the fix."""

    def __init__(self, check: Any, go: Callable[[str], object]) -> None:
        super().__init__()
        name = str(check.check)
        self.button: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(4)
        words, to = fix_of(name)
        said, more = unmet_words(check, words)
        column.addWidget(Label(said, "strong", icon="circle-dashed", icon_color="warn"))
        if more:
            row = QHBoxLayout()
            row.setContentsMargins(22, 0, 0, 0)
            row.addWidget(Label(more, "meta", "text2"), 1)
            column.addLayout(row)
        if to:
            self.button = button = Button(words, name=f"fix-{name}")
            button.clicked.connect(lambda: go(to))
            row = QHBoxLayout()
            row.setContentsMargins(22, 6, 0, 0)
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)


class Checks(QWidget):
    """The checks, unmet first."""

    def __init__(self, desk: Desk, wide: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.title = Label("", "heading" if wide else "bold", lines=1, name="checks-left")
        self.met = Label("", "meta", "text2", lines=1)
        self.bar = Progress(high=4)
        head = Ground("surface" if wide else "bg")
        top = QVBoxLayout(head)
        top.setContentsMargins(20, 18, 20, 16)
        top.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.met)
        top.addLayout(row)
        top.addWidget(self.bar)
        body = Ground("surface" if wide else "bg")
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        outer.addLayout(self._rows)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Checks")
        area.setWidget(body)
        self._area = area
        Edge(area)
        self._shown: list[tuple[str, str, str]] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(area, 1)

    def _go(self, to: str) -> None:
        if to == "paste":
            self.desk.go_to_fix("body")
            self.desk.panel.open_tab("who")
            self.desk.panel.who.ask_first()
        else:
            self.desk.go_to_fix(to)

    def refresh(self) -> None:
        """Show the checks as they stand."""
        standing = self.desk.standing
        if standing is None:
            return
        unmet = standing.unmet
        met = [check for check in standing.checks if check.met]
        count = len(unmet)
        closed = standing.article.state not in ("draft", "edit")
        if closed:
            title = STATE_WORDS[standing.article.state]
        else:
            title = f"{count} check{'' if count == 1 else 's'} left" if count else "All checks met"
        self.title.set_text(title)
        version = standing.article.version
        said = f"Version {version}" if version else ""
        self.met.set_text(said if closed else f"{len(met)} of {len(standing.checks)} met")
        self.bar.set_share(1.0 if closed else len(met) / max(1, len(standing.checks)))
        shown = [(str(c.check), str(c.detail), str(c.fix)) for c in (*unmet, *met)] + [
            (title, "", "")
        ]
        if shown == self._shown:
            return  # a button that has the keyboard keeps it
        self._shown = shown
        clear(self._rows)
        self._rows.addWidget(Line())
        before: QWidget = self._area
        for check in unmet:
            row = CheckRow(check, self._go)
            self._rows.addWidget(row)
            self._rows.addWidget(Line())
            if row.button is not None:  # Tab follows the eye, not when a row was made
                QWidget.setTabOrder(before, row.button)
                before = row.button
        for check in met:
            label = Label(met_words(check), "body", "text", icon="check", icon_color="ok")
            holder = QHBoxLayout()
            holder.setContentsMargins(20, 5, 20, 4)
            holder.addWidget(label)
            box = QWidget()
            box.setLayout(holder)
            self._rows.addWidget(box)
