"""What the program says by itself: toast, error bar, progress, empty page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip
from shiboken6 import isValid

from desktop import icons
from desktop.components import paint
from desktop.components.button import Button
from desktop.components.label import Label
from desktop.theme import theme

TOAST_MS = 6000


class Toast(QWidget):
    """A dark line at the bottom with a way back; gone after six seconds, later while hovered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.text = ""
        self._undo: Callable[[], object] | None = None
        self.back = Button("Take back", "link", name="toast-take-back", parent=self)
        self.back._ground = lambda painter, over: "toastlink"  # type: ignore[method-assign]
        self.back._content = self._draw_back  # type: ignore[method-assign, assignment]
        self.back.clicked.connect(self._take_back)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say something, with a way to take it back if there is one."""
        self.text, self._undo = text, undo
        self.setAccessibleName(text)
        self.back.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def _draw_back(self, painter: QPainter, _ink: str) -> None:
        from PySide6.QtGui import QColor

        paint.draw_text(painter, 0, self.back.height() / 2, "Take back", "strong",
                        QColor("#B9B6FB"))  # fmt: skip

    def _place(self) -> None:
        wide = paint.width(self.text, "body") + 36 + (92 if self._undo else 0)
        parent = self.parentWidget()
        if parent is None:
            return
        wide = min(wide, parent.width() - 120)
        self.resize(round(wide) + 24, 40 + 24)
        self.move((parent.width() - self.width()) // 2, parent.height() - 40 - 24 - 28)
        self.back.move(
            self.width() - 12 - 16 - self.back.width(), 12 + 20 - self.back.height() // 2
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        paint.draw_shadow(painter, box, 8, 10)
        painter.setBrush(theme.color("toast"))
        painter.drawRoundedRect(box, 8, 8)
        room = box.width() - 32 - (92 if self._undo else 0)
        paint.draw_text(painter, box.x() + 16, box.center().y(), self.text, "body", "onfill", room)
        painter.end()


class ErrorBar(QWidget):
    """What happened, what to do, and what was kept safe, where the work is; never a dead end."""

    def __init__(self, name: str = "error-bar") -> None:
        super().__init__()
        self.setObjectName(name)
        self.title = Label("", "bold", name="error-title")
        self.message = Label("", "body", "text2", name="error-fix")
        self.safe = Label(
            "", "meta", "text2", icon="shield-check", icon_color="ok", name="error-safe"
        )
        self.action = Button("Try again", icon="refresh-cw", name="error-action")
        self.close_button = Button(
            "", "quiet", icon="x", name="error-close", tip="Close this message"
        )
        for button in (self.action, self.close_button):
            # A click leaves the keyboard where one works: this button goes, and would take it along.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.hide)
        self.action.clicked.connect(self._act)
        self._again: Callable[[], object] | None = None
        #: the rule of the refusal that it shows, where it shows one
        self.rule = ""
        self._words = words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.message, self.safe):
            words.addWidget(label)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(46, 12, 16, 12)
        row.addLayout(words, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def tell(
        self, title: str, fix: str = "", safe: str = "Nothing was changed.", *,
        action: str = "", do: Callable[[], object] | None = None, rule: str = "",
    ) -> None:  # fmt: skip
        """Show an error; `do` is what the button `action` does."""
        self.rule = rule
        self.title.set_text(_sentence(title))
        self.message.set_text(_sentence(fix))
        self.message.setVisible(bool(fix))
        self.safe.set_text(kept_safe(safe) if safe else "")
        self.safe.setVisible(bool(safe))
        self._again = do
        self.action.icon_name = "" if action else "refresh-cw"
        self.action.setText(action or "Try again")
        self.action.setVisible(do is not None)
        self.setAccessibleName(f"{title}. {fix}. {safe}")
        self.show()
        self.setFixedHeight(self.heightForWidth(self.width()))
        for layout in (self._words, self._row):  # hidden labels did not tell them of new words
            layout.invalidate()
        self._row.activate()

    def _act(self) -> None:
        self.hide()
        if self._again is not None:
            self._again()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        buttons = self.close_button.sizeHint().width() + 12
        if self.action.isVisibleTo(self):
            buttons += self.action.sizeHint().width() + 12
        room = max(60, wide - 62 - buttons)
        shown = [w for w in (self.title, self.message, self.safe) if w.isVisibleTo(self)]
        return max(56, 24 + sum(w.heightForWidth(room) + 2 for w in shown))

    def resizeEvent(self, event: object) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dangertint"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        icons.draw(painter, "circle-alert", 16, 22, "danger", 18)
        painter.end()


def kept_safe(safe: str) -> str:
    """What an error left as it was; that nothing was changed is said by itself."""
    if safe.lower().startswith("nothing"):
        return _sentence(safe)
    return f"Kept safe: {safe[:1].lower()}{safe[1:]}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


class Progress(QWidget):
    """A bar 5 px high; `share` from 0 to 1."""

    def __init__(self, name: str = "", high: int = 4) -> None:
        super().__init__()
        self.setObjectName(name)
        self.share = 0.0
        self.setFixedHeight(high)

    def set_share(self, share: float) -> None:
        """How much is done."""
        self.share = min(1.0, max(0.0, share))
        self.setAccessibleName(f"{self.share:.0%} done")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self.share > 0:
            painter.setBrush(theme.color("fill"))
            long = max(self.height(), self.width() * self.share)
            painter.drawRoundedRect(QRectF(0, 0, long, self.height()), radius, radius)
        painter.end()


class Empty(QWidget):
    """A serif line, one sentence, and the ways on."""

    def __init__(self, title: str, sentence: str, *buttons: Button, below: str = "") -> None:
        super().__init__()
        self.title = Label(title, "empty", centred=True)
        self.sentence = Label(sentence, "body", "text2", centred=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addSpacing(6)
        column.addWidget(self.sentence)
        column.addSpacing(14)
        column.addLayout(row)
        if below:
            column.addSpacing(6)
            column.addWidget(Label(below, "body", "text2", centred=True))
        column.addStretch(1)


class FocusRing(QWidget):
    """The 2 px accent ring with a 2 px gap around whatever button has the keyboard.

    A click puts none: who uses the mouse sees where it is.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._at: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Connected to QApplication.focusChanged."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        ringed = now is not None and now.property("ring") and not clicked
        self._at, self._watched = None, []
        parent = now.parentWidget() if now is not None and ringed else None
        if now is None or parent is None:
            self.hide()
            return
        self._at = now
        self._watched = [now, parent]  # where either goes the ring goes
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        at = self._at
        parent = at.parentWidget() if at is not None else None
        if at is None or parent is None:
            return
        holder = parent.parentWidget() or parent
        if self.parentWidget() is not holder:
            self.setParent(holder)
        corner = at.mapTo(holder, at.rect().topLeft())
        trim = int(at.property("ringtrim") or 0)  # a tab is as high as its bar; its ring is not
        self.setGeometry(
            corner.x() - 4, corner.y() - 4 + trim, at.width() + 8, at.height() + 8 - 2 * trim
        )
        self.raise_()
        self.setVisible(at.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.Move, kinds.Resize, kinds.Show):
            self._place()
        elif event.type() == kinds.Hide:
            self.hide()
        elif event.type() == kinds.Destroy and watched is self._at:
            self._at = None
            self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


def fade_in(widget: QWidget) -> None:
    """Show a widget over 120 ms, or at once where the system asks for less motion."""
    from PySide6.QtCore import QEasingCurve, QPropertyAnimation
    from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect

    if not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu):
        widget.show()
        return
    effect = QGraphicsOpacityEffect(widget)
    widget.setGraphicsEffect(effect)
    motion = QPropertyAnimation(effect, b"opacity", widget)
    motion.setDuration(120)
    motion.setStartValue(0.0)
    motion.setEndValue(1.0)
    motion.setEasingCurve(QEasingCurve.Type.OutCubic)
    motion.finished.connect(lambda: widget.setGraphicsEffect(None))  # type: ignore[arg-type]
    widget.show()
    motion.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


__all__ = ["Empty", "ErrorBar", "FocusRing", "Progress", "Toast", "fade_in"]
