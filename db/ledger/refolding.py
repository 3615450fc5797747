"""What the rows must be, if the touches are the truth: each table made again, touch by touch."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.ledger.chain import Told, newsroom_id, told, told_all, told_of
from db.ledger.lawful import unlawful
from db.ledger.refolding_matters import MATTER_TABLES, MatterRows
from db.manuscript import changes as changing
from db.manuscript.content import count_words, shares, text_sha256
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import KINDS, bare, learn_foreign, take_touch
from db.models.comment import Comment, Mention
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.rules import pictures
from db.rules.four_eyes import same_person
from db.terms import Kind

Rows = list[dict[str, Any]]
#: Touches that do not make a piece the newest in lists.
QUIET = frozenset({"exported", "comment.added", "comment.replied", "comment.resolved"})
_DETAILS = ("email", "byline", "provider", "model", "model_version", "answers_to")


class Fold:
    """Reads all touches in order and keeps what each table should hold."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.untrue: list[str] = []
        self.contributors: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, dict[str, Any]] = {}
        self.pieces: dict[str, Piece] = {}
        self.matters: dict[str, MatterRows] = {}
        self._redacted: dict[str, int] = {}
        self.joined: Rows = []
        self.issued: Rows = []
        self.fonts: Rows = []

    def run(self) -> dict[str, Rows]:
        """The rows of every table that follows from the touches."""
        for touch in told_all(self.session):
            self._take(touch)
        return self._tables()

    def run_article(self, article: str) -> dict[str, Rows]:
        """The rows of one article, of the matters that held it, and of the newsroom itself."""
        people = self.session.scalars(select(Contributor.id)).all()
        ever = select(Touch.subject).where(Touch.kind == "matter.held").distinct()
        held = told_of(self.session, self.session.scalars(ever).all(), {"matter.held"})
        matters = [t.subject for t in held if t.payload.get("article", article) == article]
        subjects = dict.fromkeys([newsroom_id(self.session), *people, *matters, article])
        touches = [touch for subject in subjects for touch in told(self.session, subject)]
        for touch in sorted(touches, key=lambda each: each.seq):
            self._take(touch)
        return self._tables()

    def _take(self, touch: Told) -> None:
        try:
            why = unlawful(self, touch)
            if why is not None:
                self.untrue.append(f"touch {touch.seq}: by the rules it could not be made: {why}")
            self._apply(touch)
        except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
            self.untrue.append(
                f"touch {touch.seq}: a {touch.kind} that says what none does ({error!r})"
            )

    def _apply(self, touch: Told) -> None:
        kind, said = touch.kind, touch.payload
        if kind == "newsroom.made":
            self.settings["id"] = {"key": "id", "value": said["id"], "seq": touch.seq}
        elif kind == "setting":
            self.settings[said["key"]] = {**said, "seq": touch.seq}
        elif kind == "ai.set-up":
            known = self.settings.get("ai", {}).get("value", {})
            value = {**known, said["contributor"]: said["endpoint"]}
            self.settings["ai"] = {"key": "ai", "value": value, "seq": touch.seq}
        elif kind == "contributor.added":
            blank = dict.fromkeys(_DETAILS)
            self.contributors[touch.subject] = {
                **blank, "public_key": None, "active": True, **said,
                "id": touch.subject, "seq": touch.seq,
            }  # fmt: skip
        elif kind in ("contributor.changed", "contributor.ended", "key.named"):
            self.contributors[touch.subject].update(said)
        elif kind == "contributor.joined":
            self.contributors[touch.subject]["active"] = False
            self.joined.append(
                {"contributor": touch.subject, "person": said["person"], "seq": touch.seq}
            )
        elif kind in ("note.issued", "label.issued"):
            kept = {k: said[k] for k in ("issue", "language", "text", "sha256")}
            self.issued.append(
                {"what": kind.partition(".")[0], **kept, "from_time": touch.at, "seq": touch.seq}
            )
        elif kind == "font.added":
            self.fonts.append({**said, "seq": touch.seq})
        elif kind == "sample.removed":
            self.pieces = {k: p for k, p in self.pieces.items() if not p.row["sample"]}
        elif kind == "article.made":
            self.pieces[touch.subject] = Piece(self, touch)
        elif kind == "matter.opened":
            self.matters[touch.subject] = MatterRows(self, touch)
        elif kind == "office.handed-on":
            for matter in self.matters.values():
                matter.office_handed_on(touch)
        elif touch.subject in self.matters:
            self.matters[touch.subject].take(touch)
        elif touch.subject in self.pieces:
            self.pieces[touch.subject].take(touch)

    def same_person(self, contributor: str) -> set[str]:
        """The entries that are one person by now."""
        into = {row["contributor"]: row["person"] for row in self.joined}
        return same_person(contributor, into)

    def redacted_at(self, article: str) -> int:
        """The last redaction of an article; 0 where there is none."""
        if article not in self._redacted:
            found = select(func.max(Touch.seq)).where(
                Touch.subject == article, Touch.kind == "redacted"
            )
            self._redacted[article] = self.session.scalar(found) or 0
        return self._redacted[article]

    def kinds(self) -> dict[str, str]:
        """Each contributor's kind."""
        return {identity: row["kind"] for identity, row in self.contributors.items()}

    def _tables(self) -> dict[str, Rows]:
        for piece in self.pieces.values():
            piece.finish()
        for matter in self.matters.values():
            matter.finish()
        every, matters = self.pieces.values(), self.matters.values()
        names = ("writer", "peer", "text_row", "approved", "proposal", "sign_off", "agreement",
                 "acceptance", "version", "article_image", "comment", "mention", "off_record")  # fmt: skip
        return {
            "contributor": list(self.contributors.values()),
            "joined_entry": self.joined,
            "setting": list(self.settings.values()),
            "issued_text": self.issued,
            "font": self.fonts,
            "article": [piece.row for piece in every],
            **{name: [row for piece in every for row in piece.rows(name)] for name in names},
            "matter": [matter.row for matter in matters],
            **{
                name: [row for matter in matters for row in matter.rows(name)]
                for name in MATTER_TABLES[1:]
            },
        }


