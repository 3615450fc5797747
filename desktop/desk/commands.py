"""The commands of an article: its buttons, its menu, its shortcuts and the palette share them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop import icons
from desktop.desk.handing import hand_over

if TYPE_CHECKING:
    from desktop.desk.view import Desk

GROUP = "This article"


def add_all(desk: Desk) -> None:
    """Make every command of the Desk known to its window."""
    _modes(desk)
    _text(desk)
    _words(desk)
    _moves(desk)


def _shown(desk: Desk) -> bool:
    return bool(desk.article) and desk.window_.place == "desk"


def _add(
    desk: Desk, name: str, text: str, run: Callable[[], object], *, icon: str, keys: str = "",
    why_not: Callable[[], str] = lambda: "", words: str = "",
    shown: Callable[[], bool] = lambda: True, listed: bool = True,
) -> None:  # fmt: skip
    desk.window_.add_command(
        name, text, run, group=GROUP, icon=icon, keys=keys, why_not=why_not, words=words,
        shown=lambda: _shown(desk) and shown(), listed=listed,
    )  # fmt: skip


def _modes(desk: Desk) -> None:
    for n, (mode, text, icon) in enumerate((
        ("write", "Open the writing page", "pencil-line"),
        ("review", "Review the changes", "list"),
        ("publish", "Open the publishing page", "eye"),
    ), 1):  # fmt: skip
        _add(desk, f"desk-{mode}", text, partial(desk.top.modes.choose, mode),
             icon=icon, keys=f"Ctrl+{n}", words="page mode")  # fmt: skip
    _add(desk, "next-step", "Do the next step", desk.next_by_key, icon="send", keys="Ctrl+Return",
         why_not=desk.next_why, listed=False)  # fmt: skip
    _add(desk, "close-article", "Back to the Board", desk.back, icon="chevron-left", keys="Ctrl+W",
         words="close")  # fmt: skip


def _text(desk: Desk) -> None:
    writing = desk.writing

    def on_page() -> bool:
        return desk.mode == "write"

    _add(desk, "find", "Find in the text", lambda: writing.open_find(False), icon="search",
         keys="Ctrl+F", shown=on_page)  # fmt: skip
    _add(desk, "replace", "Find and replace", lambda: writing.open_find(True), icon="replace",
         keys="Ctrl+H", shown=on_page)  # fmt: skip
    _add(desk, "save", "Save now", writing.save, icon="check", keys="Ctrl+S", shown=on_page)
    _add(desk, "undo", "Undo", writing.page.undo, icon="undo-2", keys="", shown=on_page,
         why_not=lambda: "" if desk.can("can_undo") else "nothing to take back")  # fmt: skip
    _add(desk, "redo", "Redo", writing.page.redo, icon="redo-2", keys="", shown=on_page,
         why_not=lambda: "" if desk.can("can_redo") else "nothing was taken back")  # fmt: skip
    _add(desk, "authorship", "Show or hide who wrote what", desk.toggle_authorship,
         icon="users", keys="Ctrl+U", shown=on_page, words="underline authors")  # fmt: skip
    _add(desk, "focus", "Focus mode", desk.toggle_focus, icon="maximize", keys="F11",
         words="full screen calm", shown=on_page)  # fmt: skip
    _add(desk, "add-picture", "Add a picture", desk.choose_pictures, icon="image",
         shown=on_page, why_not=lambda: desk.why_not("image"), words="image photo")  # fmt: skip


def _words(desk: Desk) -> None:
    """What can be asked and said of chosen words."""
    commenting = desk.commenting

    def on_page() -> bool:
        return desk.mode == "write"

    _add(desk, "comment", "Comment on the words", commenting.begin, icon="message-square",
         keys="Ctrl+Alt+M", shown=on_page, why_not=commenting.why_not,
         words="remark thread mention note")  # fmt: skip
    _add(desk, "comments", "Open the comments", partial(desk.panel.open_tab, "comments"),
         icon="message-square", shown=on_page, words="threads")  # fmt: skip
    _add(desk, "who-wrote", "Who wrote this?", desk.whose.ask, icon="user-round",
         keys="Ctrl+Alt+W", shown=on_page, why_not=commenting.why_not,
         words="author origin provenance sign-off")  # fmt: skip
    _add(desk, "compare", "Compare two moments", desk.compare_moments, icon="history",
         shown=on_page, words="diff versions history differences")  # fmt: skip
    _add(desk, "keep-here", "Keep this piece on this computer", lambda: desk.keeping.pin(True),
         icon="pin", words="pin offline away", shown=lambda: desk.keeping.possible(False))  # fmt: skip
    _add(desk, "let-go", "Keep this piece here no longer", lambda: desk.keeping.pin(False),
         icon="pin", words="unpin offline away", shown=lambda: desk.keeping.possible(True))  # fmt: skip
    _add(desk, "hand-over", "Hand over in a file…", lambda: hand_over(desk), icon="file-down",
         why_not=lambda: desk.why_not("hand-over"),
         words="handover freelancer offline give take send file")  # fmt: skip
    _add(desk, "raise-matter", "Raise a matter…", desk.raising.begin, icon="scale",
         words="escalation complaint legal staff privacy report")  # fmt: skip
    asked = (desk.window_.commands.get(name) for name in ("who-wrote", "comment"))
    desk.writing.page.asked_of_words = list(asked)


def _moves(desk: Desk) -> None:
    def why(act: str) -> Callable[[], str]:
        return lambda: desk.why_not(act)

    for name, text, run, icon, act, words in (
        ("submit", "Submit for edit", desk.submit, "send", "submit", "hand in"),
        ("send-back", "Send back", desk.send_back, "undo-2", "return", "return"),
        ("correct", "Correct a published piece", desk.correct, "pencil-line", "correct", "start"),
        ("drop-correction", "Drop the correction", desk.drop_correction, "undo-2",
         "drop-correction", ""),
        ("revive", "Bring back", desk.revive, "refresh-cw", "revive", "spiked withdrawn"),
        ("spike", "Spike…", desk.spike, "trash-2", "spike", "kill delete"),
        ("withdraw", "Withdraw…", desk.withdraw, "file-down", "withdraw", "take back"),
    ):  # fmt: skip
        _add(desk, name, text, run, icon=icon, why_not=why(act), words=words)
    _add(desk, "sign-off", "Sign off…", desk.go_to_signing, icon="check", words="approve",
         why_not=desk.review.signing.barred)  # fmt: skip
    _add(desk, "agree", "Agree with the sign-off", desk.review.signing.agree_now, icon="users",
         words="vouch", why_not=desk.review.signing.agree_why)  # fmt: skip
    _add(desk, "publish", "Publish", desk.publishing.publish_now, icon="send",
         why_not=desk.publishing.reason)  # fmt: skip


#: Which of the moves an article's menu has, by state and whether it was published before.
OFFERED = {
    ("draft", False): {"spike"}, ("edit", False): {"send-back", "spike"},
    ("edit", True): {"drop-correction", "withdraw"}, ("published", True): {"correct", "withdraw"},
    ("spiked", False): {"revive"}, ("withdrawn", True): {"revive"},
}  # fmt: skip


def fits(desk: Desk, name: str) -> bool:
    """Whether a move is of use to the piece as it stands; who may do it is another question."""
    if desk.standing is None:
        return False
    return name in OFFERED.get((desk.standing.article.state, desk.version > 0), set())


MENU = (
    "send-back", "correct", "drop-correction", "revive", "", "comment", "who-wrote", "compare",
    "hand-over", "keep-here", "let-go", "raise-matter", "",
    "ask-ai", "off-record", "on-record", "", "add-picture", "find", "replace",
    "authorship", "focus", "", "spike", "withdraw",
)  # fmt: skip


def menu(desk: Desk) -> QMenu:
    """What else can be done with the piece; what cannot be says why."""
    shown = QMenu(desk)
    shown.setToolTipsVisible(True)
    commands = desk.window_.commands
    for name in MENU:
        if not name:
            shown.addSeparator()
            continue
        command = commands.get(name)
        move = any(name in moves for moves in OFFERED.values())
        if not command.shown() or (move and not fits(desk, name)):
            continue
        why = command.why_not()
        action = shown.addAction(icons.icon(command.icon), command.text)
        action.setEnabled(not why)
        action.setToolTip(why)
        if command.keys:
            action.setText(f"{command.text}\t{command.keys}")
        action.triggered.connect(lambda _on=False, name=name: commands.run(name))
    return shown
