"""Making a newsroom: its first person, its name, and the words every piece leaves with."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.issuing import issue
from db.acts.register import put_contributor
from db.acts.settings import put_setting
from db.ledger.chain import append
from db.models.contributor import Contributor
from db.models.newsroom import Setting
from db.newsroom import Newsroom, create, discard
from db.refusal import Refused
from db.rules.language import known_language
from db.terms import Kind, new_id

RESOURCES = Path(__file__).parents[2] / "resources" / "reader_notes"
SHARE_LINE = "Share This Post\n\nশেয়ার করুন"


def make_newsroom(
    path: str | Path, name: str | None = None, ceo: str = "CEO", language: str = "en", *,
    without_key: bool = False, encrypted: bool = False,
) -> Newsroom:  # fmt: skip
    """Make a newsroom whose first person is `ceo`; the note and label of its language, if the
    program brings them, are issued at once.

    Issuing is signed. Without a place for keys this raises Refused `no-key` and leaves nothing;
    `without_key` then makes the newsroom without words in force instead; one that is `encrypted` needs
    that place in any case. Of a shared newsroom they
    are issued when its CEO first comes in, with the key of her own computer.
    """
    tongue = known_language(language)
    newsroom = create(path, encrypted)
    try:
        with newsroom.write() as session:
            person = _found(session, name or "Newsroom", ceo, tongue)
        if newsroom.shared:
            return newsroom
        try:
            with newsroom.write() as session:
                first_issues(session, person, tongue)
        except Refused as refused:
            if refused.refusal.rule != "no-key" or not without_key:
                raise
    except BaseException:
        discard(newsroom, path)
        raise
    return newsroom


def _found(session: Session, name: str, ceo: str, language: str) -> str:
    identity, person = new_id(), new_id()
    seq = append(session, person, identity, "newsroom.made", {"id": identity})
    session.execute(insert(Setting).values(key="id", value=identity, seq=seq))
    put_contributor(session, person, person, ceo, Kind.CEO, {})
    actor = session.get_one(Contributor, person)
    for key, value in (("name", name), ("language", language), ("share_line", SHARE_LINE)):
        put_setting(session, actor, key, value)
    return person


def first_issues(session: Session, person: str, language: str) -> None:
    """Issue the note and the label that the program brings in a language."""
    actor = session.get_one(Contributor, person)
    for what, file in (("note", f"{language}.txt"), ("label", f"label-{language}.txt")):
        words = RESOURCES / file
        if words.exists():
            issue(session, actor, what, words.read_text("utf-8").strip("\n"), language)
