"""The first page: your name, what you do, and a newsroom on this computer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop.components import paint
from desktop.components.button import Button, CheckBox
from desktop.components.feedback import ErrorBar
from desktop.components.fields import FormLine, form_edit
from desktop.components.label import Ground, Label
from desktop.components.scroll import centred
from desktop.theme import KIND_WORDS, KINDS, theme

ROLES = (
    ("freelancer", "Writes from outside"),
    ("reporter", "Writes on a desk here"),
    ("editor", "Edits, signs off, publishes"),
    ("ceo", "All of it, and legal and staff matters"),
)
SAMPLE = (
    ("freelancer", "The night ferries to Chattogram ran again on Monday,"),
    ("reporter", "a fortnight after the floods."),
    ("ai", "Some 4,100 people had waited on both banks,"),
    ("editor", "the port authority said."),
)


class RoleCard(QAbstractButton):
    """One role, with its line."""

    def __init__(self, kind: str, does: str) -> None:
        super().__init__()
        self.kind, self.does = kind, does
        self.setObjectName(f"role-{kind}")
        self.setText(KIND_WORDS[kind])
        self.setAccessibleName(f"{KIND_WORDS[kind]}: {does}")
        self.setCheckable(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(236, max(56, theme.px(56)))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = 2 if on else 1
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.setPen(QPen(theme.color("accent" if on else "line2"), edge))
        ground = "tint" if on else ("hover" if self.underMouse() else "surface")
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 8, 8)
        middle = self.height() / 2
        room = self.width() - 32
        paint.draw_text(painter, 16, middle - 8, self.text(), "strong")
        paint.draw_text(painter, 16, middle + 11, self.does, "meta", "text2", most=room)
        paint.draw_mark(painter, self.width() - 36, middle - 7, 20, self.kind)
        painter.end()


class Example(QWidget):
    """Two sentences by four hands, underlined as the program underlines."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("An example of underlined authorship")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def _words(self, wide: float) -> list[tuple[str, str, float, float]]:
        out, x, line = [], 0.0, 0.0
        space = paint.width(" ", "sample")
        for kind, text in SAMPLE:
            for word in text.split():
                long = paint.width(word, "sample")
                if x and x + long > wide:
                    x, line = 0.0, line + 1
                out.append((kind, word, x, line))
                x += long + space
        return out

    def sizeHint(self) -> QSize:
        words = self._words(min(self.width() or 380, 380))
        return QSize(380, round((words[-1][3] + 1) * theme.line("sample")) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measure, high = paint.metrics("sample"), theme.line("sample")
        words = self._words(min(self.width(), 380))
        for n, (kind, word, x, line) in enumerate(words):
            base = line * high + high / 2 + measure.capHeight() / 2
            painter.setFont(theme.font("sample"))
            painter.setPen(theme.color("text"))
            painter.drawText(round(x), round(base), word)
            end = x + measure.horizontalAdvance(word)
            after = words[n + 1] if n + 1 < len(words) else None
            if after and after[0] == kind and after[3] == line:
                end = after[2]
            y = round(base + 6)
            if kind == "ai":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.author("ai"))
                at = 4 * round(x / 4) + 1.0
                while at < end - 1:
                    painter.drawEllipse(QRectF(at, y - 0.5, 1.9, 1.9))
                    at += 4
            else:
                painter.fillRect(QRectF(x, y, end - x, 1.5), theme.author(kind))
        painter.end()


