"""Coming in to a shared newsroom: the password is checked by its server, and kept on this computer."""

from __future__ import annotations

from dataclasses import dataclass

from db.acts.joining import arrive, change_password, is_new_here, who_speaks
from db.newsroom import open_newsroom
from db.storage.passwords import keep, named, without


class NewHere(Exception):
    """This login was never used: its person sets a password of their own first."""


@dataclass(frozen=True)
class CameIn:
    """Who came in, and the newsroom's address without the password."""

    name: str
    url: str


def come_in(url: str, password: str, own: str | None = None) -> CameIn:
    """Open the newsroom with a password; `own` is the one to be used from now on.

    Raises Refused for what the server or the keyring refuses, NewHere where `own` is missing.
    """
    url = without(url)
    newsroom = open_newsroom(named(url, password))
    try:
        if own is None and is_new_here(newsroom):
            raise NewHere
        if own is not None:
            change_password(newsroom, own)
        keep(url, own if own is not None else password)
        arrive(newsroom)
        return CameIn(who_speaks(newsroom), url)
    finally:
        newsroom.close()
