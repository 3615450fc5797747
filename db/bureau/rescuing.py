"""Words that the newsroom did not take for a piece go into a draft of their writer's own."""

from __future__ import annotations

import json

from db.acts.acting import Changes
from db.acts.editing import EditingSession
from db.acts.edits import units
from db.acts.writing import new_article
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.ledger.chain import newsroom_id
from db.manuscript.manuscript import Authored
from db.models.article import Article
from db.newsroom import Newsroom
from db.refusal import Refused
from db.terms import PARTS, UNKNOWN_SOURCE, Origin


def into_new_draft(newsroom: Newsroom, actor: str, bureau: Bureau, article: str) -> Changes:
    """Begin a draft with the text as its writer saw it: their own words as they wrote them, others'
    as copies that keep their authors. Raises Refused, and then the words stay where they are."""
    letters = bureau.refused(article)
    if not letters:
        raise Refused("not-found", "no words were set aside for this piece", "nothing is lost")
    text = BureauSession.open_in(bureau, article).with_refused(letters)
    with bureau.read() as session:
        home, language = newsroom_id(session), session.get_one(Article, article).language
    own = {letter.payload.get("peer") for letter in letters}
    made = new_article(newsroom, actor, language=language)
    writing = EditingSession.open(newsroom, actor, str(made.article))
    named: dict[int, str] = {}
    for part in PARTS:
        at, words, place = 0, text.text(part), 0
        for run in text.authors(part):
            said = words[at : at + run.length]
            number = _put(writing, home, part, place, said, run, own)
            if number is not None and run.source not in (None, UNKNOWN_SOURCE):
                named[number] = str(run.source)
            at, place = at + run.length, place + units(said)
    writing.flush()
    for number, source in named.items():
        writing.name_source(number, source)
    writing.close()
    bureau.outbox.take_out([letter.id for letter in letters])
    return made


def _put(
    writing: EditingSession, home: str, part: str, place: int, said: str, run: Authored,
    own: set[int | None],
) -> int | None:  # fmt: skip
    """Put a run at its place; the number of the paste, where it is one."""
    if not any(span.peer in own for span in run.spans):
        spans = [list(span) for span in run.spans]
        clipboard = json.dumps({"newsroom": home, "spans": spans}).encode()
        return writing.paste(part, place, 0, said, clipboard)
    if run.origin == Origin.PASTED:
        return writing.paste(part, place, 0, said, None)
    writing.splice(part, place, 0, said)
    return None
