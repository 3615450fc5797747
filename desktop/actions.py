"""The commands of the window itself; the Desk adds those of an article."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from desktop import jobs, times
from desktop.ceo import commands as ceo
from desktop.components.frame import Note
from desktop.settings.preferences import TEXT_SIZES
from desktop.theme import STATE_WORDS, theme

if TYPE_CHECKING:
    from desktop.errors import Told
    from desktop.main_window import MainWindow
    from desktop.palette import Entry

READABLE = ("Texts and handed-over pieces (*.txt *.md *.html *.htm *.docx *.odt *.rtf"
            " *.colophon-piece);;All files (*)")  # fmt: skip
FOUND = 6


def add_all(window: MainWindow) -> None:
    """Make every command of the window known."""
    add = window.add_command
    add("new-article", "New article", lambda: new_article(window), icon="plus", keys="Ctrl+N",
        words="write begin start")  # fmt: skip
    add("import", "Import files", lambda: choose_files(window), icon="file-input", keys="Ctrl+I",
        words="bring in docx open")  # fmt: skip
    add("palette", "Every command", window.open_palette, icon="search", keys="Ctrl+K",
        listed=False)  # fmt: skip
    _board(window)
    _places(window)
    ceo.add_all(window)
    _looks(window)
    _sample(window)


def _board(window: MainWindow) -> None:
    add = window.add_command
    for state, word in STATE_WORDS.items():
        add(f"show-{state}", f"Show only {word.lower()} pieces",
            partial(_only, window, str(state)), group="Board", icon="list-filter",
            words="filter")  # fmt: skip
    add("show-all", "Show every piece", lambda: _only(window, ""), group="Board",
        icon="list-filter", words="clear filter")  # fmt: skip
    add("export-shown", "Export published pieces…", lambda: _export(window), group="Board",
        icon="file-down", words="files html pdf docx many")  # fmt: skip
    add("show-cards", "Show the Board as cards", lambda: _view(window, "cards"), group="Board",
        icon="square-kanban")  # fmt: skip
    add("show-table", "Show the Board as a table", lambda: _view(window, "table"), group="Board",
        icon="rows-3", words="list")  # fmt: skip


def _places(window: MainWindow) -> None:
    add = window.add_command
    add("go-board", "Go to the Board", lambda: window.go("board"), icon="square-kanban",
        keys="Alt+1")  # fmt: skip
    add("go-desk", "Go to the Desk", lambda: window.go("desk"), icon="pencil-line", keys="Alt+2")
    add("go-settings", "Settings", lambda: window.go("settings"), icon="settings", keys="Ctrl+,",
        words="preferences options")  # fmt: skip
    add("act-as", "Act as somebody else…", window._choose_actor, icon="users",
        words="acting person switch login", shown=lambda: not window.context.shared)  # fmt: skip
    add("quit", "Quit", window.close, icon="x", keys="Ctrl+Q")


def _looks(window: MainWindow) -> None:
    add = window.add_command
    for mode, words, icon in (
        ("light", "Light theme", "sun"), ("dark", "Dark theme", "moon"),
        ("system", "Theme of the system", "monitor"),
    ):  # fmt: skip
        add(f"theme-{mode}", words, partial(use_theme, window, mode), group="Look",
            icon=icon, words="appearance colours",
            why_not=partial(_in_use, mode))  # fmt: skip
    add("text-larger", "Larger text", lambda: change_size(window, 1), group="Look", icon="plus",
        keys="Ctrl++", words="zoom",
        why_not=lambda: "as large as it goes" if _size(window) == TEXT_SIZES[-1] else "")  # fmt: skip
    add("text-smaller", "Smaller text", lambda: change_size(window, -1), group="Look", icon="minus",
        keys="Ctrl+-", words="zoom",
        why_not=lambda: "as small as it goes" if _size(window) == TEXT_SIZES[0] else "")  # fmt: skip


def _in_use(mode: str) -> str:
    return "in use" if theme.mode == mode else ""


def _sample(window: MainWindow) -> None:
    add = window.add_command
    add("add-sample", "Add the sample newsroom", lambda: add_sample(window), icon="book-open",
        words="try example", shown=lambda: may_have_sample(window))  # fmt: skip
    add("remove-sample", "Remove the sample newsroom", lambda: remove_sample(window),
        icon="trash-2", words="delete example", shown=lambda: has_sample(window))  # fmt: skip


# Articles


def new_article(window: MainWindow) -> None:
    """Begin a piece and open it."""
    window.context.begin_piece(lambda article: window.open_article(article, "write"))


def choose_files(window: MainWindow) -> None:
    """Ask which files to bring in."""
    folder = window.preferences.text("import-folder", str(Path.home()))
    names, _ = QFileDialog.getOpenFileNames(window, "Import files", folder, READABLE)
    if names:
        window.preferences.keep("import-folder", str(Path(names[0]).parent))
        import_files(window, [Path(name) for name in names])


def import_files(window: MainWindow, files: list[Path]) -> None:
    """Bring files in as drafts; what could not be read is named, the rest is there."""
    context = window.context
    newsroom, actor = context.newsroom, context.acting
    if newsroom is None:
        return

    def work(job: jobs.Job) -> list[tuple[Path, Any]]:
        from desktop.bringing import import_files as bring

        out: list[tuple[Path, Any]] = []
        for n, file in enumerate(files):
            if job.cancelled:
                break
            job.tell((n, file.name))
            try:
                out.append((file, bring(newsroom, actor, [file])))
            except Exception as error:
                out.append((file, error))
        return out

    def told(what: tuple[int, str]) -> None:
        done, name = what
        note = Note(f"Importing {done + 1} of {len(files)}", name, "file-input", "text2")
        window.status.show_notes([note])

    jobs.run(work, lambda out: _imported(window, out), window.tell_error, told)


def _imported(window: MainWindow, out: list[tuple[Path, Any]]) -> None:
    window.status_ready()
    window.context.changed.emit(None)
    bad = [(file, found) for file, found in out if isinstance(found, Exception)]
    good = [found for _file, found in out if not isinstance(found, Exception)]
    for file, error in bad[:1]:
        from desktop import errors

        told = errors.tell(error)
        page = window.pages.currentWidget()
        bar = getattr(page, "error", None)
        if bar is not None:
            more = f" {len(bad) - 1} more could not be read either." if len(bad) > 1 else ""
            bar.tell(f"“{file.name}” was not imported", f"{_why(told, file)}{more}",
                     "your file is untouched, and nothing half-read was added",
                     action="Choose another", do=lambda: choose_files(window))  # fmt: skip
    if not good:
        return
    brought = [piece for found in good for piece in _pieces(found)]
    warnings = sum(len(getattr(piece, "warnings", ()) or ()) for piece in brought)
    if len(brought) == 1:
        article = str(getattr(brought[0], "article", brought[0]))
        window.open_article(article, "write")
        if warnings:
            said = "; ".join(str(w) for w in brought[0].warnings[:2])
            window.toast.say(f"Imported, but: {said}")
        else:
            window.toast.say("Imported as a draft")
    else:
        note = f", {warnings} warnings" if warnings else ""
        window.toast.say(f"{len(brought)} pieces imported as drafts{note}")


def _why(told: Told, file: Path) -> str:
    """Why a file was not imported, without saying again that it was not."""
    said = told.title
    known = f"{file.name} was not imported. "
    if said.lower().startswith(known.lower()):
        said = said[len(known) :]
    fix = "" if told.fix.startswith("The file is untouched") else f" {told.fix}"
    return said[:1].upper() + said[1:] + fix


def _pieces(found: Any) -> list[Any]:
    return list(found) if isinstance(found, (list, tuple)) else [found]


# The Board


def _only(window: MainWindow, state: str) -> None:
    window.go("board")
    if window.board is not None:
        if state:
            window.board.filters.only(state)
        else:
            window.board.search.clear()
            window.board.filters.clear()


def _export(window: MainWindow) -> None:
    window.go("board")
    if window.board is not None:
        window.board.export_shown()


def _view(window: MainWindow, view: str) -> None:
    window.go("board")
    if window.board is not None:
        window.board.show_view(view)


# The look


def use_theme(window: MainWindow, mode: str) -> None:
    """Show the program light, dark or as the system."""
    window.preferences.keep("theme", mode)
    theme.use(mode, window.preferences.scale)
    window.commands.refresh()


def _size(window: MainWindow) -> int:
    return round(window.preferences.scale * 100)


def set_size(window: MainWindow, size: int) -> None:
    """Make letters `size` per cent as large."""
    window.preferences.keep("text-size", size)
    theme.use(window.preferences.theme, window.preferences.scale)
    window.commands.refresh()


def change_size(window: MainWindow, way: int) -> None:
    """One step larger or smaller."""
    at = TEXT_SIZES.index(_size(window)) + way
    set_size(window, TEXT_SIZES[min(max(at, 0), len(TEXT_SIZES) - 1)])


# The sample


def has_sample(window: MainWindow) -> bool:
    """Whether the sample newsroom is in this one."""
    return bool(window.context.settings.get("sample"))


def may_have_sample(window: MainWindow) -> bool:
    """Whether the sample can be put here: in a shared newsroom its people have no logins."""
    return not has_sample(window) and not window.context.shared


def add_sample(window: MainWindow) -> None:
    """Put the sample newsroom beside what is there."""
    _with_sample(window, "add_sample", "The sample newsroom is on the Board")


def remove_sample(window: MainWindow) -> None:
    """Take the sample newsroom away; what else is there stays."""
    if window.desk is not None and not window.desk.close_article():
        return
    _with_sample(window, "remove_sample", "The sample newsroom is gone")


def _with_sample(window: MainWindow, act: str, said: str) -> None:
    newsroom = window.context.newsroom
    if newsroom is None:
        return

    def work(_job: jobs.Job) -> None:
        from desktop import sample

        getattr(sample, act)(newsroom)

    def done(_result: object) -> None:
        window.context.reload(lambda: _after_sample(window, said))

    jobs.run(work, done, window.tell_error)


def _after_sample(window: MainWindow, said: str) -> None:
    window.context.changed.emit(None)
    window.commands.refresh()
    window.go("board")
    window.toast.say(said)


# The palette


def look_up(window: MainWindow, wanted: str, done: Callable[[list[Entry]], None]) -> None:
    """Articles for the palette."""

    def work(session: Any) -> Any:
        from db import reading

        return reading.board_page(session, search=wanted, order="updated", limit=FOUND)

    def entries(page: Any) -> None:
        from desktop.palette import Entry

        done([
            Entry(card.headline or "Untitled", "Articles",
                  partial(window.open_article, card.id), state=card.state,
                  hint=", ".join(w for w in (card.desk, times.moment(card.updated)) if w))
            for card in page.rows
        ])  # fmt: skip

    window.context.read(work, entries)
