"""Colours, letters and the few rules Qt's own widgets need, in light and dark.

Colour is for people: outside the accent and three status words it only says who wrote something.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

#: token: (light, dark)
TOKENS = {
    "bg": ("#F6F6F4", "#131417"),
    "surface": ("#FFFFFF", "#1A1B1F"),
    "raised": ("#FFFFFF", "#222328"),
    "sunken": ("#ECECE9", "#26272C"),
    "hover": ("#F0F0ED", "#202126"),
    "line": ("#E4E4E0", "#2A2B31"),
    "line2": ("#D3D3CE", "#3A3B43"),
    "field": ("#8A8B92", "#74757F"),
    "text": ("#17181B", "#ECECEE"),
    "text2": ("#4C4D54", "#B6B7BF"),
    "text3": ("#66676F", "#93949E"),
    "accent": ("#3B36A8", "#A5A1FA"),
    "fill": ("#3B36A8", "#5B55D6"),
    "fillhover": ("#322D93", "#6A64E2"),
    "onfill": ("#FFFFFF", "#FFFFFF"),
    "tint": ("#EEEDF9", "#25243F"),
    "tint2": ("#DDDBF3", "#343260"),
    "ok": ("#1A7444", "#5CC08A"),
    "warn": ("#8A5600", "#E5AE4D"),
    "danger": ("#B3261E", "#F28B82"),
    "dangertint": ("#FBEBE9", "#331C1B"),
    "freelancer": ("#00805D", "#1FB58C"),
    "reporter": ("#0072B2", "#56B4E9"),
    "editor": ("#B57600", "#E69F00"),
    "ceo": ("#17181B", "#ECECEE"),
    "ai": ("#B5558B", "#DB8CBA"),
    "toast": ("#17181B", "#34353D"),
    "paper": ("#FFFFFF", "#F2F2EE"),
    "papertext": ("#17181B", "#17181B"),
    "paperaccent": ("#3B36A8", "#3B36A8"),
    "seg": ("#FFFFFF", "#3A3B43"),
}


class Letters(NamedTuple):
    """One way of setting text: family, weight, size and line height in pixels at 100 %."""

    family: str
    weight: int
    px: int
    line: int


STYLES = {
    "hero": Letters("serif", 600, 44, 52),
    "article": Letters("serif", 600, 34, 42),
    "empty": Letters("serif", 600, 28, 36),
    "page": Letters("serif", 600, 26, 33),
    "manuscript": Letters("serif", 400, 18, 28),
    "dateline": Letters("serif", 600, 16, 26),
    "sample": Letters("serif", 400, 20, 34),
    "review": Letters("serif", 400, 17, 27),
    "preview": Letters("serif", 400, 14, 22),
    "previewhead": Letters("serif", 600, 24, 30),
    "quote": Letters("serif", 400, 14, 20),
    "change": Letters("serif", 400, 15, 20),
    "card": Letters("serif", 600, 16, 21),
    "row": Letters("serif", 500, 15, 20),
    "start": Letters("sans", 600, 26, 32),
    "title": Letters("sans", 600, 20, 26),
    "heading": Letters("sans", 600, 18, 24),
    "lead": Letters("sans", 400, 15, 24),
    "palette": Letters("sans", 400, 14, 20),
    "body": Letters("sans", 400, 13, 20),
    "strong": Letters("sans", 500, 13, 20),
    "bold": Letters("sans", 600, 13, 20),
    "meta": Letters("sans", 400, 12, 18),
    "metastrong": Letters("sans", 500, 12, 18),
    "small": Letters("sans", 500, 11, 16),
    "tiny": Letters("sans", 600, 9, 12),
    "mark": Letters("serif", 700, 30, 32),
}

FAMILIES = {
    "sans": [
        "Inter", "Noto Sans Bengali", "Noto Naskh Arabic", "Noto Sans Hebrew",
        "Noto Sans Devanagari", "Noto Sans JP", "Noto Sans", "sans-serif",
    ],
    "serif": [
        "Source Serif 4", "Noto Serif Bengali", "Noto Naskh Arabic", "Noto Sans Hebrew",
        "Noto Sans Devanagari", "Noto Sans JP", "Noto Serif", "serif",
    ],
}  # fmt: skip

KINDS = ("freelancer", "reporter", "editor", "ceo", "ai")
KIND_WORDS = {
    "freelancer": "Freelancer", "reporter": "Reporter", "editor": "Editor", "ceo": "CEO",
    "ai": "AI",
}  # fmt: skip
STATE_WORDS = {
    "draft": "Draft", "edit": "Edit", "published": "Published", "spiked": "Spiked",
    "withdrawn": "Withdrawn",
}  # fmt: skip
LANGUAGES = {
    "en": "English", "bn": "বাংলা", "ar": "العربية", "ja": "日本語", "de": "Deutsch",
    "fr": "Français", "es": "Español", "hi": "हिन्दी", "he": "עברית", "el": "Ελληνικά",
    "ru": "Русский", "pt": "Português", "it": "Italiano", "tr": "Türkçe", "zh": "中文",
}  # fmt: skip


class Theme(QObject):
    """The one theme of the program; `changed` after its mode or text size did."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "system"
        self.dark = False
        self.scale = 1.0
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool, bool], QFont] = {}

    def color(self, token: str) -> QColor:
        """The colour of a token now; not to be changed."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = QColor(TOKENS[token][self.dark])
        return found

    def name(self, token: str) -> str:
        """The colour as `#RRGGBB`."""
        return TOKENS[token][self.dark]

    def author(self, kind: str) -> QColor:
        """The colour of a contributor's kind, quieter in dark where lines run under text."""
        color = QColor(self.color(kind if kind in KINDS else "text3"))
        if self.dark:
            color.setAlphaF(0.78)
        return color

    def px(self, pixels: float) -> int:
        """Pixels at the text size in use."""
        return round(pixels * self.scale)

    def font(self, style: str, italic: bool = False, figures: bool = False) -> QFont:
        """The font of a text style; a shared one, copy before changing.

        `figures` makes them tabular, for where they line up or change: hyphens widen too.
        """
        key = (style, italic, figures)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = _font(STYLES[style], self.scale, italic, figures)
        return found

    def line(self, style: str) -> int:
        """The line height of a text style in pixels."""
        return self.px(STYLES[style].line)

    def use(self, mode: str, scale: float = 1.0) -> None:
        """Show the program in `light`, `dark` or `system`, letters `scale` times as large."""
        app = QApplication.instance()
        self.mode, self.scale = mode, scale
        system = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.dark = mode == "dark" or (mode == "system" and system)
        self._colors.clear()
        self._fonts.clear()
        if isinstance(app, QApplication):
            app.setFont(self.font("body"))
            app.setPalette(_palette(self))
            app.setStyleSheet(_sheet(self))
        self.changed.emit()


