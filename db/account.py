"""The whole history of one article as a document for a hearing: every touch in order.

Comments and what an AI was asked are internal to the newsroom: without `internal` the former are
left out, and of the latter only that it was asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.account_words import Reader, Words, shares_by_person
from db.acts import acting
from db.ledger.chain import Told, checkpoint, told
from db.manuscript.spans import Span
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.newsroom import setting
from db.rules.gate import OF_TEXT
from db.terms import PARTS
from db.touches import did

#: Decisions that void a sign-off besides touches of the text itself.
_DECISIONS = {"accepted", "rejected", "taken-back"}


@dataclass(frozen=True)
class Party:
    """Somebody who touched the piece, or whose words are in it; `share` of what stands now."""

    name: str
    kind: str
    model: str
    answers_to: str
    share: float


@dataclass(frozen=True)
class Entry:
    """One touch: who (`by`, a name; `kind`) did what, when, its details and its words."""

    seq: int
    id: str
    at: str
    by: str
    kind: str
    did: str
    details: tuple[tuple[str, str], ...]
    put: tuple[Words, ...]
    taken: tuple[Words, ...]
    about: tuple[Words, ...]
    hash: str


@dataclass(frozen=True)
class Account:
    """An article's history; `left_out` internal touches are not in it."""

    article: str
    headline: str
    language: str
    state: str
    version: int
    newsroom: str
    newest: str
    checkpoint: str
    internal: bool
    left_out: int
    parties: tuple[Party, ...]
    entries: tuple[Entry, ...]


def account(session: Session, wanted: str, *, internal: bool = False) -> Account:
    """The history of an article. Raises Refused `not-found`."""
    piece = acting.article(session, wanted)
    touches = told(session, piece.id)
    rows = session.execute(select(Touch.seq, Touch.hash).where(Touch.subject == piece.id))
    hashes = {row.seq: row.hash.hex() for row in rows}
    teller = _Teller(Reader(session, piece.id), touches, internal)
    shown = [t for t in touches if internal or not t.kind.startswith("comment.")]
    entries = tuple(teller.entry(touch, hashes[touch.seq]) for touch in shown)
    return Account(
        piece.id, piece.headline, piece.language, piece.state, piece.version,
        str(setting(session, "name", "")), touches[-1].at, checkpoint(session), internal,
        len(touches) - len(shown), _parties(session, teller.reader, entries), entries,
    )  # fmt: skip


def _parties(session: Session, reader: Reader, entries: tuple[Entry, ...]) -> tuple[Party, ...]:
    people = {c.name: c for c in session.scalars(select(Contributor))}
    by_id = {c.id: c.name for c in people.values()}
    shares = {by_id[who]: share for who, share in shares_by_person(reader.standing).items()}
    words = (w for e in entries for w in (*e.put, *e.taken, *e.about))
    named = dict.fromkeys([*(e.by for e in entries), *(w.author for w in words), *shares])
    out = []
    for name in named:
        found = people.get(name)
        if found is not None:
            model = " ".join(
                filter(None, (found.provider, found.model, found.model_version))
            )  # an AI's; empty for a person
            answers = by_id.get(found.answers_to or "", "")
            out.append(Party(name, found.kind, model, answers, shares.get(name, 0.0)))
    return tuple(sorted(out, key=lambda party: (-party.share, party.name)))


