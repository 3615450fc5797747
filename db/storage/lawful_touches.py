"""The table by which a shared newsroom knows who may make which touch: asked of the rules in Python
for every case there is, so that the two cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import cast

from sqlalchemy.orm import Session

from db.ledger import refolding_matters as matters
from db.ledger.lawful import _ACTS as ACTS
from db.models.article import Article
from db.models.contributor import Contributor
from db.rules import permissions
from db.rules.moves import MOVES
from db.rules.permissions import ARTICLE_ACTS
from db.terms import PEOPLE, State

#: Touches that are about a piece although the act is anybody's.
_OF_A_PIECE = frozenset({"comment.added", "comment.replied", "comment.resolved", "exported",
                         "redacted"})  # fmt: skip
#: `details` are judged by what they name.
_DETAILS = {"details": "details", "details.language": "language", "details.assign": "assign"}
_OF_MATTERS = {**dict.fromkeys(matters.KINDS, "raise"), "erased.matter": "raise"}
_MOVES = {f"moved.{move.act}": move.act for move in MOVES}


def rows() -> Iterator[dict[str, object]]:
    """What may be: act, kind of contributor, state of the piece, once published, one's own."""
    nobody = cast(Session, None)  # the rules ask rows of articles only where `own` is not given
    for act, rule in {**ACTS, **_DETAILS, **_OF_MATTERS, **_MOVES}.items():
        of_a_piece = act in _OF_A_PIECE or rule in ARTICLE_ACTS or act in _MOVES
        states = [str(state) for state in State] if of_a_piece else [""]
        flags = (False, True) if of_a_piece else (False,)
        for kind, state, published, own in product(sorted(PEOPLE), states, flags, flags):
            piece = Article(id="-", state=state, version=int(published)) if of_a_piece else None
            actor = Contributor(id="-", name="-", kind=str(kind), active=True)
            if permissions.may(nobody, actor, rule, piece, own=own) is None:
                yield {"act": act, "by_kind": str(kind), "state": state, "published": published,
                       "own": own}  # fmt: skip
