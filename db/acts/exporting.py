"""Recording that finished files left the newsroom; their receipts are signed by who exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.acts.acting import article, person
from db.ledger import keys
from db.ledger.chain import append, newsroom_id
from db.ledger.digest import canonical
from db.models.contributor import Contributor
from db.newsroom import Newsroom


@dataclass(frozen=True)
class Signer:
    """Whoever exports, able to sign a receipt."""

    newsroom: str
    contributor: str
    name: str
    public_key: str

    def sign(self, receipt: dict[str, Any]) -> dict[str, Any]:
        """The receipt with the signer's key and signature of everything else in it."""
        named = {**receipt, "exported_by": self.name, "public_key": self.public_key}
        message = canonical(named)
        return {**named, "signature": keys.sign(self.newsroom, self.contributor, message)}


def note_export(
    newsroom: Newsroom, actor: str, wanted: str, version: int, files: Sequence[tuple[str, str]]
) -> Signer:
    """Record which files (format, SHA-256) were made of a version, 0 for a proof."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        append(
            session,
            who.id,
            piece.id,
            "exported",
            {"version": version, "files": [[fmt, sha256] for fmt, sha256 in files]},
        )
        public = session.get_one(Contributor, who.id, populate_existing=True).public_key
        assert public is not None  # recording an export names the key that signs
        return Signer(newsroom_id(session), who.id, who.name, public)
