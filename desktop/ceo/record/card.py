"""One figure on the page: its name, the number that is read, the chart or its table, the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.ceo.record.chart import Chart
from desktop.ceo.record.figures import Bar, Figure
from desktop.components import paint
from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.feedback import Progress
from desktop.components.label import Ground, Label
from desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Rows(QAbstractTableModel):
    """A figure's table."""

    def __init__(self) -> None:
        super().__init__()
        self.figure = Figure()

    def show_figure(self, figure: Figure) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.figure = figure
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.figure.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.figure.head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.figure.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.figure, index.column()) | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("meta", figures=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("text2")
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.figure.head[section]
        return None


def _side(figure: Figure, column: int) -> Qt.AlignmentFlag:
    words = figure.head[column] in ("Month", "Desk", "State", "Days open")
    return Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight


class _Head(QHeaderView):
    def __init__(self, rows: Rows) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.rows = rows
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumSectionSize(40)
        self.setHighlightSections(False)
        self.setFixedHeight(max(24, theme.px(24)))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        text = self.rows.figure.head[logical]
        left = _side(self.rows.figure, logical) == Qt.AlignmentFlag.AlignLeft
        paint.draw_text(painter, rect.x() + 4 if left else rect.right() - 3, rect.center().y(), text,
                        "small", "text3", right=not left)  # fmt: skip
        painter.restore()


class FigureTable(QTableView):
    """The numbers behind a chart, newest first."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.rows = Rows()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(self.rows)
        self.head = _Head(self.rows)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.verticalHeader().setMinimumSectionSize(12)
        self.verticalHeader().setDefaultSectionSize(max(22, theme.px(22)))


class FigureCard(Ground):
    """A chart with its words; `parts` are views of it that one chooses between."""

    def __init__(
        self, key: str, title: str, save: Callable[[FigureCard], object], *, edges: str = "b",
        dotted: bool = False, parts: Sequence[tuple[str, str, str]] = (),
    ) -> None:  # fmt: skip
        super().__init__("surface", edges, f"figure-{key}")
        self.key, self.figure = key, Figure()
        self.title = title
        self.name = Label(title, "bold", lines=1)
        self.big = Label("", "start", lines=1, name=f"{key}-number")
        self.under = Label("", "meta", "text2", name=f"{key}-under", lines=3)
        self.progress = Progress(f"{key}-progress", 4)
        self.progress.hide()
        self.stop = Button("Stop", "quiet", name=f"{key}-stop")
        self.stop.hide()
        self.parts = Choice(parts, look="segment", prefix=key, spoken=title) if parts else None
        self.chart = Chart(f"{key}-chart", title, dotted)
        self._table: FigureTable | None = None
        self.toggle = Button("Table", "quiet", icon="table-2", name=f"{key}-toggle")
        self.toggle.setCheckable(True)
        self.save = Button("Save as CSV", "quiet", icon="download", name=f"{key}-save",
                           tip="Save as CSV")  # fmt: skip
        self.toggle.toggled.connect(self._turn)
        self.save.clicked.connect(lambda: save(self))
        self.chart.read.connect(self._read)
        self._build()

    def _build(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 0, 0)
        words.setSpacing(2)
        for widget in (self.name, self.big, self.under, self.progress):
            words.addWidget(widget)
        if self.parts is not None:
            words.addStretch(1)
            words.addWidget(self.parts)
        column.addLayout(words, 1 if self.parts is not None else 0)
        column.addWidget(self.stop)
        if self.parts is None:
            column.addStretch(1)
        ways = QHBoxLayout()  # their words stand under those above
        ways.setSpacing(0)
        ways.addWidget(self.toggle)
        ways.addWidget(self.save)
        ways.addStretch(1)
        self.save.show_short(True)
        column.addLayout(ways)
        right = QWidget()
        self.pages = QStackedLayout(right)
        self.pages.addWidget(self.chart)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 14, 24, 10)
        row.setSpacing(12)
        row.addWidget(self._left)
        row.addWidget(right, 1)
        self.restyle()

    @property
    def table(self) -> FigureTable:
        """The table, made when it is first shown."""
        if self._table is None:
            self._table = FigureTable(f"{self.key}-table", f"{self.title}, table")
            self._table.rows.show_figure(self.figure)
            self.pages.addWidget(self._table)
        return self._table

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self._left.setFixedWidth(max(176, theme.px(176)))
        self.setFixedHeight(max(196, theme.px(196)))

    def show_figure(self, figure: Figure) -> None:
        """Show other numbers."""
        self.figure = figure
        self.chart.show_figure(figure)
        if self._table is not None:
            self._table.rows.show_figure(figure)
        some = bool(figure.rows)
        self.save.setEnabled(some)
        self.toggle.setEnabled(some)
        if not some:
            self.toggle.setChecked(False)
        self._read(None)

    def tell(self, done: int, of: int, reading: bool) -> None:
        """How many texts of the figure were read, and whether others are being read."""
        waits = of - done
        self.progress.setVisible(reading and waits > 0)
        self.progress.set_share(done / of if of else 1.0)
        self.stop.setVisible(waits > 0)
        self.stop.setText("Stop" if reading else "Read on")
        texts = f"{waits:,} corrected text{'' if waits == 1 else 's'}"
        still = f"so far; {texts} still to be read" if reading else f"without {texts}"
        self.waiting = still if waits else ""
        self._read(None)

    waiting = ""

    def _read(self, bar: Bar | None) -> None:
        told = bar or self.figure.read
        if told is None or (bar is None and not self.figure.something):
            self.big.set_text("–")
            self.under.set_text(self.figure.empty)
            return
        self.big.set_text(told.big)
        under = told.under
        if bar is None and self.waiting:
            under = self.waiting
        elif bar is None and self.figure.key and any(b.hollow for b in self.figure.bars):
            under = f"{under}. Hollow: {self.figure.key}"
        self.under.set_text(under)

    def _turn(self, on: bool) -> None:
        shown = self.table if on else self.chart
        self.pages.setCurrentWidget(shown)
        self.toggle.setText("Chart" if on else "Table")
        shown.setFocus()
