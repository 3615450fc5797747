"""Answers about articles, as JSON fields and as lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db import reading
from db.reading import ArticleView, SignOffView
from db.review import Change
from desktop.cli.calling import answer


def article_fields(view: ArticleView) -> dict[str, Any]:
    """An article as `show` prints it."""
    return {
        "id": view.id, "headline": view.headline, "dateline": view.dateline,
        "date_line": view.date_line, "language": view.language, "state": view.state,
        "version": view.version, "text_sha256": view.text_sha256, "words": view.words,
        "signed_off": view.signed_off, "sign_off": sign_off_fields(view.sign_off),
        "ai_label": view.ai_label, "shares": view.shares, "holds": list(view.holds),
        "desk": view.desk, "assigned_to": view.assigned_to, "due": view.due,
        "translation_of": view.translation_of, "writers": list(view.writers),
        "images": [
            {"n": i.n, "sha256": i.sha256, "alt": i.alt, "caption": i.caption, "credit": i.credit,
             "ai": i.ai}
            for i in view.images
        ],
    }  # fmt: skip


def sign_off_fields(signed: SignOffView | None) -> dict[str, Any] | None:
    """A sign-off as `sign-off` prints it; `valid` while it is for this very text."""
    if signed is None:
        return None
    return {
        "by": signed.by, "at": signed.at, "text_sha256": signed.text_sha256,
        "responsible": signed.responsible, "meets_exception": signed.meets_exception,
        "why_not": list(signed.why_not), "examined": signed.examined, "facts": signed.facts,
        "needs_agree": signed.needs_agree, "valid": signed.valid, "seq": signed.seq,
    }  # fmt: skip


def show_article(session: Session, wanted: str, key: str | None = None) -> None:
    """Print an article, under `key` where the command's document has one."""
    view = reading.article(session, wanted)
    fields = article_fields(view)
    answer({key: fields} if key else fields, lambda: _print_article(view))


def _print_article(view: ArticleView) -> None:
    print(f"{view.id}\n  {view.headline or '(no headline)'}")
    where = f"{view.state}, version {view.version}" if view.version else view.state
    print(f"  {where}, {view.language}, {view.words} words, desk {view.desk or '–'}, "
          f"with {view.assigned_to or '–'}, due {view.due or '–'}")  # fmt: skip
    if view.shares:
        print("  written by: " + ", ".join(f"{s:.0%} {kind}" for kind, s in view.shares.items()))
    signed = view.sign_off
    if signed is not None:
        print(f"  signed off by {signed.by}, {'valid' if view.signed_off else 'void'}")
    print(f"  AI label: {'needed' if view.ai_label else 'not needed'}")
    for image in view.images:
        print(f"  image {image.n}: {image.alt or '(no alt text)'}, {image.credit or '(no credit)'}")


def change_fields(change: Change) -> dict[str, Any]:
    """A change as `changes` prints it."""
    fields = ("n", "part", "start", "length", "inserted", "deleted", "contributor", "kind",
              "origin", "seq", "proposal")  # fmt: skip
    return {field: getattr(change, field) for field in fields}


def print_changes(changes: Sequence[Change]) -> bool:
    """Print changes for people; whether there are any."""
    for change in changes:
        old = f" -“{change.deleted}”" if change.deleted else ""
        new = f" +“{change.inserted}”" if change.inserted else ""
        proposed = ", proposed" if change.proposal else ""
        print(f"{change.n:>4} {change.part} {change.contributor} ({change.kind}, "
              f"{change.origin}{proposed}):{old}{new}")  # fmt: skip
    return bool(changes)


def moved(article: str | None, state: str | None, seq: int) -> None:
    """What a move prints."""
    answer(
        {"id": article, "state": state, "seq": seq},
        lambda: print(f"{article} is in {state} (touch {seq})"),
    )
