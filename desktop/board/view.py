"""The Board: every article of the newsroom, as cards or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.board.columns import Columns
from desktop.board.filters import Filters
from desktop.board.model import CardModel
from desktop.components.choice import Choice
from desktop.components.feedback import Empty, ErrorBar
from desktop.components.fields import SearchField
from desktop.components.frame import Note
from desktop.components.label import Ground, Label, Line

if TYPE_CHECKING:
    from db.first_look import FirstLook
    from desktop.board.exporting import ExportStrip
    from desktop.board.table import CardTable
    from desktop.main_window import MainWindow


MOST_EXPORTED = 10_000


class Board(Ground):
    """Search, filters, and the articles."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("bg", name="board")
        self.window_ = window
        self.context = window.context
        self.columns = Columns(self.context)
        self.model = CardModel(self.context, self)
        self._made: CardTable | None = None
        self._under_line = QWidget()
        self._strip: ExportStrip | None = None
        self.filters = Filters(self.context)
        self.error = ErrorBar("board-error")
        self.search = SearchField("Search headlines, text, people", "board-search", "/")
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(300)
        self.views = Choice(
            [("cards", "Cards", "square-kanban"), ("table", "Table", "rows-3")],
            look="segment", prefix="board-view", spoken="How to show articles",
        )  # fmt: skip
        self._empty: Empty | None = None
        self._empty_away = False
        self._counts: dict[str, int] = {}
        self._counted_once = False
        self._stack = QStackedWidget()
        self._build()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(140)
        self._typing.timeout.connect(self.reload)
        self.search.textChanged.connect(self._typing.start)
        self.filters.changed.connect(self.reload)
        self.views.chosen.connect(self._view)
        self.columns.opened.connect(window.open_article)
        self.model.filled.connect(self._told)
        self.columns.filled.connect(self._told)
        self.context.changed.connect(self._changed)
        self.context.acting_changed.connect(self.reload)
        if window.preferences.text("board-view", "cards") == "table":
            self.views.show_as("table")
        self.reload()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(24, 14, 24, 14)
        top.setSpacing(12)
        title = Label("Board", "title", lines=1)
        self.name = Label(self.context.name, "body", "text2", lines=1)
        top.addWidget(title)
        top.addWidget(self.name)
        top.addStretch(1)
        top.addWidget(self.search, 2)
        top.addWidget(self.views)
        self.new = self.window_.commands.button("new-article", "primary")
        top.addWidget(self.new)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addSpacing(10)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 0, 24, 0)
        holder.addWidget(self.error)
        self._below_error = QWidget()
        self._below_error.setFixedHeight(16)
        self._below_error.hide()
        holder.addWidget(self._below_error)
        self.error.installEventFilter(self)
        column.addLayout(holder)
        self._stack.addWidget(self.columns)
        self._stack.addWidget(self._under_line)
        column.addWidget(self._stack, 1)

    @property
    def table(self) -> CardTable:
        """The table, made when it is first shown."""
        if self._made is None:
            from desktop.board.table import CardTable

            self._made = CardTable(self.model)
            self._made.opened.connect(self.window_.open_article)
            self._made.head.sectionClicked.connect(self._head)
            box = QVBoxLayout(self._under_line)
            box.setContentsMargins(0, 6, 0, 0)
            box.setSpacing(0)
            box.addWidget(Line())
            box.addWidget(self._made, 1)
        return self._made

    @property
    def exporting(self) -> ExportStrip:
        """Where many pieces are exported, made when it is first asked for."""
        if self._strip is None:
            from desktop.board.exporting import ExportStrip

            self._strip = ExportStrip(self.window_)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(self._strip)
        return self._strip

    # Showing

    def enter(self) -> None:
        """Called when the Board is opened."""
        self._say_name()
        self.refresh()
        self._focus()
        self._notes()

    def _say_name(self) -> None:
        """Whose Board it is, and that what is not at hand is not shown."""
        some = self.context.away and any(self._counts.values())
        kept = ": the pieces kept on this computer" if some else ""
        self.name.set_text(f"{self.context.name}{kept}")

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if watched is self.error and event.type() in (
            event.Type.ShowToParent,
            event.Type.HideToParent,
        ):
            self._below_error.setVisible(not self.error.isHidden())
        return False

    def _focus(self) -> None:
        if self.table_shown:
            self.table.setFocus()
        else:
            self.columns.go_to_first(self.filters.states)

    @property
    def table_shown(self) -> bool:
        """Whether articles are shown as a table."""
        return self.views.current == "table"

    @property
    def narrowed(self) -> bool:
        """Whether a filter or a search leaves articles out."""
        return bool(self.filters.values) or bool(self.search.text().strip())

    def _view(self, view: str) -> None:
        self.window_.preferences.keep("board-view", view)
        self.reload()
        self._focus()
        self._notes()

    def show_view(self, view: str) -> None:
        """Show cards or the table."""
        self.views.choose(view)

    def reload(self) -> None:
        """Ask for what the filters and the search say."""
        wanted: dict[str, Any] = self.filters.asks()
        words = self.search.text().strip()
        if words:
            wanted["search"] = words
        if self.table_shown:
            self.table.head.order = self.filters.order
            self.table.head.viewport().update()
            self.model.show(**wanted)
        else:
            self.columns.show_filter(wanted, self.filters.states, self.narrowed)
        self._count()

    def show_first(self, look: FirstLook) -> None:
        """Show what the first look found; what was asked of the newsroom itself replaces it."""
        if self.table_shown:
            self.model.show_first(look.cards[None])
        else:
            for state, model in self.columns.models.items():
                model.show_first(look.cards.get(state, ()))
        self._counted(look.counts)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.table_shown:
            self.model.refresh()
        else:
            self.columns.refresh()
        self._count()

    def _count(self) -> None:
        def work(session: Any) -> dict[str, int]:
            from db import reading

            return dict(reading.counts(session))

        self.context.read(work, self._counted)

    def _counted(self, counts: dict[str, int]) -> None:
        self._counted_once = True
        self._counts = {str(state): int(number) for state, number in counts.items()}
        self.columns.tell_counts(self._counts)
        self._told()

    def _changed(self, _changes: object) -> None:
        if self.isVisible():
            self._say_name()
            self.refresh()

    def _told(self) -> None:
        nothing = self._counted_once and not sum(self._counts.values())
        away = self.window_.context.away
        if nothing and not self.narrowed and (self._empty is None or self._empty_away != away):
            if self._empty is not None:
                self._stack.removeWidget(self._empty)
                self._empty.deleteLater()
            self._empty, self._empty_away = self._make_empty(away), away
            self._stack.addWidget(self._empty)
        empty = self._empty is not None and nothing and not self.narrowed
        if self._empty is not None and empty:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentIndex(1 if self.table_shown else 0)
        self.filters.setVisible(not empty)
        self.new.look = "plain" if empty else "primary"  # the page itself has the primary one
        self.new.update()
        self._say_name()
        self._notes()

    def _make_empty(self, away: bool) -> Empty:
        commands = self.window_.commands
        if away:
            return Empty(
                "Nothing is kept here yet",
                "The newsroom is not at hand. What you open while it is there is kept on this computer, "
                "and can be read and written without it.",
                commands.button("new-article", "primary"),
            )  # fmt: skip
        page = Empty(
            "Nothing on the board yet",
            "Write the first piece, or bring in what you have. The record starts with the first "
            "word.",
            commands.button("new-article", "primary"), commands.button("import"),
            below="or drop .docx, .md, .txt, .html, .odt or .rtf files anywhere on this page",
        )  # fmt: skip
        if commands.get("add-sample").shown():
            link = commands.button("add-sample", "link", keys=False)
            row = QHBoxLayout()
            row.setSpacing(5)
            row.addStretch(1)
            row.addWidget(Label("New to Colophon?", "body", "text2", lines=1))
            row.addWidget(link)
            row.addWidget(Label("and remove it in one click.", "body", "text2", lines=1))
            row.addStretch(1)
            layout = page.layout()
            if isinstance(layout, QVBoxLayout):
                layout.insertSpacing(layout.count() - 1, 20)
                layout.insertLayout(layout.count() - 1, row)
        return page

    def _notes(self) -> None:
        if not self.isVisible():
            return
        total = sum(self._counts.values())
        if not total and not self.narrowed:
            self.window_.status_ready()
            return
        pieces = "piece" if total == 1 else "pieces"
        models = [self.model] if self.table_shown else self.columns.shown_models()
        more = any(model.more for model in models)
        loads = "rows load as you scroll" if self.table_shown and more else ""
        left = [Note(f"{total:,} {pieces}", "kept here" if self.context.away else loads)]
        if self.narrowed:
            found = sum(len(model.rows) for model in models)
            left = [Note(f"{found:,}{'+' if more else ''} found", f"of {total:,}")]
        right = [Note(quiet="move", keys=("J", "K")), Note(quiet="open", keys=("↵",))]
        if self.table_shown:
            right.append(Note(quiet="select", keys=("X",)))
        right.append(Note(quiet="every command", keys=("Ctrl", "K")))
        self.window_.status.show_notes(left, right)

    def export_shown(self) -> None:
        """Export the published pieces that are chosen in the table, else all that match."""
        chosen = self.table.chosen() if self.table_shown else []
        if len(chosen) > 1:
            self.exporting.offer(chosen)
            return
        wanted = {**self.filters.asks(), "state": "published"}
        words = self.search.text().strip()
        if words:
            wanted["search"] = words
        me = self.context.acting

        def work(session: Any) -> list[str]:
            from db import reading

            out: list[str] = []
            after = None
            while len(out) < MOST_EXPORTED:
                page = reading.board_page(session, **wanted, me=me, after=after, limit=500)
                out += [card.id for card in page.rows]
                after = page.next
                if after is None:
                    break
            return out

        self.context.read(work, self._offer)

    def _offer(self, articles: list[str]) -> None:
        if articles:
            self.exporting.offer(articles)
        else:
            self.window_.toast.say("No published piece matches")

    def _head(self, section: int) -> None:
        if section == 7:
            self.filters.turn_order()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Slash or event.text() == "/":
            self.search.setFocus()
            self.search.selectAll()
            return
        super().keyPressEvent(event)
