"""The demonstration: the real article from import to a published piece, by five kinds of hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db import reading
from db.acts import deciding, moving, signing
from db.acts.founding import make_newsroom
from db.acts.publishing import publish
from db.acts.register import add_contributor
from db.acts.writing import assign, set_details, write_text
from db.ledger.audit import Verified, verify
from db.newsroom import Newsroom
from desktop.bringing import import_file
from desktop.exporters.writing import FORMATS
from desktop.finishing import ExportedFile, export_files
from desktop.receipts.verifying import verify_file

ARTICLE = Path(__file__).parents[1] / "resources" / "sample" / "seed-article.txt"
CEO, EDITOR, SECOND = "Sample CEO", "Sample Editor", "Second Sample Editor"
REPORTER, FREELANCER, MODEL = "Sample Reporter", "Sample Freelancer", "Sample Model 1"
GENERATED = (
    " The two governments have said that they want regular visits at the level of leaders to go on."
)


@dataclass(frozen=True)
class Demonstrated:
    """What came out."""

    article: str
    files: list[ExportedFile]
    ledger: Verified
    ok: bool


def demonstrate(folder: Path, tell: Callable[[str], object]) -> Demonstrated:
    """Make a sample newsroom in `folder`, take the article through it, verify what comes out."""
    newsroom = make_newsroom(_free(folder), name="Sample Newsroom", ceo=CEO)
    try:
        tell(f"Made the newsroom {newsroom.path}.")
        _people(newsroom)
        tell("Its contributors: a CEO, two editors, a reporter, a freelancer and an AI model.")
        article = _draft(newsroom, tell)
        _edit(newsroom, article, tell)
        files = export_files(newsroom, EDITOR, [article], list(FORMATS), folder)
        ok = True
        for file in files:
            found = verify_file(file.path, newsroom, expected=True)
            ok = ok and found.ok
            tell(f"Exported {file.path.name}: {'verified' if found.ok else found.problems[0]}.")
        ledger = verify(newsroom, texts=True)
        tell(f"The ledger: {ledger.touches} touches, {'all hold' if ledger.ok else ledger.why}.")
        return Demonstrated(article, files, ledger, ok and ledger.ok)
    finally:
        newsroom.close()


def _free(folder: Path) -> Path:
    n = 1
    while True:
        path = folder / ("newsroom.colophon" if n == 1 else f"newsroom-{n}.colophon")
        if not path.exists():
            return path
        n += 1


def _people(newsroom: Newsroom) -> None:
    for name, kind in (
        (EDITOR, "editor"), (SECOND, "editor"), (REPORTER, "reporter"), (FREELANCER, "freelancer"),
    ):  # fmt: skip
        add_contributor(newsroom, CEO, name, kind)
    add_contributor(
        newsroom, CEO, MODEL, "ai", provider="Sample Provider", model="sample-model",
        model_version="1", answers_to=EDITOR,
    )  # fmt: skip


def _text(newsroom: Newsroom, article: str) -> str:
    with newsroom.read() as session:
        return reading.text_at(session, article)


def _draft(newsroom: Newsroom, tell: Callable[[str], object]) -> str:
    article = import_file(newsroom, FREELANCER, ARTICLE).article
    tell(f"{FREELANCER} brought in the article: {article}.")
    body = _text(newsroom, article)
    write_text(newsroom, FREELANCER, article, body + GENERATED, author=MODEL)
    tell(f"{FREELANCER} asked {MODEL} for a sentence and took it into the draft.")
    assign(newsroom, EDITOR, article, REPORTER)
    body = _text(newsroom, article)
    write_text(
        newsroom, REPORTER, article, body.replace("on Saturday,", "on Saturday, officials said,", 1)
    )
    tell(f"{REPORTER} added two words.")
    moving.submit(newsroom, FREELANCER, article)
    tell("Submitted for edit.")
    return article


def _edit(newsroom: Newsroom, article: str, tell: Callable[[str], object]) -> None:
    body = _text(newsroom, article)
    write_text(newsroom, EDITOR, article, body.replace("officials said", "officials say", 1))
    set_details(newsroom, EDITOR, article, due="2026-12-31T18:00Z")
    deciding.accept(newsroom, EDITOR, article)
    tell(f"{EDITOR} changed a word and accepted every change.")
    signing.sign_off(
        newsroom, SECOND, article, examined="Every paragraph, against the agency's copy.",
        facts="Names, dates, places and quotations checked.", responsible=SECOND, ticked="all",
        exception=False,
    )  # fmt: skip
    tell(f"{SECOND} signed off, and leaves the AI label on.")
    publish(newsroom, SECOND, article)
    with newsroom.read() as session:
        view = reading.article(session, article)
        runs = reading.who(session, article)
    shares = ", ".join(f"{share:.0%} {kind}" for kind, share in reading.who_shares(runs).items())
    tell(f"Published, version {view.version}; the record says who wrote it: {shares}.")