class Legend(QWidget):
    """What the lines mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(20)
        self.setAccessibleName("Lines are people, dots are AI")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = 0.0, self.height() / 2
        for kind in KINDS:
            if kind == "ceo":
                continue
            paint.draw_mark(painter, x, middle, 18, kind)
            x += 26
            x += paint.draw_text(painter, x, middle, KIND_WORDS[kind], "meta", "text2") + 18
        painter.end()


class FirstStart(QWidget):
    """One page; `asked` with name, kind, whether a sample is wanted, and whether to encrypt."""

    asked = Signal(str, str, bool, bool)
    key_file_asked = Signal()
    join_asked = Signal()

    def __init__(self, where: str) -> None:
        super().__init__()
        self.setObjectName("first-start")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left(), 52)
        row.addWidget(self._right(where), 76)

    def _left(self) -> QWidget:
        ground = Ground("bg", "r")
        column = QVBoxLayout(ground)
        column.setContentsMargins(72, 72, 48, 40)
        sign = QHBoxLayout()
        sign.addWidget(Label("¶", "mark", lines=1))
        sign.addSpacing(6)
        sign.addWidget(Label("Colophon", "heading", lines=1))
        sign.addStretch(1)
        column.addLayout(sign)
        column.addStretch(3)
        column.addWidget(Label("Who touched\nevery word.", "hero"))
        column.addSpacing(16)
        column.addWidget(Label(
            "The note at the end of a book tells how it was made.\n"
            "Colophon writes one for every article.", "lead", "text2",
        ))  # fmt: skip
        column.addStretch(2)
        column.addWidget(Example())
        column.addSpacing(20)
        column.addWidget(Legend())
        column.addStretch(4)
        return ground

    def _right(self, where: str) -> QWidget:
        ground = Ground("surface")
        self.name = form_edit("first-name", "As it should stand in the record")
        self.name.setStyleSheet("min-height: 30px;")
        self.name.textChanged.connect(self._check)
        self.group = QButtonGroup(self)
        cards = QGridLayout()
        cards.setSpacing(8)
        for n, (kind, does) in enumerate(ROLES):
            card = RoleCard(kind, does)
            self.group.addButton(card)
            cards.addWidget(card, n // 2, n % 2)
            if kind == "ceo":
                card.setChecked(True)
        self.sample = CheckBox("Add a sample newsroom", "first-sample")
        self.sample.setChecked(True)
        self.encrypted = CheckBox("Encrypt this newsroom", "first-encrypt")
        self.open_button = Button("Open the newsroom", "primary", keys="Return", name="first-open")
        self.open_button.clicked.connect(self._ask)
        self.error = ErrorBar("first-error")
        self.why = Label("", "meta", "text2", lines=1, name="first-why")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        for widget, gap in (
            (Label("Start here", "start", lines=1), 6),
            (Label("Half a minute, and you can change all of it later.", "body", "text2"), 32),
            (FormLine("Your name", self.name), 24),
            (Label("What you do here", "strong", lines=1), 6),
        ):  # fmt: skip
            column.addWidget(widget)
            column.addSpacing(gap)
        column.addLayout(cards)
        column.addSpacing(6)
        column.addWidget(
            Label("The first person can do all of it until a CEO is named.", "meta", "text2")
        )
        column.addSpacing(20)
        column.addWidget(Label("The newsroom", "strong", lines=1))
        column.addSpacing(2)
        column.addWidget(Label("On this computer", "body", lines=1, icon="laptop"))
        column.addWidget(
            Label(f"One file, {where}. No server, no account, works offline.", "meta", "text2")
        )
        column.addSpacing(6)
        self.join = Button("Join a shared newsroom instead…", "link", name="first-join")
        self.join.clicked.connect(self.join_asked)
        join = QHBoxLayout()
        join.addWidget(self.join)
        join.addStretch(1)
        column.addLayout(join)
        for box, note, gap in (
            (self.encrypted, "A lost computer gives no word away. This alone cannot be changed later.", 16),
            (self.sample, "Pieces to try, in several languages. One click removes them.", 6),
        ):  # fmt: skip
            column.addSpacing(gap)
            column.addWidget(box)
            row = QHBoxLayout()
            row.addSpacing(26)
            row.addWidget(Label(note, "meta", "text2"))
            column.addLayout(row)
        column.addSpacing(24)
        column.addWidget(self.error)
        self.below_error = QWidget()
        self.below_error.setFixedHeight(16)
        self.below_error.hide()
        column.addWidget(self.below_error)
        ways = QHBoxLayout()
        ways.setSpacing(12)
        ways.addWidget(self.open_button)
        ways.addWidget(self.why)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(1)
        centred(ground, page)
        self._check()
        return ground

    @property
    def kind(self) -> str:
        """The role that is chosen."""
        card = self.group.checkedButton()
        return card.kind if isinstance(card, RoleCard) else "ceo"

    def _check(self) -> None:
        named = bool(self.name.text().strip())
        self.open_button.setEnabled(named)
        self.why.set_text("" if named else "Write your name first")

    def _ask(self) -> None:
        if not self.name.text().strip():
            return
        self.open_button.setEnabled(False)
        self.why.set_text("Making the newsroom…")
        self.error.hide()
        self.below_error.hide()
        self.asked.emit(self.name.text().strip(), self.kind, self.sample.isChecked(),
                        self.encrypted.isChecked())  # fmt: skip

    def fail(self, message: str, fix: str, rule: str = "") -> None:
        """The newsroom could not be made; without a keyring, a file can hold the keys."""
        self._check()
        self.below_error.show()
        if rule == "no-key" and self.encrypted.isChecked():
            self.error.tell(
                "This computer has no keyring for the newsroom’s key",
                "Install or unlock one and try again, or make the newsroom without encryption: a key "
                "in a file beside it would lock nothing.", "Nothing was written.",
            )  # fmt: skip
        elif rule == "no-key":
            self.error.tell(
                "This computer has no keyring for your signing key",
                "Install or unlock one and try again, or keep the key in a file that only you can "
                "read.",
                "Nothing was written.", action="Keep it in a file", do=self._with_key_file,
            )  # fmt: skip
        else:
            self.error.tell(message, fix, "Nothing was written.")

    def _with_key_file(self) -> None:
        self.key_file_asked.emit()
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return
        super().keyPressEvent(event)
