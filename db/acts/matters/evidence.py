"""A matter's documents: added, never changed; and whom they were disclosed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.acts.acting import Changes
from db.acts.matters.handling import Document, fit, handling, said
from db.newsroom import Newsroom
from db.refusal import Refused


def add_evidence(
    newsroom: Newsroom, actor: str, ref: str, file: Document, note: str = ""
) -> Changes:
    """Keep a document with a matter, by its hash."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        if not file.content:
            raise Refused("bad-input", f"{file.name} is empty", "give a file with something in it")
        return at.done(at.add("evidence.added", {}, {"note": fit(note).strip()}, [file]))


def disclose(newsroom: Newsroom, actor: str, ref: str, sha256: str, to: str) -> Changes:
    """Put down that a document was shown to somebody; the beginning of its hash is enough."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        found = [f for f in at.told().evidence if sha256 and f.sha256.startswith(sha256.lower())]
        if len({file.sha256 for file in found}) != 1:
            raise Refused(
                "not-found", f"{at.ref} has no such document, or several",
                f"see: colophon escalation evidence {at.ref}",
            )  # fmt: skip
        secret = {"sha256": found[0].sha256, "to": said(to, "name of whom it was shown to")}
        return at.done(at.add("evidence.disclosed", {}, secret))


def disclose_dossier(
    newsroom: Newsroom, actor: str, ref: str, hashes: Sequence[str], redactions: Mapping[str, str]
) -> Changes:
    """Put down that a dossier was made: its files' hashes, and what was left out of it."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        secret = {"dossier": list(hashes), "redactions": dict(redactions), "to": "a dossier"}
        return at.done(at.add("evidence.disclosed", {}, secret))