class Piece:
    """One article's rows, as its touches make them."""

    def __init__(self, fold: Fold, made: Told) -> None:
        self.fold, self.id = fold, made.subject
        self.row: dict[str, Any] = {
            "id": made.subject, "language": made.payload["language"], "state": "draft",
            "version": 0, "desk": None, "assigned_to": None, "due": None,
            "translation_of": made.payload["translation_of"], "text_seq": made.seq,
            "decided_seq": 0, "made_by": made.contributor, "updated": made.at,
            "sample": made.payload["sample"],
        }  # fmt: skip
        self.manuscript: Manuscript = bare(fold.session, made.subject)
        self.writers = {made.contributor}
        self.approved: dict[str, tuple[str, list[Span]]] = {}
        self.images: list[dict[str, Any]] = []
        self.tables: dict[str, Rows] = {}

    def rows(self, name: str) -> Rows:
        """The rows of one table."""
        return self.tables.get(name, [])

    def _add(self, name: str, **values: Any) -> None:
        self.tables.setdefault(name, []).append({"article": self.id, **values})

    def take(self, touch: Told) -> None:
        """Let a touch of the article do to its rows what it did."""
        kind, said, row = touch.kind, touch.payload, self.row
        if kind in KINDS:
            untrue = len(self.manuscript.refused)
            take_touch(self.fold.session, self.manuscript, touch)
            if kind == "text" and len(self.manuscript.refused) > untrue:
                return  # no reader takes it in, so it did nothing
        if kind not in QUIET:
            row["updated"] = touch.at
        if kind in ("text", "proposed"):
            self._words(touch)
        elif kind == "source.named":
            self._renamed(touch)
        elif kind == "details":
            row.update(said)
            if "language" in said:
                row["text_seq"] = touch.seq
        elif kind in ("image.added", "image.flagged", "image.removed"):
            self._image(touch)
        elif kind == "redacted":
            row["text_seq"] = touch.seq
        elif kind == "accepted":
            self._accepted(touch)
        elif kind == "rejected":
            self._decide_proposals(said["proposals"], "rejected")
            if said.get("restored") or said.get("pictures"):
                row["decided_seq"] = touch.seq
        elif kind in ("taken-in", "set-aside"):
            self._decide_proposals(said["proposals"], kind)
            self._decide_proposals(said.get("aside", []), "set-aside")
            if kind == "taken-in":
                row["text_seq"] = touch.seq
        elif kind == "taken-back":
            self._taken_back(touch)
        elif kind == "signed-off":
            kept = ("text_sha256", "examined", "facts", "responsible", "needs_agree",
                    "meets_exception", "why_not")  # fmt: skip
            self._add("sign_off", seq=touch.seq, signer=touch.contributor, at=touch.at,
                      **{k: said[k] for k in kept})  # fmt: skip
        elif kind == "agreed":
            self._add("agreement", seq=touch.seq, contributor=touch.contributor, **{
                k: said[k] for k in ("sign_off", "text_sha256")})  # fmt: skip
        elif kind.startswith("moved."):
            self._moved(touch)
        elif kind.startswith("comment."):
            self._commented(touch)
        elif kind.startswith("off-record."):
            for n, (peer, counter, length) in enumerate(said["spans"]):
                self._add("off_record", seq=touch.seq, n=n, peer=peer, counter=counter,
                          length=length, off=kind == "off-record.marked")  # fmt: skip

    def _words(self, touch: Told) -> None:
        said = touch.payload
        new = said.get("new")
        if new is not None:
            self._add("peer", peer=said["peer"], brought_by=touch.contributor, seq=touch.seq,
                      contributor=new["contributor"], origin=new["origin"], source=new["source"])  # fmt: skip
        self._add("text_row", seq=touch.seq, peer=said["peer"], start=said["start"],
                  end=said["end"])  # fmt: skip
        if touch.kind == "text":
            self.row["text_seq"] = touch.seq
            if self.row["state"] == "draft":
                self.writers.add(touch.contributor)
                self.writers.update(said.get("writers", ()))
            return
        self._decide_proposals(said.get("reopens", []), "open")
        if any(p["peer"] == said["peer"] for p in self.rows("proposal")):
            self._decide_proposals([said["peer"]], "open")
        else:
            author = new["contributor"] if new is not None else touch.contributor
            self._add("proposal", peer=said["peer"], contributor=author, state="open",
                      seq=touch.seq)  # fmt: skip

    def _renamed(self, touch: Told) -> None:
        said = touch.payload
        for peer in self.rows("peer"):
            if peer["peer"] == said["peer"]:
                peer.update({k: said[k] for k in ("contributor", "origin", "source")})
        self.row["text_seq"] = touch.seq

    def _image(self, touch: Told) -> None:
        said = touch.payload
        if touch.kind == "image.added":
            self._add("article_image", n=said["n"], sha256=said["sha256"], ai=said["ai"])
        elif touch.kind == "image.removed":
            self.tables["article_image"] = [
                image for image in self.rows("article_image") if image["n"] != said["n"]
            ]
        else:
            for image in self.rows("article_image"):
                if image["n"] == said["n"]:
                    image["ai"] = said["ai"]
        self.row["text_seq"] = touch.seq
        if "change" not in said:  # an older Colophon's: pictures were no changes to decide then
            self.approved = {p: v for p, v in self.approved.items() if not pictures.number_of(p)}
            self.approved |= pictures.all_approved(self._pictures(), ())

    def _pictures(self) -> list[pictures.Picture]:
        return [(i["n"], i["sha256"], i["ai"]) for i in self.rows("article_image")]

    def _accepted(self, touch: Told) -> None:
        edits = touch.payload["edits"]
        changing.apply(self.approved, edits)
        for span in changing.accepted_by_source(self.manuscript, edits):
            self._add("acceptance", peer=span.peer, counter=span.counter, length=span.length,
                      contributor=touch.contributor, seq=touch.seq)  # fmt: skip
        self._decide_proposals(touch.payload["proposals"], "accepted")
        self._decide_proposals(touch.payload.get("aside", []), "set-aside")
        self.row["decided_seq"] = touch.seq
        if touch.payload["proposals"]:
            self.row["text_seq"] = touch.seq

    def _taken_back(self, touch: Told) -> None:
        said = touch.payload
        changing.apply(self.approved, said["edits"])
        self.tables["acceptance"] = [a for a in self.rows("acceptance") if a["seq"] != said["of"]]
        self._decide_proposals(said["reopened"], "open")
        self.row["decided_seq"] = touch.seq

    def _decide_proposals(self, peers: list[int], state: str) -> None:
        for proposal in self.rows("proposal"):
            if proposal["peer"] in peers:
                proposal["state"] = state

    def _moved(self, touch: Told) -> None:
        said = touch.payload
        self.row["state"] = said["to"]
        if touch.kind == "moved.publish":
            finished = said["finished"]
            self.row["version"] = said["version"]
            self._add("version", number=said["version"], seq=touch.seq, at=touch.at,
                      text_sha256=said["text_sha256"], note_issue=finished["note"]["issue"],
                      label_issue=(finished["label"] or {}).get("issue"))  # fmt: skip
        if touch.kind in ("moved.publish", "moved.drop-correction"):
            text = self.manuscript
            self.approved |= {p: (text.text(p), list(text.spans(p))) for p in text.parts()}
            self.approved |= pictures.all_approved(self._pictures(), self.approved)
        elif touch.kind == "moved.correct":
            self.approved["notice"] = ("", [])

    def _commented(self, touch: Told) -> None:
        threads = [row for row in self.rows("comment") if not row["reply"]]
        if touch.kind == "comment.added":
            first = len(threads) + 1
            self._add("comment", seq=touch.seq, n=first, reply=False, resolved=None)
            self._call(touch, first)
            return
        n = touch.payload.get("n")
        if touch.payload.get("erased"):  # which thread it was in is told by its row alone
            n = self.fold.session.scalar(select(Comment.n).where(Comment.seq == touch.seq))
        thread = next(row for row in threads if row["n"] == n)
        if touch.kind == "comment.replied":
            self._add("comment", seq=touch.seq, n=n, reply=True, resolved=None)
            self._call(touch, n)
        thread["resolved"] = touch.seq if touch.kind == "comment.resolved" else None

    def _call(self, touch: Told, n: Any) -> None:
        called = touch.payload.get("mentions", ())
        if touch.payload.get("erased"):  # as above: only the rows still tell
            rows = select(Mention.contributor).where(Mention.seq == touch.seq)
            called = self.fold.session.scalars(rows).all()
        for contributor in called:
            self._add("mention", seq=touch.seq, contributor=contributor, n=n)

    def finish(self) -> None:
        """What follows from the whole text, once every touch is taken in."""
        text, row = self.manuscript, self.row
        self.learn()
        for seq, why in text.refused:
            self.fold.untrue.append(f"touch {seq}: a row that every reader leaves out: {why}")
        images = [(i["sha256"], i["ai"]) for i in self.rows("article_image")]
        found = shares(text, self.fold.kinds())
        row |= {
            "headline": " ".join(text.text("headline").split()), "dateline": text.text("dateline"),
            "date_line": text.text("date_line"), "words": count_words(text.text("body")),
            "shares": found, "ai_share": found.get(Kind.AI, 0.0),
            "text_sha256": text_sha256(text.texts(), row["language"], images),
            "undecided": self.undecided(),
        }  # fmt: skip
        for part, (words, spans) in self.approved.items():
            self._add("approved", part=part, text=words, spans=[list(s) for s in spans])
        for writer in self.writers:
            self._add("writer", contributor=writer)

    def learn(self) -> None:
        """Find out who is behind characters that came from other articles."""
        learn_foreign(self.fold.session, self.manuscript)

    def undecided(self) -> bool:
        """Whether the text or a picture differs from the approved one, or a proposal waits."""
        if any(proposal["state"] == "open" for proposal in self.rows("proposal")):
            return True
        if pictures.waiting(self._pictures(), self.approved):
            return True
        text = self.manuscript
        return any(
            text.sources_of(text.spans(part))
            != text.sources_of(self.approved.get(part, ("", []))[1])
            for part in text.parts()
        )
