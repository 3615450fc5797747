"""Review: every change since the last approval, in its place, decided with one key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.feedback import Empty
from desktop.components.frame import Note
from desktop.components.label import Ground
from desktop.desk.asking import quoted
from desktop.desk.panel.edge import Edge
from desktop.desk.reviewing.card import ChangeCard
from desktop.desk.reviewing.paper import ReviewPaper
from desktop.desk.reviewing.rows import Decided
from desktop.desk.reviewing.side import Side
from desktop.desk.reviewing.stretches import stretches
from desktop.desk.reviewing.strip import Strip
from desktop.desk.reviewing.words import blank

if TYPE_CHECKING:
    from desktop.desk.view import Desk

#: Parts that a review shows even where nothing of them changed.
ALWAYS = frozenset({"date_line", "headline", "dateline", "body"})
#: Keys that are the review's own only on the list and on the text.
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
PLAIN = ENTER | {Qt.Key.Key_Up, Qt.Key.Key_Down}


class Review(QWidget):
    """J and K move, A accepts, R rejects, W rejects and says why, E goes to the words, C comments
    on them, Z takes the last decision back: wherever the keyboard is, but in a field.

    With Shift, A and R decide all changes of the current one's author that the filter shows.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.paper = ReviewPaper()
        self.card = ChangeCard()
        self.card.setParent(self.paper.viewport())
        self.paper.card = self.card
        Edge(self.paper)
        self.strip = Strip()
        self.side = Side(desk)
        self.list, self.signing = self.side.list, self.side.signing
        self._decided: dict[str, list[Decided]] = {}
        self._seen: dict[str, int] = {}
        self._every: list[Any] = []
        self._batch = 0
        self._taken_back = self._commented = self._follows = False
        self._article = ""
        self._empty = Empty("", "")
        self._stack = QStackedWidget()
        text = Ground("surface")
        row = QHBoxLayout(text)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.paper, 1)
        row.addWidget(self.strip)
        self._stack.addWidget(text)
        ground = Ground("surface")
        QVBoxLayout(ground).addWidget(self._empty)
        self._stack.addWidget(ground)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.side)
        self._connect()

    def _connect(self) -> None:
        self.card.accept.clicked.connect(lambda: self.decide(True))
        self.card.reject.clicked.connect(lambda: self.decide(False))
        self.card.edit.clicked.connect(self.go_to_words)
        self.card.why.clicked.connect(self.reject_why)
        self.side.accept_all.clicked.connect(lambda: self._decide(self.side.rows.waiting, True))
        self.side.filter.chosen.connect(lambda _key: self._show())
        self.paper.chosen.connect(self.choose)
        self.strip.asked.connect(self.choose)
        self.list.clicked.connect(self._clicked)
        for watched in (self.list, self.paper):
            watched.installEventFilter(self)
        # The page counts its words a moment after a decision, and then writes the status line.
        self.desk.writing.authors_changed.connect(self.tell_status)

    # Showing

    def refresh(self) -> None:
        """Show where the review stands."""
        standing = self.desk.standing
        if standing is None:
            return
        if standing.article.id != self._article:
            self._article = standing.article.id
            self.paper.current = ""
        key = f"looked-{self._article}"
        seen = self.desk.window_.preferences.number(key, 0)
        self._seen.setdefault(self._article, seen)
        self._every = _in_reading_order(standing)
        if standing.changes is not None and not self.desk.window_.context.encrypted:
            self.desk.window_.preferences.keep(key, max(seen, standing.changes.at))
        self._show()
        self._show_empty(standing)
        self.desk.read_statements(self._show_statements)

    def _show_statements(self, statements: list[Any]) -> None:
        self.signing.refresh(statements)
        self.tell_status()

    def _show(self) -> None:
        standing = self.desk.standing
        if standing is None:
            return
        seen = self._seen.get(self._article, 0)
        before, known = self._place(), set(self._keys())
        since = standing.changes.since if standing.changes is not None else None
        decided = self._decided.get(self._article, [])
        self.side.tell(self._every, decided, since, seen)
        texts = standing.changes.texts if standing.changes is not None else {}
        changed = {change.part for change in self._every}
        parts = {p: t for p, t in texts.items() if p in changed or (t and p in ALWAYS)}
        self.paper.show_text(stretches(parts, self._every), self._every)
        keys = self._keys()
        back = next((key for key in keys if key not in known), "") if self._taken_back else ""
        if back:
            self._taken_back = False
            self.choose(back)
            if self.isVisible():
                self.list.setFocus()
        if self.paper.current not in keys:
            self.paper.current = ""
            if keys:
                self.choose(keys[min(max(before, 0), len(keys) - 1)])
        self._tell_current()

    def _keys(self) -> list[str]:
        return [change.key for change in self.side.rows.waiting]

    def _place(self) -> int:
        return self.side.rows.row_of(self.paper.current)

    def _change(self) -> Any:
        return self.paper.changes.get(self.paper.current)

    def choose(self, key: str) -> None:
        """Make a change the current one."""
        self.paper.choose(key)
        self._tell_current()

    def _tell_current(self) -> None:
        change = self._change()
        row = self._place()
        model = self.side.rows
        if row >= 0:
            self.list.setCurrentIndex(model.index(row, 0))
        else:
            self.list.clearSelection()
        if change is not None:
            self.card.show_change(change, self._why_not())
            self.side.tell_why_not(self._why_not())
            self.card.say(self._comment_on(change))
        self.paper.place_card()
        length = max(1, self.paper.document().characterCount())
        marks = [(start / length, key, self.paper.changes[key].kind)
                 for start, key in self.paper.order() if key in self.paper.changes]  # fmt: skip
        self.strip.show_marks(marks, self.paper.current)
        self.tell_status()

    def comments_changed(self) -> None:
        """A thread came or was answered: the card may have to say so."""
        if self.desk.mode == "review":
            self._tell_current()

    def _comment_on(self, change: Any) -> str:
        """What was said of a change's words and waits, the newest of it; empty for nothing."""
        start = change.old if change.proposal else change.start
        end = start + (len(change.deleted) if change.proposal else change.length)
        for one in reversed(self.desk.commenting.open_ones):
            if one.part != change.part or one.orphaned:
                continue
            over = min(end, one.start + one.length) - max(start, one.start)
            if over > 0 or (over == 0 and start == end):
                last = one.replies[-1] if one.replies else one
                return f"{last.by}: “{last.text}”"
        return ""

    def tell_status(self) -> None:
        """Which change it is, and the keys, in the status line."""
        if self.desk.mode != "review" or not self.isVisible():
            return
        total, row = len(self.side.rows.waiting), self._place()
        left = [Note(quiet=f"Change {row + 1} of {total}")] if row >= 0 else []
        keys = [Note(quiet="take back", keys=("Z",))]
        if row >= 0:
            keys[:0] = [Note(quiet="next", keys=("J",)), Note(quiet="previous", keys=("K",)),
                        Note(quiet="comment", keys=("C",))]  # fmt: skip
        elif self._stack.currentIndex():
            keys = []  # nothing is reviewed here now
        self.desk.window_.status.show_notes(left, keys)

    def _show_empty(self, standing: Any) -> None:
        state = standing.article.state
        if state == "edit":
            self._stack.setCurrentIndex(0)
            return
        words = {
            "draft": (
                "Still a draft",
                "Changes are reviewed once the piece is submitted for edit.",
            ),
        }.get(state, (f"This piece is {state}", "There is nothing to review in it now."))
        self._empty.title.set_text(words[0])
        self._empty.sentence.set_text(words[1])
        self._stack.setCurrentIndex(1)

    # Deciding

    def _why_not(self) -> str:
        return self.desk.why_not("decide")

    def decide(self, take: bool, *, all_of_author: bool = False) -> None:
        """Accept or reject the current change, or all its author's that are shown."""
        change = self._change()
        if change is None:
            return
        chosen = [change]
        if all_of_author:
            chosen = [c for c in self.side.rows.waiting if c.contributor == change.contributor]
        self._decide(chosen, take)

    def _decide(self, chosen: list[Any], take: bool, reason: str | None = None) -> None:
        from db.acts.deciding import accept, reject

        if not chosen or self._why_not():
            return
        article = self._article
        now = datetime.now().strftime("%H:%M")
        named: dict[str, Any] = {"keys": [change.key for change in chosen]}
        if not take:
            named["reason"] = reason
        self._batch += 1
        batch = self._batch
        halves = {change.move for change in chosen if change.move}
        done = [*chosen, *(c for c in self._every if c.n in halves and c not in chosen)]

        def decided() -> None:
            known = self._decided.setdefault(article, [])
            known[:0] = [Decided(change, take, now, batch) for change in reversed(done)]

        count = len(chosen)
        said = f"{count} changes {'accepted' if take else 'rejected'}" if count > 1 else ""
        self.desk.do(accept if take else reject, then=decided, said=said, **named)

    def reject_why(self) -> None:
        """Reject the current change, with a reason for its author."""
        change = self._change()
        if change is not None and not self._why_not():
            words = change.inserted or change.deleted
            about = quoted(words, 50) if words.strip() else f"this {blank(words)}"
            self.desk.reason.ask(
                f"Why reject {about}?", "Reject", lambda why: self._decide([change], False, why)
            )

    def take_back(self) -> None:
        """Take the last decision back."""
        from db.acts.taking_back import take_back

        known = self._decided.get(self._article, [])

        def done() -> None:
            last = known[0].batch if known else 0
            known[:] = [row for row in known if row.batch != last]
            self._taken_back = True

        if not self._why_not():  # it is seen to be back: nothing more to say
            self.desk.do(take_back, then=done)

    # Moving

    def step(self, way: int) -> None:
        """The next change, or the one before."""
        keys, row = self._keys(), self._place() + way
        if 0 <= row < len(keys):
            self.choose(keys[row])

    def _clicked(self, index: Any) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None and not isinstance(row, Decided):
            self.choose(row.key)

    def go_to_words(self) -> None:
        """Open the page at the change."""
        change = self._change()
        if change is not None:
            start = change.old if change.proposal else change.start
            length = len(change.deleted) if change.proposal else change.length
            part = str(change.part)
            if part.startswith("image:"):  # a picture is edited by the words under it
                part, start, length = part.replace("image", "alt"), 0, 0
            self.desk.edit_at(part, int(start), int(length))

    def comment(self) -> None:
        """Go to the current change's words and say something of them."""
        change = self._change()
        if change is None or change.part.startswith("image:"):
            return  # of a picture's words, its alt text above all, one can say something
        if change.length or (change.proposal and change.deleted):
            self.go_to_words()
            commenting = self.desk.commenting
            commenting.begin()
            if not self._follows:
                self._follows = True
                commenting.line.said.connect(self._back_from_comment)
                commenting.line.left.connect(self._back_from_comment)
            self._commented = commenting.line.isVisible()

    def _back_from_comment(self) -> None:
        """Go on with the review that was left for a comment; the card tells what was said."""
        if self._commented:
            self._commented = False
            self.desk.top.modes.choose("review")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters of the review, from whatever here has no use for them itself."""
        does = self._does(event) if event.key() not in PLAIN else None
        if does is None:
            super().keyPressEvent(event)
        else:
            does()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            button = self.focusWidget()
            if isinstance(button, Button) and event.key() in PLAIN:
                if event.key() in ENTER:  # a button of the card, which hands on what is not Space
                    button.click()
                return event.key() in ENTER
            does = self._does(event)
            if does is not None:
                does()
                return True
        return super().eventFilter(watched, event)

    def _does(self, event: QKeyEvent) -> Callable[[], object] | None:
        keys, mods = Qt.Key, event.modifiers()
        shift = bool(mods & Qt.KeyboardModifier.ShiftModifier)
        if mods & Qt.KeyboardModifier.ControlModifier:
            return self.take_back if event.key() == keys.Key_Z and not shift else None
        if mods & ~Qt.KeyboardModifier.ShiftModifier:
            return None
        found: dict[int, Callable[[], object]] = {
            keys.Key_J: lambda: self.step(1), keys.Key_K: lambda: self.step(-1),
            keys.Key_Down: lambda: self.step(1), keys.Key_Up: lambda: self.step(-1),
            keys.Key_A: lambda: self.decide(True, all_of_author=shift),
            keys.Key_R: lambda: self.decide(False, all_of_author=shift),
            keys.Key_W: self.reject_why,
            keys.Key_E: self.go_to_words, keys.Key_Return: self.go_to_words,
            keys.Key_Enter: self.go_to_words,
            keys.Key_Z: self.take_back, keys.Key_C: self.comment,
        }  # fmt: skip
        return found.get(Qt.Key(event.key()))


def _in_reading_order(standing: Any) -> list[Any]:
    """The undecided changes as one meets them in the text, proposals among the others."""
    parts = list(standing.changes.texts) if standing.changes is not None else []
    place = {part: n for n, part in enumerate(parts)}

    def where(change: Any) -> tuple[int, int]:
        start = change.old if change.proposal else change.start
        return place.get(change.part, len(parts)), start

    return sorted(standing.undecided, key=where)
