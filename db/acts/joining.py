"""Logins of a shared newsroom: each person has one, and the database knows by it who is speaking."""

from __future__ import annotations

import re
import secrets
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, contributor, person
from db.acts.founding import first_issues
from db.ledger.chain import own_key
from db.models.contributor import Contributor
from db.models.newsroom import IssuedText
from db.newsroom import Newsroom, data_version, setting
from db.refusal import Refused
from db.storage import speech
from db.terms import Kind

_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
SHORTEST_PASSWORD = 10
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def give_login(newsroom: Newsroom, actor: str, wanted: str, login: str, password: str) -> Changes:
    """Make a login for a person; they set a password of their own when they first come.

    Only what SCRAM makes of the password is sent. Raises Refused.
    """
    _shared(newsroom)
    if not _LOGIN.fullmatch(login):
        raise Refused(
            "bad-input", f"{login!r} is no name for a login",
            "use small letters, figures, _ . and -, a letter first",
        )  # fmt: skip
    _strong(password)
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found = contributor(session, wanted)
        if found.kind == Kind.AI or not found.active:
            raise Refused("bad-input", f"{found.name} does not log in", "name an active person")
        speech.give_login(session, found.id, login, speech.verifier(session, login, password))
        return Changes(data_version(session))


def login_for(name: str) -> str:
    """A name for a login, made from a person's."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", ".", plain).strip(".")[:40].strip(".")
    return made if made[:1].isalpha() else f"n.{made}".strip(".")


def first_password() -> str:
    """A password to come in with the first time: 79 bits, in letters and figures that nobody takes
    for others when it is read out."""
    letters = "".join(secrets.choice(_READABLE) for _ in range(16))
    return "-".join(letters[n : n + 4] for n in range(0, 16, 4))


def login_of(session: Session, wanted: str) -> tuple[str | None, bool]:
    """By which login a person comes in, None without one, and whether they ever came. For the CEO
    of a shared newsroom."""
    found = contributor(session, wanted)
    return speech.login_of(session, found.id), found.public_key is not None


def arrive(newsroom: Newsroom) -> str:
    """Who comes in by this login (an id); their key is made the first time, so that from then on
    what is theirs to read can be sealed to them. With the CEO's the first note for readers and
    label are issued. Raises Refused `no-key` or `who-may`."""
    _shared(newsroom)
    with newsroom.read() as session:
        me = speech.speaker(session)
        found = session.get(Contributor, me) if me is not None else None
        known = found is not None and found.public_key is not None
    if me is None:
        raise Refused("who-may", "this login speaks for nobody in the newsroom", "ask the CEO")
    if not known:
        with newsroom.write() as session:
            own_key(session, me)
            is_ceo = session.get_one(Contributor, me).kind == Kind.CEO
            if is_ceo and session.scalar(select(IssuedText.seq).limit(1)) is None:
                first_issues(session, me, str(setting(session, "language", "en")))
    return me


def is_new_here(newsroom: Newsroom) -> bool:
    """Whether this login was never used: its person then sets a password of their own."""
    with newsroom.read() as session:
        me = speech.speaker(session)
        found = session.get(Contributor, me) if me is not None else None
        return found is not None and found.public_key is None


def who_speaks(newsroom: Newsroom) -> str:
    """The name of whoever comes in by this login. Raises Refused `who-may`."""
    with newsroom.read() as session:
        me = speech.speaker(session)
        if me is None:
            raise Refused("who-may", "this login speaks for nobody in the newsroom", "ask the CEO")
        return session.get_one(Contributor, me).name


def change_password(newsroom: Newsroom, password: str) -> None:
    """Set another password for the login that speaks; only what SCRAM makes of it is sent."""
    _shared(newsroom)
    _strong(password)
    with newsroom.write() as session:
        speech.change_password(session, password)


def _shared(newsroom: Newsroom) -> None:
    if not newsroom.shared:
        raise Refused(
            "bad-input", "a newsroom on this computer has no logins",
            "choose who acts: --as NAME, or Acting as… in the app",
        )  # fmt: skip


def _strong(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            "bad-input", f"a password has {SHORTEST_PASSWORD} characters or more", "make it longer"
        )
