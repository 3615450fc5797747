"""Whether AI made a text, and whether a sign-off meets Article 50(4)'s exception.

Regulation (EU) 2024/1689, Article 50(4): text on matters of public interest that AI generated is
disclosed, unless it had human review or editorial control and a person holds editorial
responsibility for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.manuscript.manuscript import Authored, Manuscript
from db.manuscript.spans import Span
from db.models.contributor import Contributor
from db.models.record import Acceptance, ArticleImage
from db.rules.four_eyes import entries_of
from db.rules.statements import Statement
from db.terms import UNKNOWN_SOURCE, Kind, Origin


def ai_runs(manuscript: Manuscript, kinds: dict[str, str]) -> list[tuple[str, Authored]]:
    """The AI's runs that stand in any part."""
    return [
        (part, run)
        for part in manuscript.parts()
        for run in manuscript.authors(part)
        if kinds.get(run.contributor) == Kind.AI
    ]


def ai_made(manuscript: Manuscript, kinds: dict[str, str]) -> bool:
    """Rule 5: its words stand, or a deletion of its was taken in since a person last wrote there."""
    if ai_runs(manuscript, kinds):
        return True
    return any(_stands(manuscript, kinds, d.part, d.mark, d.seq) for d in manuscript.ai_deletions)


def _stands(manuscript: Manuscript, kinds: dict[str, str], part: str, mark: str, seq: int) -> bool:
    """Whether no person wrote in the passage (the paragraph) after touch `seq`."""
    position = manuscript.document.find(mark)
    if position is None:
        return True
    text = manuscript.text(part)
    low = text.rfind("\n\n", 0, position)
    high = text.find("\n\n", position)
    low, high = (low if low >= 0 else 0), (high if high >= 0 else len(text))
    at = 0
    for span in manuscript.spans(part):
        if at < high and at + span.length > low:
            for source in manuscript.sources(span):
                behind = manuscript.known.peers.get(source.peer)
                if (
                    behind is not None
                    and kinds.get(behind.contributor) != Kind.AI
                    and manuscript.seq_of(source.peer, source.counter) > seq
                ):
                    return False
        at += span.length
    return True


def unknown_pastes(manuscript: Manuscript) -> list[tuple[str, Authored]]:
    """The pasted runs whose source nobody named."""
    return [
        (part, run)
        for part in manuscript.parts()
        for run in manuscript.authors(part)
        if run.origin == Origin.PASTED and (run.source or UNKNOWN_SOURCE) == UNKNOWN_SOURCE
    ]


def why_not(
    session: Session,
    article: str,
    manuscript: Manuscript,
    kinds: dict[str, str],
    responsible: Contributor,
    statements: Sequence[Statement],
    ticked: Iterable[int],
) -> list[str]:
    """Why the exception is not met; empty where it is."""
    reasons: list[str] = []
    if not responsible.active or responsible.kind == Kind.AI:
        reasons.append(f"{responsible.name} is not an active person")
    done = set(ticked)
    left = [statement for statement in statements if statement.n not in done]
    if left:
        reasons.append(
            f"{len(left)} checkable statement{'s' if len(left) > 1 else ''} not ticked, "
            f"the first: {left[0].n} “{left[0].text}”"
        )
    if unknown_pastes(manuscript):
        reasons.append("pasted words have no known source")
    if not ai_accepted(session, article, manuscript, kinds):
        reasons.append("an AI's words were not accepted by someone other than who asked for them")
    return reasons


def ai_accepted(
    session: Session, article: str, manuscript: Manuscript, kinds: dict[str, str]
) -> bool:
    """Whether each AI run was accepted by someone other than who asked for it."""
    runs = [run for _part, run in ai_runs(manuscript, kinds)]
    accepted = {
        who: _accepted_by_others(session, article, who)
        for who in {run.brought_by for run in runs}
    }  # fmt: skip
    return all(_covered(span, accepted[run.brought_by]) for run in runs for span in run.spans)


def _accepted_by_others(session: Session, article: str, person: str) -> list[Span]:
    """The characters that anybody but this person, under whatever entry, accepted."""
    rows = session.execute(
        select(Acceptance.peer, Acceptance.counter, Acceptance.length).where(
            Acceptance.article == article,
            Acceptance.contributor.not_in(entries_of(session, person)),
        )
    )
    return [Span(*row) for row in rows]


def _covered(span: Span, by: Sequence[Span]) -> bool:
    at, end = span.counter, span.counter + span.length
    for one in sorted(s for s in by if s.peer == span.peer):
        if one.counter <= at < one.counter + one.length:
            at = one.counter + one.length
    return at >= end


def undecided_images(images: Sequence[ArticleImage]) -> list[int]:
    """The pictures of which nobody said yet whether AI made or altered them."""
    return [image.n for image in images if image.ai is None]
