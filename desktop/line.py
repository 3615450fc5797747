"""A shared newsroom that comes and goes: the quiet sign of it, and what one can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.components.feedback import ErrorBar
from desktop.components.frame import Note
from desktop.losing import Losing
from desktop.reaching import lost_in
from desktop.times import local, moment

if TYPE_CHECKING:
    from db.bureau.courier import Line
    from desktop.main_window import MainWindow


def watch_line(window: MainWindow) -> None:
    """Show how it stands with a shared newsroom, from now on."""
    context = window.context
    if context.bureau is None:
        return

    losing = Losing(window)
    add_lost_command(window, losing)

    def show() -> None:
        window.status.show_always(note(context.line))
        window.commands.refresh()
        losing.look()
        if not context.away:
            forget_away(window)
        if context.lost is None and context.line is not None and context.line.aside:
            tell_of_aside(window)

    context.line_changed.connect(show)
    context.acting_changed.connect(show)
    show()


def note(line: Line | None) -> Note:
    """The sign: whether the newsroom is there, and how many rows wait for it."""
    if line is not None and lost_in(line) is not None:
        return Note("The newsroom lost history", "nothing is sent", "circle-alert", "danger")
    if line is None:
        return Note("", "Looking for the newsroom…", "circle-dashed", "text2")
    rows = f"{line.waiting:,} row{'s'[: line.waiting != 1]}"
    if line.away is None:
        going = f"{rows} on the way" if line.waiting else ""
        return Note("Connected", going, "network")
    today = moment(line.away).removeprefix("Today ")
    waits = f"{rows} wait{'s'[: line.waiting == 1]} here" if line.waiting else ""
    return Note(f"Away since {today}", waits, "cloud-off", "warn")


def forget_away(window: MainWindow) -> None:
    """What was said to wait for the newsroom waits no longer."""
    for bar in window.pages.findChildren(ErrorBar):
        if bar.rule == "offline":
            bar.hide()


def add_lost_command(window: MainWindow, losing: Losing) -> None:
    """The way back to a message that was closed, and to decide about what only others saw."""
    window.add_command(
        "lost-history", "What the newsroom lost, and how to go on", losing.tell, group="Newsroom",
        icon="circle-alert", words="history backup restored decide accept gone",
        shown=lambda: window.context.lost is not None,
    )  # fmt: skip
    window.add_command(
        "accept-history", "Go on after lost history that a colleague’s computer saw", losing.offer,
        group="Newsroom", icon="circle-alert", words="history backup restored decide accept gone",
        shown=lambda: window.context.lost is None and not window.context.away
        and window.context.actor.kind == "ceo",
    )  # fmt: skip


def add_commands(window: MainWindow) -> None:
    """What one can do about a newsroom that is away, by the palette."""
    context = window.context
    window.add_command(
        "try-newsroom", "Look whether the newsroom is back", context.try_again, group="Newsroom",
        icon="refresh-cw", words="offline away connect server network",
        shown=lambda: context.bureau is not None and context.away,
    )  # fmt: skip
    window.add_command(
        "words-aside", "Words that the newsroom did not take", lambda: tell_of_aside(window),
        group="Newsroom", icon="file-text", words="refused kept aside offline draft",
        shown=lambda: context.line is not None and context.line.aside > 0,
    )  # fmt: skip


def tell_of_aside(window: MainWindow) -> None:
    """Say which words the newsroom did not take, and why; they can go into a new draft."""
    bureau = window.context.bureau
    page: Any = window.pages.currentWidget()
    found = bureau.refused() if bureau is not None else []
    if bureau is None or not found or getattr(page, "error", None) is None:
        return
    article = found[0].article
    name = bureau.headline(article) or "a piece without a headline"
    since, why = f"{local(found[0].at):%H:%M}", str(found[0].refused).rstrip(".")
    page.error.tell(
        f"The newsroom did not take your words of {since} for “{name}”",
        f"{why[:1].upper()}{why[1:]}. Your words can become a draft of your own, with their authors.",
        "every word is on this computer until then",
        action="Take into a new draft", do=lambda: take_into_draft(window, article),
    )  # fmt: skip


def take_into_draft(window: MainWindow, article: str) -> None:
    """Begin a draft with the words that the newsroom did not take for a piece, and open it."""
    from db.bureau.rescuing import into_new_draft

    bureau = window.context.bureau
    if bureau is not None:
        window.context.run(
            into_new_draft, bureau, article,
            done=lambda changes: window.open_article(changes.article, "write"),
        )  # fmt: skip
