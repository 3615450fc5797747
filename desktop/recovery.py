"""Whether who acts has a key on this computer whose recovery code was never written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.context import Context


def ask_if_owed(context: Context, told: Callable[[bool], object]) -> None:
    """Find out beside the window; `told` gets it unless somebody else acts by then."""
    newsroom, actor = context.newsroom, context.acting
    if newsroom is None:
        told(False)
        return

    def work(_session: Any) -> bool:
        from db.acts.recovering import owes_recovery_code
        from db.refusal import Refused

        try:
            return owes_recovery_code(newsroom, actor)
        except Refused:  # no keyring at all: there is no key to write down
            return False

    context.read(work, lambda owed: told(owed) if actor == context.acting else None)