def _font(letters: Letters, scale: float, italic: bool, figures: bool) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES[letters.family])
    font.setPixelSize(max(8, round(letters.px * scale)))
    font.setWeight(QFont.Weight(letters.weight))
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if letters.family == "sans":
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        if letters.px >= 18:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 99)
    return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, "bg"), (role.Base, "surface"), (role.AlternateBase, "hover"),
        (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"),
        (role.Button, "surface"), (role.Highlight, "tint2"), (role.HighlightedText, "text"),
        (role.PlaceholderText, "text3"), (role.ToolTipBase, "raised"), (role.ToolTipText, "text"),
        (role.Link, "accent"), (role.Accent, "accent"), (role.Mid, "line2"),
    ):  # fmt: skip
        palette.setColor(which, theme.color(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.color("text3"))
    return palette


def _sheet(theme: Theme) -> str:
    sheet = _SHEET
    for token in sorted(TOKENS, key=len, reverse=True):
        sheet = sheet.replace(f"@{token};", f"{theme.name(token)};")
        sheet = sheet.replace(f"@{token} ", f"{theme.name(token)} ")
    return sheet


_SHEET = """
QToolTip { background: @raised; color: @text; border: 1px solid @line2; padding: 4px 6px; }
QLineEdit[form="true"], QPlainTextEdit[form="true"], QComboBox, QDateTimeEdit, QSpinBox {
  background: @surface; color: @text; border: 1px solid @field; border-radius: 6px;
  padding: 4px 9px; min-height: 22px; placeholder-text-color: @text3;
  selection-background-color: @tint2; selection-color: @text; }
QLineEdit[form="true"]:focus, QPlainTextEdit[form="true"]:focus, QComboBox:focus,
QDateTimeEdit:focus, QSpinBox:focus { border: 2px solid @accent; padding: 3px 8px; }
QLineEdit[form="true"]:disabled, QPlainTextEdit[form="true"]:disabled, QComboBox:disabled {
  color: @text3; border-color: @line2; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line2; outline: 0;
  selection-background-color: @tint; selection-color: @text; padding: 4px; }
QMenu { background: @raised; border: 1px solid @line2; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 5px; color: @text; }
QMenu::item:selected { background: @tint; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 5px 6px; }
QMenu::icon { left: 6px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QScrollArea, QAbstractScrollArea { border: none; }
CardList { background: transparent; }
QTextEdit, QListView, QTableView { outline: 0; selection-background-color: @tint2;
  selection-color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: @line2; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: @field; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; height: 0; width: 0; }
QSplitter::handle { background: @line; }
"""

theme = Theme()


#: The fonts of the frame, loaded before the window shows; and those only articles are set in.
FRAME_FONTS = ("Inter", "SourceSerif4_6", "SourceSerif4_7")
ARTICLE_FONTS = (
    "SourceSerif4_4", "NotoSerifBengali", "NotoSansBengali", "NotoNaskhArabic", "NotoSansHebrew",
    "NotoSansDevanagari", "NotoSerif-", "NotoSansJP",
)  # fmt: skip


@cache
def load_fonts(beginnings: tuple[str, ...] = FRAME_FONTS + ARTICLE_FONTS) -> tuple[str, ...]:
    """Load bundled fonts by the beginnings of their names; the families that were found."""
    families: list[str] = []
    for beginning in beginnings:
        for file in sorted((RESOURCES / "fonts").glob(f"{beginning}*.ttf")):
            number = QFontDatabase.addApplicationFont(str(file))
            if number >= 0:
                families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def language_name(code: str | None) -> str:
    """What a language calls itself, or its code."""
    return LANGUAGES.get((code or "").split("-")[0], code or "")
