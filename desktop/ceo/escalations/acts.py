"""What a matter's reader can do with it, each as a short form: what it asks, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = dict[str, Any]
Run = Callable[[Any, str, str, Values], Any]


@dataclass(frozen=True)
class Field:
    """One thing a form asks: `line`, `text`, `choice`, `moment` or `file`."""

    key: str
    label: str
    kind: str = "line"
    options: tuple[str, ...] = ()
    hint: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Act:
    """One act: its form's title, its fields, the words on its button, and what it does."""

    id: str
    title: str
    button: str
    run: Run
    fields: tuple[Field, ...] = ()
    note: str = ""


def _document(path: Any) -> Any:
    from db.acts.matters.handling import documents

    return documents([Path(path)])[0]


def move(to: str) -> Run:
    """Move a matter on to a state."""

    def run(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
        from db.acts.matters.moving import move_matter

        return move_matter(newsroom, actor, ref, to, said.get("reason"))

    return run


def _plan(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.hearings import plan_hearing

    return plan_hearing(
        newsroom, actor, ref, said["on"], said["place"], mode=said["mode"], notice=said["notice"]
    )[0]


def _held(n: int) -> Run:
    def run(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
        from db.acts.matters.hearings import hold_hearing

        return hold_hearing(
            newsroom, actor, ref, n, said["attendees"].split(","), _document(said["minutes"]),
            statements=said["statements"], result=said["result"],
        )  # fmt: skip

    return run


def _adjourned(n: int) -> Run:
    def run(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
        from db.acts.matters.hearings import adjourn

        return adjourn(newsroom, actor, ref, n, said["on"], said["reason"])

    return run


def _claim(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.claims import make_claim

    return make_claim(newsroom, actor, ref, said["of"], said["by"], said["statement"])[0]


def _confirm(made_by: str) -> Run:
    def run(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
        from db.acts.matters.claims import confirm

        return confirm(newsroom, actor, ref, made_by, said["reasons"])

    return run


def _decide(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.moving import decide_matter

    return decide_matter(newsroom, actor, ref, said["finding"], said["reasons"], said["remedy"])


def _appeal(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.moving import appeal_matter

    return appeal_matter(newsroom, actor, ref, said["reason"])


def _close(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.moving import close_matter

    return close_matter(newsroom, actor, ref, said["reason"])


def _hold(on: bool) -> Run:
    def run(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
        from db.acts.matters.holding import set_hold

        return set_hold(newsroom, actor, ref, on, reason=said.get("reason", ""))

    return run


def _letter(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.moving import write_to

    way = "in" if said["way"] == "it came" else "out"
    return write_to(newsroom, actor, ref, way, said["who"], said["text"])


def _evidence(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.evidence import add_evidence

    return add_evidence(newsroom, actor, ref, _document(said["file"]), said["note"])


def _recuse(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.matters.moving import recuse

    return recuse(newsroom, actor, ref, said["reason"])


def _erase(newsroom: Any, actor: str, ref: str, said: Values) -> Any:
    from db.acts.erasing import erase
    from db.newsroom import scrub

    changes = erase(newsroom, actor, ref, ["name", "contact", "standing"], said["reason"])
    scrub(newsroom)
    return changes


REASON = Field("reason", "Reason", "text")
MAYBE_REASON = Field("reason", "Reason", "text", needed=False)


def plan_act() -> Act:
    """Plan a hearing."""
    return Act("plan", "Plan a hearing", "Plan it", _plan, (
        Field("on", "When", "moment"),
        Field("place", "Place or link"),
        Field("mode", "How", "choice",
              ("in person", "by video", "by phone", "in writing", "in court")),
        Field("notice", "Notice sent to", needed=False),
    ), "A hearing held elsewhere, a court’s own, is put down with the day it was held on.")  # fmt: skip


def held_act(n: int) -> Act:
    """Say that a hearing was held."""
    return Act("held", f"Hearing {n} was held", "Record as held", _held(n), (
        Field("attendees", "Who attended", hint="Names, with commas between them"),
        Field("minutes", "Minutes", "file"),
        Field("statements", "Statements", "text", needed=False),
        Field("result", "Result", needed=False),
    ), "Once held, it stays so: it opens the right to confirm a person’s help.")  # fmt: skip


def adjourned_act(n: int) -> Act:
    """Put a hearing off."""
    return Act("adjourn", f"Put hearing {n} off", "Put it off", _adjourned(n),
               (Field("on", "To", "moment"), REASON))  # fmt: skip


def confirm_act(made_by: str) -> Act:
    """Confirm who made the words."""
    title = {"person": "A person made the words", "ai": "AI made the words",
             "both": "A person and AI made the words"}[made_by]  # fmt: skip
    return Act("confirm", title, "Confirm and sign", _confirm(made_by),
               (Field("reasons", "Reasons", "text"),),
               "Signed with your key. The letter gives the confirmation, not the reasons.")  # fmt: skip


CLAIM = Act("claim", "A claim of help", "Record it", _claim, (
    Field("of", "Of whose help", "choice", ("person", "ai")), Field("by", "Who claims it"),
    Field("statement", "What they say", "text"),
), "Before the first hearing it is recorded as premature, and gets the standard reply.")  # fmt: skip
DECIDE = Act("decide", "Decide", "Decide", _decide, (
    Field("finding", "Finding", "choice",
          ("upheld", "partly upheld", "not upheld", "settled", "outside our remit")),
    Field("reasons", "Reasons", "text"),
    Field("remedy", "Remedy", "choice",
          ("none", "correction", "withdrawal", "apology", "right of reply", "staff measure")),
))  # fmt: skip
APPEAL = Act("appeal", "An appeal", "Put it down", _appeal, (REASON,))
CLOSE = Act("close", "Close the matter", "Close", _close, (MAYBE_REASON,),
            "Before a decision, closing needs a reason.")  # fmt: skip
HOLD = Act("hold", "Hold the article", "Hold it", _hold(True), (MAYBE_REASON,),
           "Nothing of it can be erased, and it is not published while it is held.")  # fmt: skip
LET_GO = Act("let-go", "Let the article go", "Let it go", _hold(False), (MAYBE_REASON,))
LETTER = Act("write", "A letter", "Keep it", _letter, (
    Field("way", "Which way", "choice", ("it came", "it went out")), Field("who", "From or to"),
    Field("text", "What it says", "text"),
))  # fmt: skip
EVIDENCE = Act("evidence", "A document", "Keep it", _evidence, (
    Field("file", "File", "file"), Field("note", "Note", needed=False),
), "Kept by its hash. It can be added to, never changed.")  # fmt: skip
RECUSE = Act("recuse", "Hand it to the alternate", "Hand it on", _recuse, (REASON,),
             "For a matter about you. You will no longer read it.")  # fmt: skip
#: Its file is written by the page, which knows the folder.
DOSSIER = Act("dossier", "Dossier to PDF and ZIP", "Choose a folder…", lambda *_all: None, tuple(
    Field(f"redact-{what}", f"Leave out {words}, because", needed=False)
    for what, words in (
        ("name", "the name"), ("contact", "the contact"), ("standing", "the standing"),
        ("complaint", "the complaint"), ("documents", "documents"), ("prompts", "prompts"),
        ("correspondence", "correspondence"),
    )
), "What is left out is marked as redacted, with the reason, wherever it stood.")  # fmt: skip
ERASE = Act("erase", "Erase the complainant’s data", "Erase for good", _erase, (REASON,),
            "Name, contact and standing go from every touch that holds them. That they were "
            "erased stays in the record.")  # fmt: skip
