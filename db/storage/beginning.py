"""What every newsroom begins with, whatever keeps it: the head of the chain, the allowed moves."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from db.ledger.digest import START
from db.models.matter import MatterMove
from db.models.newsroom import AllowedMove
from db.models.touch import Head
from db.rules import matter_moves
from db.rules.moves import MOVES


def fill(connection: Connection) -> None:
    """Put the rows into empty tables."""
    connection.execute(insert(Head).values(id=1, seq=0, hash=START, peaks=[]))
    moves = {(m.source, m.target, m.was_published): m.who for m in MOVES}
    connection.execute(
        insert(AllowedMove),
        [
            {"from_state": str(a), "to_state": str(b), "was_published": p, "who": who}
            for (a, b, p), who in moves.items()
        ],
    )
    connection.execute(insert(MatterMove), matter_moves.rows())
