"""How the text came to be: a slider over its touches, replayed, with a way back to any of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.touches import did
from desktop import times
from desktop.components import paint
from desktop.components.button import Button
from desktop.components.label import Label, Line
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk

PAUSE = timedelta(minutes=10)
#: Touches that one likes to compare with: what was read and let pass.
MILESTONES = ("moved.publish", "signed-off", "accepted", "moved.submit")


def words_of(touch: Any) -> str:
    """What a touch did."""
    return did(str(touch.kind), touch.payload)


def lines(touches: list[Any]) -> list[tuple[int, int]]:
    """The touches as lines, newest first: the first and last of each.

    What one person wrote without a pause is one line, however often it was saved.
    """
    out: list[tuple[int, int]] = []
    for n, touch in enumerate(touches):
        before = touches[n - 1] if n else None
        if (
            before is not None
            and (touch.by, words_of(touch)) == (before.by, words_of(before))
            and touch.kind == "text"
            and times.local(touch.at) - times.local(before.at) < PAUSE
        ):
            out[-1] = (out[-1][0], n)
        else:
            out.append((n, n))
    return out[::-1]


class Slider(QWidget):
    """A line of touches; the round handle is the moment shown."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history-slider")
        self.setAccessibleName("Moment shown")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", True)
        self.count, self.value = 0, 0
        self.kinds: list[str] = []
        self.setFixedHeight(36)

    def sizeHint(self) -> QSize:
        return QSize(200, 36)

    def set_touches(self, kinds: list[str], value: int) -> None:
        """Show touches by the kinds of who made them."""
        self.kinds, self.count, self.value = kinds, len(kinds), value
        self.update()

    def _x(self, n: int) -> float:
        return 8 + (self.width() - 16) * (n / max(1, self.count - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.fillRect(QRectF(8, middle - 1, self.width() - 16, 2), theme.color("line2"))
        step = max(1, self.count // 120)
        for n in range(0, self.count, step):
            kind = self.kinds[n]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(kind))
            painter.drawEllipse(QRectF(self._x(n) - 2, middle - 2, 4, 4))
        if self.count:
            painter.setBrush(theme.color("fill"))
            painter.drawEllipse(QRectF(self._x(self.value) - 7, middle - 7, 14, 14))
        painter.end()

    def go(self, value: int) -> None:
        """Move to a touch."""
        value = max(0, min(self.count - 1, value))
        if self.count and value != self.value:
            self.value = value
            self.update()
            self.moved.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        share = (event.position().x() - 8) / max(1, self.width() - 16)
        self.go(round(share * (self.count - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_PageUp: -10, keys.Key_PageDown: 10,
                 keys.Key_Home: -self.count, keys.Key_End: self.count}  # fmt: skip
        if event.key() in steps:
            self.go(self.value + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class _Touches(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        return QSize(200, max(44, theme.px(44)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        rect = option.rect
        name, kind, did, when = index.data(Qt.ItemDataRole.UserRole)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        middle = rect.center().y()
        paint.draw_mark(painter, rect.x() + 20, middle - 8, 16, kind)
        room = rect.width() - 66
        paint.draw_text(painter, rect.x() + 46, middle - 8, f"{name} {did}", "strong", most=room)
        paint.draw_text(painter, rect.x() + 46, middle + 10, when, "meta", "text2", most=room)


class History(QWidget):
    """The panel's tab; asks the Desk to show a moment, or to go back to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.touches: list[Any] = []
        self.title = Label("How the text came to be", "meta", "text3", lines=1)
        self.slider = Slider()
        self.moment = Label("", "strong", lines=1, name="history-moment")
        self.when = Label("", "meta", "text2", lines=1)
        self.play = Button("Replay", icon="history", name="history-play")
        self.back = Button("Restore this", "primary", name="history-restore")
        self.now = Button("Back to now", "quiet", name="history-now")
        self.compare = Button("Compare", "link", name="history-compare",
                              tip="Two moments, word by word, with authors")  # fmt: skip
        self.list = QListWidget()
        self.list.setObjectName("history-list")
        self.list.setAccessibleName("Touches, newest first")
        self.list.setItemDelegate(_Touches(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("background: transparent;")
        top = QVBoxLayout()
        top.setContentsMargins(20, 18, 20, 10)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.compare)
        top.addLayout(head)
        for widget in (self.slider, self.moment, self.when):
            top.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 8, 0, 4)
        for button in (self.play, self.back, self.now):
            row.addWidget(button)
        row.addStretch(1)
        top.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Line())
        column.addWidget(self.list, 1)
        self._step = QTimer(self)
        self._step.setInterval(220)
        self._step.timeout.connect(self._next)
        self.slider.moved.connect(self._show)
        self.play.clicked.connect(self._play)
        self.back.clicked.connect(self._restore)
        self.now.clicked.connect(self.to_now)
        self.compare.clicked.connect(self.compare_now)
        self.list.currentRowChanged.connect(self._picked)
        self._busy = self._comparing = False
        self._lines: list[tuple[int, int]] = []
        self.touches_shown: Any = None

    def refresh(self) -> None:
        """Read the touches again."""
        article = self.desk.article
        if article and self.isVisible():
            from db import reading

            self.desk.window_.context.read(
                lambda s: reading.history(s, article), self._take, piece=article
            )

    def _take(self, touches: list[Any]) -> None:
        # Comments change no text: they are no moments of it.
        told = [touch for touch in touches if not str(touch.kind).startswith("comment.")]
        self.touches = sorted(told, key=lambda touch: touch.seq)
        context = self.desk.window_.context
        at_end = self.slider.value >= self.slider.count - 1
        shown = self.touches_shown.seq if self.touches_shown is not None and not at_end else None
        people = [context.person(touch.by) for touch in self.touches]
        kinds = [person.kind if person else "reporter" for person in people]
        self._busy = True
        self.list.clear()
        self._lines = lines(self.touches)
        for first, last in self._lines:
            touch, person = self.touches[last], people[last]
            name = person.name if person else str(touch.by)
            when = times.moment(touch.at)
            if first != last and (began := times.moment(self.touches[first].at)) != when:
                when = f"{began} to {when}"
            if touch.payload.get("reason"):
                when = f"{when}: “{touch.payload['reason']}”"
            item = QListWidgetItem(f"{name} {words_of(touch)}, {when}")
            item.setToolTip(str(touch.payload.get("reason") or ""))
            item.setData(Qt.ItemDataRole.UserRole, (name, kinds[last], words_of(touch), when))
            self.list.addItem(item)
        last = max(0, len(self.touches) - 1)
        place = next((n for n, t in enumerate(self.touches) if t.seq == shown), last)
        self.slider.set_touches(kinds, place)
        self._busy = False
        self._tell()
        if self._comparing:
            self._comparing = False
            self.compare_now()

    def _tell(self) -> None:
        at_now = self.slider.value >= len(self.touches) - 1
        if not self.touches:
            self.moment.set_text("Nothing yet")
            self.when.set_text("")
        else:
            touch = self.touches[self.slider.value]
            person = self.desk.window_.context.person(touch.by)
            name = person.name if person else str(touch.by)
            self.moment.set_text("Now" if at_now else f"{name} {words_of(touch)}")
            self.when.set_text(times.moment(touch.at))
        standing = self.desk.standing
        why = self.desk.waits() or (standing.why_not("write") if standing is not None else "")
        self.back.setEnabled(not at_now and not why)
        self.back.setToolTip(why or ("This is the text as it stands" if at_now else ""))
        self.now.setVisible(not at_now)
        self.play.setEnabled(len(self.touches) > 1)
        self.compare.setEnabled(len(self.touches) > 1)

    def _picked(self, row: int) -> None:
        if not self._busy and row >= 0:
            self.slider.go(self._lines[row][1])

    def _show(self, value: int) -> None:
        self.touches_shown = self.touches[value]
        self._tell()
        self._busy = True
        row = next((n for n, (low, high) in enumerate(self._lines) if low <= value <= high), -1)
        self.list.setCurrentRow(row)
        self._busy = False
        if value >= len(self.touches) - 1:
            self.desk.show_now()
        else:
            self.desk.show_moment(self.touches[value].seq)

    def compare_when_read(self) -> None:
        """Compare once the touches are here."""
        self._comparing = True

    def compare_now(self) -> None:
        """Compare the moment shown, or else the last that was let pass, with the text as it is."""
        if len(self.touches) < 2:
            return
        last = len(self.touches) - 1
        moments = []
        for _first, end in self._lines:
            touch = self.touches[end]
            person = self.desk.window_.context.person(touch.by)
            said = f"{person.name if person else touch.by} {words_of(touch)}"
            words = f"{times.moment(touch.at)}: {said}"
            moments.append((touch.seq, f"Now: {said}" if end == last else words))
        at = self.slider.value
        if at >= last:
            passed = [n for n in range(last) if str(self.touches[n].kind) in MILESTONES]
            at = passed[-1] if passed else 0
        # A line of several touches is offered by its last one.
        shown = next((end for first, end in self._lines if first <= at <= end), at)
        earlier = self.touches[shown if shown < last else 0].seq
        if all(seq != earlier for seq, _words in moments):
            moments.append((earlier, "The beginning"))
        self.desk.show_compare(moments, earlier, self.touches[last].seq)

    def _play(self) -> None:
        if self._step.isActive():
            self._stop()
            return
        if self.slider.value >= self.slider.count - 1:
            self.slider.go(0)
        self.play.setText("Pause")
        self._step.start()

    def _stop(self) -> None:
        self._step.stop()
        self.play.setText("Replay")

    def _next(self) -> None:
        if self.slider.value >= self.slider.count - 1 or not self.isVisible():
            self._stop()
            return
        self.slider.go(self.slider.value + max(1, self.slider.count // 60))

    def rest(self) -> None:
        """Another page is shown: what stands here is the text as it is."""
        if self.slider.value < self.slider.count - 1:
            self.to_now()

    def to_now(self) -> None:
        """Show the text as it stands."""
        self._stop()
        self.slider.go(self.slider.count - 1)
        self.desk.show_now()

    def _restore(self) -> None:
        self._stop()
        if self.touches:
            self.desk.restore(self.touches[self.slider.value].seq)
