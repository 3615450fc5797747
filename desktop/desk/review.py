"""Review: every change since the last approval in a list, and the sign-off beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.feedback import Empty, Progress
from desktop.components.label import Ground, Label
from desktop.desk.changes import ChangeRows, Changes
from desktop.desk.signing import Signing

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class Review(QWidget):
    """J and K move, A accepts, R rejects, E goes to the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.model = Changes()
        self.list = QListView()
        self.list.setObjectName("changes")
        self.list.setAccessibleName("Changes since the last approval")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ChangeRows(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.installEventFilter(self)
        self.signing = Signing(desk)
        self.left = Label("", "heading", lines=1, name="changes-left")
        self.since = Label("", "meta", "text2", name="changes-since")
        self.bar = Progress()
        self.accept = Button("Accept", "primary", keys="A", name="change-accept")
        self.reject = Button("Reject", keys="R", name="change-reject")
        self.edit = Button("Edit", keys="E", name="change-edit")
        self.accept_all = Button("Accept all", "quiet", name="change-accept-all")
        self._at: Any = None
        self._most = 0
        self._empty = Empty("", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._main())
        ground = Ground("surface")
        layout = QVBoxLayout(ground)
        layout.addWidget(self._empty)
        self._stack.addWidget(ground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self._side())
        self.accept.clicked.connect(lambda: self.decide(True))
        self.reject.clicked.connect(lambda: self.decide(False))
        self.edit.clicked.connect(self.go_to_words)
        self.accept_all.clicked.connect(self._all)

    def _main(self) -> QWidget:
        main = Ground("surface")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        foot = Ground("surface", "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(36, 10, 24, 10)
        for button in (self.accept, self.reject, self.edit):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.accept_all)
        column.addWidget(foot)
        return main

    def _side(self) -> QWidget:
        side = Ground("bg", "l")
        side.setFixedWidth(344)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(20, 18, 20, 14)
        head.setSpacing(8)
        for widget in (self.left, self.bar, self.since):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.signing, 1)
        return side

    def refresh(self) -> None:
        """Show where the review stands."""
        standing = self.desk.standing
        if standing is None:
            return
        rows = standing.undecided
        self._at = standing.changes.at if standing.changes is not None else None
        row = self.list.currentIndex().row()
        if [_key(a) for a in rows] != [_key(a) for a in self.model.rows]:
            self.model.show(rows)
            if rows:
                at = self.model.index(min(max(row, 0), len(rows) - 1), 0, QModelIndex())
                self.list.setCurrentIndex(at)
        count = len(rows)
        self._most = max(self._most, count) if count else 0
        self.left.set_text(f"{count} change{'' if count == 1 else 's'} left" if count
                           else "No changes left")  # fmt: skip
        self.bar.set_share(1 - count / self._most if self._most else 1.0)
        new = sum(len(str(change.inserted)) for change in rows if change.part == "body")
        session = self.desk.writing.session
        whole = session is not None and new >= len(session.text("body"))
        self.since.set_text("All of it is new: nothing was approved before" if rows and whole
                            else "Since the last approval")  # fmt: skip
        self._show_empty(standing)
        why = standing.why_not("decide")
        for button in (self.accept, self.reject, self.accept_all):
            button.setEnabled(bool(rows) and not why)
            button.setToolTip(why)
        self.desk.read_statements(self.signing.refresh)

    def _show_empty(self, standing: Any) -> None:
        state, view = standing.article.state, standing.article
        if standing.undecided:
            self._stack.setCurrentIndex(0)
            return
        if state == "edit" and view.signed_off:
            words = ("Signed off", "This very text is signed. One more touch of it, and it is not.")
        elif state == "edit":
            words = ("Every change is decided", "What is left is the sign-off, on the right.")
        elif state == "draft":
            words = ("Still a draft", "Changes are reviewed once the piece is submitted for edit.")
        else:
            words = (f"This piece is {state}", "There is nothing to review in it now.")
        self._empty.title.set_text(words[0])
        self._empty.sentence.set_text(words[1])
        self._stack.setCurrentIndex(1)

    def _numbers(self) -> list[int]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self.model.rows[row].n for row in rows]

    def decide(self, take: bool) -> None:
        """Accept or reject the chosen changes."""
        from db.acts.deciding import accept, reject

        numbers = self._numbers()
        standing = self.desk.standing
        if numbers and standing is not None and not standing.why_not("decide"):
            said = f"{len(numbers)} change{'' if len(numbers) == 1 else 's'} "
            said += "accepted" if take else "rejected"
            self.desk.do(accept if take else reject, numbers, at=self._at, said=said, quiet=True)

    def _all(self) -> None:
        self.list.selectAll()
        self.decide(True)

    def step(self, way: int) -> None:
        """The next change, or the one before."""
        row = self.list.currentIndex().row() + way
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row, 0, QModelIndex()))

    def go_to_words(self) -> None:
        """Open the page at the change."""
        index = self.list.currentIndex()
        change = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if change is not None:
            self.desk.edit_at(str(change.part), int(change.start), int(change.length))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.modifiers():
                return False
            keys = Qt.Key
            does = {
                keys.Key_J: lambda: self.step(1), keys.Key_K: lambda: self.step(-1),
                keys.Key_A: lambda: self.decide(True), keys.Key_R: lambda: self.decide(False),
                keys.Key_E: self.go_to_words,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if does is not None:
                does()
                return True
        return super().eventFilter(watched, event)


def _key(change: Any) -> tuple[Any, ...]:
    return (change.n, change.part, change.start, change.inserted, change.deleted)