class _Teller:
    """Tells touches of one article."""

    def __init__(self, reader: Reader, touches: list[Told], internal: bool) -> None:
        self.reader, self._touches, self._internal = reader, touches, internal

    def entry(self, touch: Told, hashed: str) -> Entry:
        """One touch, told."""
        name, kind = self.reader.person(touch.contributor)
        put, taken, about = self._words(touch)
        clear = self.reader.secret.cleared
        details = [(what, clear(words)) for what, words in self._details(touch) if words]
        if touch.payload.get("signature"):
            keys = (("Signature", "signature"), ("Public key", "public_key"))
            details += [(title, str(touch.payload.get(key) or "")) for title, key in keys]
        if touch.seq in self.reader.untrue:
            details.append(("Left out by every reader", self.reader.untrue[touch.seq]))
        return Entry(
            touch.seq, touch.id, touch.at, name, kind, did(touch.kind, touch.payload),
            tuple(details), tuple(put), tuple(taken), tuple(about), hashed,
        )  # fmt: skip

    def _words(self, touch: Told) -> tuple[list[Words], list[Words], list[Words]]:
        said, reader = touch.payload, self.reader
        if touch.kind in ("text", "proposed"):
            put, taken = reader.of_row(touch)
            return put, taken, []
        if touch.kind == "source.named":
            return [], [], reader.of_peers(self._touches, [touch.peer])
        if touch.kind == "ai.asked":
            return [], [], reader.of_peers(self._touches, said.get("peers", []))
        if touch.kind in ("taken-in", "set-aside"):
            return [], [], reader.of_peers(self._touches, said.get("proposals", []))
        if touch.kind == "accepted":
            return self._accepted(said)
        if touch.kind == "rejected":
            return self._rejected(said)
        if touch.kind == "comment.added" and said.get("words"):
            words = self.reader.secret.cleared(said["words"])
            return [], [], [Words(said["part"], words, "", "", "")]
        return [], [], []

    def _accepted(self, said: dict[str, Any]) -> tuple[list[Words], list[Words], list[Words]]:
        put: list[Words] = []
        taken: list[Words] = []
        edits = said.get("edits", [])
        was = said.get("was") or [["", []]] * len(edits)
        pairs = reversed(list(zip(edits, was, strict=False)))  # recorded last place first
        order = {part: n for n, part in enumerate(PARTS)}
        ordered = sorted(
            pairs, key=lambda pair: (order.get(pair[0][0], len(order)), pair[0][0], pair[0][1])
        )
        for n, (edit, (text, spans)) in enumerate(ordered):
            part, _old, _removed, words, put_spans = edit
            put += self.reader.by_author(part, words, [Span(*span) for span in put_spans], n)
            taken += self.reader.by_author(part, text, [Span(*span) for span in spans], n)
        return put, taken, []

    def _rejected(self, said: dict[str, Any]) -> tuple[list[Words], list[Words], list[Words]]:
        """What was offered and stays out; what was taken out of the text is in the touch before."""
        offered = self.reader.of_peers(self._touches, said.get("proposals", []))
        clear, words = self.reader.secret.cleared, list(enumerate(said.get("words", ())))
        back = [Words(part, clear(old), "", "", "", place=n) for n, (part, old, _) in words if old]
        out = [Words(part, clear(new), "", "", "", place=n) for n, (part, _, new) in words if new]
        return back, out, offered

    # What else a touch says

    def _details(self, touch: Told) -> list[tuple[str, str]]:
        said, kind = touch.payload, touch.kind
        if said.get("erased") is True:
            return [("Content", "erased")]
        if kind == "signed-off":
            return self._signed(touch)
        if kind.startswith("moved."):
            return _moved(said)
        if kind == "exported":
            files = said.get("files", [])
            return [("Version", _version(said.get("version"))),
                    *(("File", " ".join(map(str, file))) for file in files)]  # fmt: skip
        if kind == "agreed":
            return [("Agrees to", _touch(said.get("sign_off"))),
                    ("Text, SHA-256", str(said.get("text_sha256", "")))]  # fmt: skip
        if kind in ("accepted", "rejected", "taken-back"):
            return [("Reason", str(said.get("reason") or "")),
                    ("Decision taken back", _touch(said.get("of")))]  # fmt: skip
        if kind == "source.named":
            name, _ = self.reader.person(said.get("contributor"))
            return [("Author now", name), ("Source", str(said.get("source") or "")),
                    ("Origin", str(said.get("origin") or ""))]  # fmt: skip
        if kind == "ai.asked":
            return self._asked(said)
        if kind.startswith("comment."):
            return [("Comment", str(said.get("text") or "")), ("Thread", str(said.get("n") or ""))]
        return self._plain(said, kind)

    def _plain(self, said: dict[str, Any], kind: str) -> list[tuple[str, str]]:
        if kind in ("text", "proposed"):
            return [("As it was after", _touch(said.get("restored")))]
        names = {"language": "Language", "translation_of": "Translation of", "desk": "Desk",
                 "due": "Due", "assigned_to": "With", "n": "Picture", "sha256": "SHA-256",
                 "ai": "Made or altered by AI", "media_type": "Type"}  # fmt: skip
        out = []
        for key, title in names.items():
            value = said.get(key)
            if key in said and not (value is None and kind == "article.made"):
                shown = self.reader.person(value)[0] if key == "assigned_to" and value else value
                out.append((title, _plain(shown)))
        return out

    def _asked(self, said: dict[str, Any]) -> list[tuple[str, str]]:
        out = [("Model", self.reader.person(said.get("model"))[0]),
               ("About the text after", _touch(said.get("at")))]  # fmt: skip
        if self._internal:
            rest = {k: v for k, v in said.items() if k not in ("model", "at", "peers")}
            out += [(str(key).replace("_", " ").capitalize(), _plain(v)) for key, v in rest.items()]
        return out

    def _signed(self, touch: Told) -> list[tuple[str, str]]:
        said = touch.payload
        facts, ticked = said.get("statements", []), set(said.get("ticked", []))
        none = set(said.get("not_facts", []))
        marks = [
            f"{kind}: {words} ({'ticked' if n in ticked else 'no fact' if n in none else 'left'})"
            for n, (kind, words) in enumerate(facts, 1)
        ]
        return [
            ("Examined", str(said.get("examined", ""))), ("Facts", str(said.get("facts", ""))),
            ("Responsible", self.reader.person(said.get("responsible"))[0]),
            ("Where readers find that", str(said.get("where", ""))),
            ("Statements", "\n".join(marks)),
            ("Needs another’s agreement", _plain(bool(said.get("needs_agree")))),
            ("Article 50(4)’s exception", "met" if said.get("meets_exception") else
             "not met: " + "; ".join(map(str, said.get("why_not", [])))),
            ("Text, SHA-256", str(said.get("text_sha256", ""))),
            ("Made void by", _touch(self._voided(touch))),
        ]  # fmt: skip

    def _voided(self, signed: Told) -> int | None:
        for touch in self._touches:
            if touch.seq > signed.seq:
                moved = touch.kind in OF_TEXT or touch.kind in _DECISIONS
                if moved and not (touch.kind == "details" and "language" not in touch.payload):
                    return touch.seq
        return None


def _moved(said: dict[str, Any]) -> list[tuple[str, str]]:
    finished = said.get("finished") or {}
    note, label = finished.get("note") or {}, finished.get("label") or {}
    return [
        ("State", f"{said.get('from')} → {said.get('to')}"),
        ("Reason", str(said.get("reason") or "")),
        ("Version", str(said.get("version") or "")), ("Sign-off", _touch(said.get("sign_off"))),
        ("Text, SHA-256", str(said.get("text_sha256") or "")),
        ("Reader note", f"issue {note['issue']}: {note['text']}" if note else ""),
        ("AI label", f"issue {label['issue']}: {label['text']}" if label else
         "not on it" if finished else ""),
        ("Checkpoint", str(said.get("checkpoint") or "")),
    ]  # fmt: skip


def _touch(seq: Any) -> str:
    return f"touch {seq}" if isinstance(seq, int) else ""


def _version(number: Any) -> str:
    return "a proof" if number == 0 else str(number)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
