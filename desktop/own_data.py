"""All that the newsroom keeps about one person, as a file that is theirs to take along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def own_data_file(session: Session, actor: str, wanted: str) -> bytes:
    """JSON, for the person or the CEO. Raises Refused."""
    from db.private_records import own_data

    found = own_data(session, actor, wanted)
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
