"""What a window opens: the newsroom it was given, a first page where there is none, a shared one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.place import COPY, bureau_of
from desktop import jobs
from desktop.theme import ARTICLE_FONTS, load_fonts

if TYPE_CHECKING:
    from db.newsroom import Newsroom
    from desktop.main_window import MainWindow


def begin(window: MainWindow, states: tuple[str | None, ...], limit: int) -> None:
    """Open the newsroom, or ask for one."""
    context = window.context
    if context.shared:
        context.look(bureau_of(context.path) / COPY, states, limit)
    elif Path(context.path).exists():
        context.look(Path(context.path), states, limit)
    else:
        load_fonts(ARTICLE_FONTS)
        first_page(window)


def first_page(window: MainWindow) -> None:
    """One's name, and a newsroom on this computer; or the way to a shared one."""
    from desktop.first_start import FirstStart

    context, preferences = window.context, window.preferences
    file = Path(context.path)

    def make(name: str, kind: str, sample: bool, encrypted: bool) -> None:
        from desktop.founding import found_encrypted, found_newsroom

        preferences.keep("acting", name)
        context.want(name)
        if encrypted:
            jobs.run(lambda _job: found_encrypted(file, name, kind, sample),
                     lambda code: code_page(window, code), context.refused.emit)  # fmt: skip
        else:
            context.open(lambda: found_newsroom(file, name, kind, sample))

    def use_key_file() -> None:
        """Signing keys go into a file beside the newsroom, chosen on purpose and remembered."""
        preferences.keep("keys", f"file:{file.parent / 'keys.json'}")
        preferences.choose_keys()

    where = str(file.parent).replace(str(Path.home()), "~", 1)
    page = FirstStart(f"in {where}")
    page.asked.connect(make)
    page.key_file_asked.connect(use_key_file)
    page.join_asked.connect(lambda: join_page(window))
    window.show_first(page)
    page.name.setFocus()


def code_page(window: MainWindow, code: str) -> None:
    """The code of an encrypted newsroom, before it opens for the first time."""
    from desktop.code_page import CodePage

    page = CodePage(code)
    page.written.connect(window.context.open)
    window.show_first(page)
    page.setFocus()


def unlock(window: MainWindow, code: str) -> None:
    """Open an encrypted newsroom by its recovery code; its key is kept here from then on."""
    path = window.context.path

    def unlocked() -> Newsroom:
        from db.acts.recovering import use_newsroom_code
        from db.newsroom import open_newsroom

        use_newsroom_code(path, code)
        return open_newsroom(path)

    window.context.open(unlocked)


def join_page(window: MainWindow) -> None:
    """Come in to a shared newsroom; this computer opens it from then on."""
    from desktop.joining import JoinPage

    page = JoinPage()

    def came(found: Any) -> None:
        window.preferences.keep("newsroom", found.url)
        window.context.turn_to(found.url, found.name)
        window.context.open()

    page.came.connect(came)
    page.left.connect(lambda: first_page(window))
    window.show_first(page)
    page.server.setFocus()


def stay_here(window: MainWindow) -> None:
    """Open the newsroom on this computer from the next start on."""
    window.preferences.keep("newsroom", "")
    window.toast.say("From the next start, Colophon opens the newsroom on this computer")
