"""The rules applied to the record itself: each touch must be one that its maker could make then.

The triggers refuse what breaks a rule when it is written. Somebody with the file can drop them,
and write touches that are well chained; these are found here, by the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.ledger import refolding_matters as matters
from db.ledger.chain import Told
from db.manuscript.content import text_sha256
from db.models.article import Article
from db.models.contributor import Contributor
from db.rules import disclosure, permissions
from db.rules.four_eyes import own_words
from db.terms import Kind

if TYPE_CHECKING:
    from db.ledger.refolding import Fold, Piece

#: The act that `permissions` judges, by the kind of touch; moves are named by themselves.
_ACTS = {
    "text": "write", "proposed": "propose", "image.added": "image", "image.removed": "image",
    "image.flagged": "image", "source.named": "source", "accepted": "decide",
    "rejected": "decide", "taken-back": "decide", "taken-in": "write", "set-aside": "write",
    "ai.asked": "propose", "ai.set-up": "ai",
    "off-record.marked": "off-record", "off-record.lifted": "off-record",
    "signed-off": "sign-off", "agreed": "agree", "note.issued": "note",
    "label.issued": "label", "setting": "settings", "font.added": "settings",
    "contributor.added": "contributors", "contributor.changed": "contributors",
    "contributor.ended": "contributors", "contributor.joined": "contributors",
    "contributor.recorded": "contributors", "contributor.noted": "contributors",
    "sample.removed": "sample", "article.made": "new",
    "comment.added": "comment", "comment.replied": "comment", "comment.resolved": "comment",
    "exported": "export", "handed-over": "hand-over", "handover.taken": "propose", "key.named": "key", "recovery.shown": "key", "erased": "erase", "redacted": "erase",
    "office.handed-on": "contributors", "checkpoint": "attest",
    "history.accepted": "history",
}  # fmt: skip


def unlawful(fold: Fold, touch: Told) -> str | None:
    """Why nobody could have made this touch by the rules, as things stood; None where one could."""
    if touch.kind == "newsroom.made" or not fold.contributors:
        return None if touch.seq <= 2 else "it comes before any contributor"
    row = fold.contributors.get(touch.contributor)
    if row is None:
        return "whoever made it is not in the register"
    actor = Contributor(**row)
    if touch.kind in matters.KINDS or (touch.kind == "erased" and touch.subject in fold.matters):
        refusal = permissions.may(fold.session, actor, "raise")
        return refusal.message if refusal is not None else _on_matter(fold, touch)
    if _act(touch) == touch.kind and touch.kind != "details":
        return "no act makes such a touch"
    piece = fold.pieces.get(touch.subject)
    refusal = permissions.may(
        fold.session,
        actor,
        _act(touch),
        _article(piece),
        own=piece is not None and _own(piece, actor),
    )
    if refusal is not None:
        return refusal.message
    if touch.kind in ("key.named", "recovery.shown") and touch.subject != touch.contributor:
        return "a person's key is named by themselves only"
    if piece is None:
        return None
    if touch.kind.startswith("moved."):
        return _move(fold, piece, touch)
    if touch.kind == "signed-off" and piece.undecided():
        return "it signs a text of which changes are not decided"
    if touch.kind == "signed-off" and not _is_text(
        fold, piece, touch, touch.payload.get("text_sha256")
    ):
        return "it signs another text than stood there"
    if touch.kind == "agreed":
        return _agreed(piece, touch)
    return None


def _on_matter(fold: Fold, touch: Told) -> str | None:
    known = fold.matters.get(touch.subject)
    if touch.kind == "matter.opened":
        return "a matter is raised once" if known is not None else None
    if known is None:
        return "it is about a matter that was never raised"
    first = touch.kind == "matter.told" and not known.readers
    if first and not matters.could_read(fold, touch.payload.get("readers")):
        return "it is sealed to others than the CEO or the alternate"
    return known.unlawful(touch)


def _act(touch: Told) -> str:
    if touch.kind == "details":
        return next((a for key, a in (("language", "language"), ("assigned_to", "assign"))
                     if key in touch.payload), "details")  # fmt: skip
    return touch.kind.removeprefix("moved.") if touch.kind.startswith("moved.") else _ACTS.get(
        touch.kind, touch.kind
    )  # fmt: skip


def _article(piece: Piece | None) -> Article | None:
    if piece is None:
        return None
    row = piece.row
    return Article(id=piece.id, state=row["state"], version=row["version"])


def _own(piece: Piece, actor: Contributor) -> bool:
    return actor.id in piece.writers or piece.row["assigned_to"] == actor.id


def _hash(piece: Piece) -> str:
    images = [(i["sha256"], i["ai"]) for i in piece.rows("article_image")]
    return text_sha256(piece.manuscript.texts(), piece.row["language"], images)


def _is_text(fold: Fold, piece: Piece, touch: Told, text_sha256: Any) -> bool:
    """Whether this is the hash of the text as it stands; of a text redacted since nobody can tell."""
    return touch.seq < fold.redacted_at(piece.id) or text_sha256 == _hash(piece)


def _signed(piece: Piece, seq: Any) -> dict[str, Any] | None:
    return next((row for row in piece.rows("sign_off") if row["seq"] == seq), None)


def _agreed(piece: Piece, touch: Told) -> str | None:
    signed = _signed(piece, touch.payload.get("sign_off"))
    if signed is None or signed["text_sha256"] != touch.payload.get("text_sha256"):
        return "it agrees to no sign-off of this text"
    return (
        "whoever signed agrees to their own words"
        if signed["signer"] == touch.contributor
        else None
    )


def _move(fold: Fold, piece: Piece, touch: Told) -> str | None:
    said = touch.payload
    if said.get("from") != piece.row["state"]:
        return (
            f"it moves the piece on from {said.get('from')}, and it stood in {piece.row['state']}"
        )
    return _published(fold, piece, touch) if touch.kind == "moved.publish" else None


def _published(fold: Fold, piece: Piece, touch: Told) -> str | None:
    said, text = touch.payload, piece.manuscript
    finished = said["finished"]
    signed = _signed(piece, said.get("sign_off"))
    newest = max((row["seq"] for row in piece.rows("sign_off")), default=0)
    if (
        signed is None
        or signed["seq"] != newest
        or not _is_text(fold, piece, touch, signed["text_sha256"])
    ):
        return "it publishes a text that was not signed off"
    if signed["seq"] < max(piece.row["text_seq"], piece.row["decided_seq"]):
        return "it publishes on a sign-off that a later touch had voided"
    whole = _is_text(fold, piece, touch, said["text_sha256"])
    if not whole or finished["parts"] != text.texts():
        return "what it publishes is not the text"
    if piece.undecided():
        return "it publishes a text of which changes are not decided"
    piece.learn()
    if own_words(text, fold.same_person(signed["signer"])) and not _vouched(fold, piece, signed):
        return "nobody else vouches for the signer's own words"
    issued = {(row["what"], row["issue"]): row["text"] for row in fold.issued}
    note, label = finished["note"], finished["label"]
    if issued.get(("note", note["issue"])) != note["text"]:
        return "its reader note was never issued"
    if label is not None and issued.get(("label", label["issue"])) != label["text"]:
        return "the words of its AI label were never issued"
    if any(image["ai"] for image in finished["images"]) and not finished["image_label"].strip():
        return "a picture made by AI goes without its label"
    made = disclosure.ai_made(text, fold.kinds())
    if made and label is None and not signed["meets_exception"]:
        return "AI made the text, and the AI label is not on it"
    return None


def _vouched(fold: Fold, piece: Piece, signed: dict[str, Any]) -> bool:
    return any(
        row["sign_off"] == signed["seq"]
        and row["contributor"] != signed["signer"]
        and (person := fold.contributors.get(row["contributor"])) is not None
        and person["active"]
        and person["kind"] != Kind.AI
        for row in piece.rows("agreement")
    )
