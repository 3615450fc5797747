"""Any error as the screens say it: what happened, and what to do."""

from __future__ import annotations

import re
import traceback
from typing import NamedTuple


class Told(NamedTuple):
    """An error in words."""

    title: str
    fix: str
    rule: str = ""


def tell(error: BaseException) -> Told:
    """What happened and what to do; what nobody foresaw is printed whole for a report."""
    refusal = getattr(error, "refusal", None)
    if refusal is not None:
        return Told(_upper(refusal.message), _upper(_for_screens(refusal.fix)), refusal.rule)
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        name = f": {error.filename}" if error.filename else ""
        return Told(f"{what}{name}", "Check the folder and the disk, then try again.")
    traceback.print_exception(error)
    return Told(
        "Something went wrong in the program itself",
        f"{type(error).__name__}: {error}. Try again; if it comes back, report these words.",
    )


def _upper(text: str) -> str:
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text.strip())
    if text and text[-1] not in ".!?…":
        text += "."
    return text[:1].upper() + text[1:]


def _for_screens(fix: str) -> str:
    """A fix said for the command line points at a command; here its page is at hand."""
    return fix.partition(": colophon ")[0] if ": colophon " in fix else fix
