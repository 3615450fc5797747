"""Who is who when a handover file is taken: contributors there, and in this newsroom's register."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.acts.acting import allowed
from db.handover import Handover, Person
from db.ledger.chain import append
from db.models.contributor import Contributor
from db.refusal import Refused
from db.terms import Kind, Origin

_AI = ("provider", "model", "model_version")


class People:
    """The contributors of a file as this newsroom knows them. Raises Refused for one it does not.

    At home nobody is added: an AI is the one of the same model, and whoever took the file there is
    whom it was for. In a newsroom of its own the piece's people are added, ended, under their ids.
    """

    def __init__(
        self, session: Session, who: Contributor, said: Handover, *, at_home: bool
    ) -> None:
        self._session, self._who, self._said = session, who, said
        self._known = {c.id: c for c in session.scalars(select(Contributor))}
        self._there = {one.id: one for one in said.contributors}
        self._here: dict[str, str] = {}
        self._at_home = at_home

    @property
    def writer(self) -> Contributor:
        """Whom the piece was handed over for."""
        found = self._known.get(self._said.for_whom or "")
        if found is None:
            raise Refused("bad-input", "this file was made for nobody of this newsroom",
                          "ask whoever made it")  # fmt: skip
        return found

    def kind(self, identity: str) -> str:
        """The kind of a contributor of this newsroom."""
        return self._known[identity].kind

    def behind(self, peer: int) -> dict[str, Any]:
        """Who is behind a peer, as a row's touch says it."""
        if peer not in self._said.peers:
            raise Refused("bad-input", "nobody is behind some words of this handover file",
                          "ask whoever made it to send it again")  # fmt: skip
        contributor, origin, source = self._said.peers[peer]
        if origin not in set(Origin):
            raise Refused("bad-input", f"{origin!r} is no origin of words",
                          "ask whoever made it to send it again")  # fmt: skip
        return {"contributor": self._entry(contributor), "origin": origin, "source": source}

    def _entry(self, identity: str) -> str:
        if identity not in self._here:
            self._here[identity] = self._found(identity)
        return self._here[identity]

    def _found(self, identity: str) -> str:
        if identity in self._known:
            return identity
        person = self._there.get(identity)
        if person is None:
            raise Refused("bad-input", "some words of this handover file are by nobody it names",
                          "ask whoever made it to send it again")  # fmt: skip
        if person.kind == Kind.AI:
            same = self._same_model(person)
            if same is not None:
                return same
        elif self._at_home and person.stands_for in self._known:
            return str(person.stands_for)
        if self._at_home:
            what = f"{person.provider} {person.model}" if person.kind == Kind.AI else person.kind
            raise Refused(
                "not-found", f"{person.name} ({what}) wrote in it and is not in the register",
                "the CEO adds them first: colophon contributor add, then take the file again",
            )  # fmt: skip
        return self._add(person)

    def _same_model(self, person: Person) -> str | None:
        for known in self._known.values():
            same = all(getattr(known, key) == getattr(person, key) for key in _AI)
            if known.kind == Kind.AI and known.active and same:
                return known.id
        return None

    def _add(self, person: Person) -> str:
        """An entry for somebody of the piece's home: known by name, and not active here."""
        allowed(self._session, self._who, "contributors")
        if person.kind not in set(Kind):
            raise Refused("bad-input", f"{person.kind!r} is no kind of contributor",
                          "ask whoever made it to send it again")  # fmt: skip
        values: dict[str, Any] = {"name": self._name(person), "kind": person.kind, "sample": False}
        if person.kind == Kind.AI:
            answers = self._entry(str(person.answers_to))
            values |= {key: getattr(person, key) for key in _AI} | {"answers_to": answers}
        seq = append(self._session, self._who.id, person.id, "contributor.added", values)
        row = {"id": person.id, "active": True, "seq": seq, **values}
        self._session.execute(insert(Contributor).values(**row))
        ended = {"active": False}
        append(self._session, self._who.id, person.id, "contributor.ended", ended)
        self._session.execute(
            update(Contributor).where(Contributor.id == person.id).values(**ended)
        )
        self._known[person.id] = self._session.get_one(Contributor, person.id)
        return person.id

    def _name(self, person: Person) -> str:
        names = {c.name.casefold() for c in self._known.values()}
        if person.name.casefold() not in names:
            return person.name[:200]
        home = self._said.home[1] or "elsewhere"
        name, n = f"{person.name[:120]} ({home[:60]})", 2
        while name.casefold() in names:
            name, n = f"{person.name[:120]} ({home[:60]}, {n})", n + 1
        return name
