"""Moving a matter on: each step is a touch, and the moves are rows of one table."""

from __future__ import annotations

from typing import Any

from db.acts.acting import Changes, contributor
from db.acts.matters.handling import Document, Handling, fit, handling, said
from db.acts.matters.opening import subjects_of
from db.matters.escalation import Escalation
from db.models.article import Article
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import matter_moves
from db.rules.matter_moves import BEFORE_DECISION, BY_ACT, MatterState
from db.rules.readers import readers
from db.sealing import Opener, leave, public_key

FINDINGS = ("upheld", "partly upheld", "not upheld", "settled", "outside our remit")
REMEDIES = ("none", "correction", "withdrawal", "apology", "right of reply", "staff measure")


def move_matter(
    newsroom: Newsroom, actor: str, ref: str, to: str, reason: str | None = None
) -> Changes:
    """Move a matter to a state that has no act of its own. Raises Refused `states`."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        if to not in set(MatterState):
            raise Refused(
                "bad-input", f"{to!r} is no state of an escalation",
                "one of " + ", ".join(MatterState),
            )  # fmt: skip
        act = BY_ACT.get(MatterState(to))
        if act is not None:
            raise Refused(
                "states", f"a matter becomes {to} by saying how", f"colophon escalation {act} {ref}"
            )
        return at.done(go(at, "matter.moved", to, {"reason": fit(reason or "").strip()}))


def go(at: Handling, kind: str, to: str, secret: dict[str, Any]) -> int:
    """Add the touch that moves the matter, and move its row. Raises Refused `states`."""
    refused = matter_moves.refusal(at.ref, at.row.state, to)
    if refused is not None:
        raise Refused.because(refused)
    seq = at.add(kind, {"from": at.row.state, "to": to}, secret)
    at.row.state = to
    at.session.flush()
    return seq


def decide_matter(
    newsroom: Newsroom, actor: str, ref: str, finding: str, reasons: str, remedy: str
) -> Changes:
    """Decide: what was found, why, and what is done about it."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        not_own(at, "decide")
        secret = {
            "finding": said(finding, "finding"), "reasons": said(reasons, "reasons"),
            "remedy": said(remedy, "remedy"),
        }  # fmt: skip
        return at.done(go(at, "matter.decided", MatterState.DECIDED, secret))


def not_own(at: Handling, act: str) -> None:
    """Raises Refused `who-may` where the matter is about whoever handles it, or their words."""
    if at.who.id in _subjects(at, at.told()):
        raise Refused(
            "who-may", f"{at.ref} is about {at.who.name} or their words; another must {act} it",
            f"hand it to the alternate: colophon escalation recuse {at.ref} --reason R",
        )  # fmt: skip


def _subjects(at: Handling, matter: Escalation) -> set[str]:
    piece = at.session.get(Article, matter.article) if matter.article else None
    words = matter.words
    place = (words.part, words.start, words.length) if words is not None else None
    return subjects_of(at.session, matter.about, piece, matter.at, place)


def appeal_matter(newsroom: Newsroom, actor: str, ref: str, reason: str) -> Changes:
    """Somebody appealed against the decision."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        secret = {"reason": said(reason, "reason")}
        return at.done(go(at, "matter.appealed", MatterState.APPEAL, secret))


def close_matter(newsroom: Newsroom, actor: str, ref: str, reason: str | None = None) -> Changes:
    """Close a matter; without a decision only with a reason. Its hold on an article ends by
    itself never: lift it first."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        words = fit(reason or "").strip()
        if at.row.state in BEFORE_DECISION and not words:
            raise Refused(
                "bad-input", f"{at.ref} was not decided, so closing it needs a reason",
                "give --reason, or decide it first",
            )  # fmt: skip
        return at.done(go(at, "matter.closed", MatterState.CLOSED, {"reason": words}))


def change_matter(newsroom: Newsroom, actor: str, ref: str, **changes: Any) -> Changes:
    """Say anew what a matter says of itself: severity, clauses, remedy_sought, about (names) and
    the complainant's name, contact and standing."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        matter = at.told()
        party = {k: changes.pop(k) for k in ("name", "contact", "standing") if k in changes}
        unknown = changes.keys() - {"severity", "clauses", "remedy_sought", "about", "kind"}
        if unknown:
            raise Refused("bad-input", f"{unknown.pop()!r} does not change", "raise a new matter")
        if "about" in changes:
            changes["about"] = [contributor(session, name).id for name in changes["about"]]
        seq = 0
        if changes:
            seq = at.add("matter.told", {}, changes)
        if party:
            known = dict(matter.complainant)
            for name, value in party.items():
                known[name] = fit(value).strip()
            seq = at.add("matter.party", {}, {k: v for k, v in known.items() if v})
        if not seq:
            raise Refused("bad-input", "nothing to change was named", "give an option")
        return at.done(seq)


def recuse(newsroom: Newsroom, actor: str, ref: str, reason: str) -> Changes:
    """Hand a matter to whoever decides it where its reader is its subject, and no longer read it."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        why = said(reason, "reason")
        matter = at.told()
        to = readers(session, {at.who.id, *_subjects(at, matter)})
        opener = Opener(session, at.who)
        about = list(dict.fromkeys([*matter.about, at.who.id]))
        for one in to:
            public_key(session, one)
        at.add("matter.told", {}, {"about": about, "recused": why})
        seq = at.add(
            "matter.handed-on", {"from": at.who.id, "to": sorted(one.id for one in to)}, {}
        )
        for one in to:
            opener.hand_on(at.ref, one)
        leave(session, at.who.id, at.ref)
        return at.done(seq)


def write_to(
    newsroom: Newsroom, actor: str, ref: str, way: str, who: str, text: str,
    files: tuple[Document, ...] = (),
) -> Changes:  # fmt: skip
    """Keep correspondence: a letter that came `in` or went `out`, with whom, and its documents."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        if way not in ("in", "out"):
            raise Refused("bad-input", f"{way!r} is no way a letter goes", "in or out")
        secret = {"way": way, "who": fit(who).strip(), "text": said(text, "letter")}
        return at.done(at.add("matter.letter", {}, secret, files))
