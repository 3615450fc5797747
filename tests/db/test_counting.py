"""Every figure is counted a second time: by plain Python, straight from the touches."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from statistics import median

import pytest

from db import counting, counting_matters
from db.acts import deciding, moving, register, settings, signing
from db.acts.matters.moving import appeal_matter, close_matter, decide_matter, move_matter
from db.acts.matters.opening import Complaint, open_matter
from db.acts.publishing import publish
from db.acts.writing import new_article, set_details, write_text
from db.ledger.chain import told_all
from db.manuscript.store import load
from db.refusal import Refused
from db.rules import deadlines


class Clock:
    """The newsroom's time, which only tests move."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 5, 9)

    def __call__(self) -> str:
        self.at += timedelta(milliseconds=1)
        return self.at.isoformat(timespec="milliseconds") + "Z"

    def later(self, **much: float) -> None:
        self.at += timedelta(**much)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("db.ledger.chain", "db.acts.matters.opening"):
        monkeypatch.setattr(f"{module}.now", clock)
    return clock


def sign(room, article, by="Edda"):
    """Everything an editor does before a piece goes out."""
    with contextlib.suppress(Refused):  # nothing is left to accept
        deciding.accept(room, by, article)
    signing.sign_off(room, by, article, examined="a", facts="b", responsible=by, ticked="all")


def written(room, clock, desk, ai=""):
    """A piece in edit, a part of it an AI's where asked."""
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    text = "Rhea wrote these words herself."
    write_text(room, "Rhea", article, text)
    if ai:
        write_text(room, "Rhea", article, f"{text} {ai}", author="Lumen")
    set_details(room, "Egon", article, desk=desk)
    clock.later(hours=5)
    moving.submit(room, "Rhea", article)
    clock.later(hours=30)
    return article


@pytest.fixture
def busy(room, clock):
    """Three months: pieces, a correction, an AI's words, sign-offs that did not last, a spike."""
    for n, desk in enumerate(("Tokyo", "Dhaka", "Tokyo", None)):
        article = written(room, clock, desk, ai="The model wrote these." * n)
        if n == 1:
            sign(room, article, "Egon")
            write_text(room, "Edda", article, "Egon signed, then Edda wrote.")
        if n == 2:
            sign(room, article)
            set_details(room, "Edda", article, language="bn")
            set_details(room, "Edda", article, language="en")
        sign(room, article, "Egon" if n == 1 else "Edda")
        publish(room, "Egon", article)
        clock.later(days=17)
        if n == 0:
            moving.correct(room, "Edda", article)
            write_text(room, "Edda", article, "Rhea wrote these words; the model did not.")
            write_text(room, "Edda", article, "A word was wrong.", part="notice")
            sign(room, article, "Egon")
            publish(room, "Egon", article)
    spiked = written(room, clock, "Tokyo")
    moving.send_back(room, "Edda", spiked, "thin")
    clock.later(hours=7)
    moving.spike(room, "Edda", spiked, "no story")
    clock.later(days=3)
    moving.revive(room, "Edda", spiked)
    moving.submit(room, "Rhea", spiked)
    sign(room, spiked)  # and there it stands
    return room


def plain(room):
    """All touches, and the desk each piece came to."""
    with room.read() as session:
        touches = list(told_all(session))
    desks: dict[str, str | None] = {}
    for touch in touches:
        if touch.kind == "details" and "desk" in touch.payload:
            desks[touch.subject] = touch.payload["desk"]
    return touches, desks


def test_pieces_by_month_and_desk(busy):
    touches, desks = plain(busy)
    pieces: Counter = Counter()
    again: Counter = Counter()
    for touch in touches:
        if touch.kind == "moved.publish":
            key = (touch.at[:7], desks.get(touch.subject))
            (pieces if touch.payload["version"] == 1 else again)[key] += 1
    with busy.read() as session:
        found = counting.published(session)
        late = counting.published(session, since="2026-02")
        tokyo = counting.published(session, desk="Tokyo")
    assert {(p.month, p.desk): (p.pieces, p.corrections) for p in found} == {
        key: (pieces[key], again[key]) for key in {*pieces, *again}
    }
    assert sum(p.pieces for p in found) == 4 and sum(p.corrections for p in found) == 1
    assert late == [p for p in found if p.month >= "2026-02"]
    assert tokyo == [p for p in found if p.desk == "Tokyo"] != []


def test_the_ai_share_is_of_the_text_as_published(busy):
    touches, _ = plain(busy)
    words: Counter = Counter()
    ai: defaultdict = defaultdict(float)
    with busy.read() as session:
        kind = {t.subject: t.payload["kind"] for t in touches if t.kind == "contributor.added"}
        for touch in touches:
            if touch.kind == "moved.publish":
                text = load(session, touch.subject, touch.seq, cached=False)
                runs = [run for part in text.parts() for run in text.authors(part)]
                whole = sum(run.length for run in runs)
                of_ai = sum(run.length for run in runs if kind.get(run.contributor) == "ai")
                count = len(touch.payload["finished"]["parts"]["body"].split())
                words[touch.at[:7]] += count
                ai[touch.at[:7]] += count * of_ai / whole
        found = counting.shares(session)
        # The corrected piece's first version is no longer what its row tells.
        assert len(found.waiting) == 1
        every = counting.together(
            [*found.months, *(counting.share_of(session, one) for one in found.waiting)]
        )
    assert {s.month: s.words for s in every} == words
    assert {s.month: s.ai_words for s in every} == pytest.approx(ai, abs=0.01)
    assert any(share.share > 0.3 for share in every)


def test_a_version_waits_while_its_piece_is_corrected(busy):
    with busy.read() as session:
        before = counting.shares(session)
        article = session.execute(
            counting.select(counting.Article.id).where(counting.Article.version == 1)
        ).scalars().first()  # fmt: skip
    moving.correct(busy, "Edda", article)
    write_text(busy, "Edda", article, "Quite other words.")
    with busy.read() as session:
        after = counting.shares(session)
        assert {one.article for one in after.waiting} - {one.article for one in before.waiting} == {
            article
        }
        every = [
            counting.together([*s.months, *(counting.share_of(session, w) for w in s.waiting)])
            for s in (before, after)
        ]
    assert [s.words for s in every[0]] == [s.words for s in every[1]]
    assert [s.share for s in every[0]] == pytest.approx([s.share for s in every[1]], abs=1e-5)


def test_time_in_each_state(busy):
    touches, desks = plain(busy)
    hours: defaultdict = defaultdict(list)
    since: dict[str, tuple[str, str]] = {}
    for touch in touches:
        if touch.kind == "article.made":
            since[touch.subject] = ("draft", touch.at)
        elif touch.kind.startswith("moved."):
            state, came = since[touch.subject]
            assert state == touch.payload["from"]
            gone = datetime.fromisoformat(touch.at) - datetime.fromisoformat(came)
            hours[touch.at[:7], state, desks.get(touch.subject)].append(gone.total_seconds() / 3600)
            since[touch.subject] = (touch.payload["to"], touch.at)

    def wanted(desk=..., first=""):
        out: defaultdict = defaultdict(list)
        for (month, state, of), found in hours.items():
            if desk in (..., of) and month >= first:
                out[month, state] += found
        return {key: (len(h), median(h), max(h)) for key, h in out.items()}

    def told(stays):
        return {(s.month, s.state): (s.number, s.median, s.longest) for s in stays}

    with busy.read() as session:
        assert told(counting.stays(session)) == wanted()
        assert told(counting.stays(session, desk="Tokyo")) == wanted("Tokyo")
        assert told(counting.stays(session, since="2026-02")) == wanted(first="2026-02")
        assert {s.state for s in counting.stays(session)} == {
            "draft", "edit", "published", "spiked"
        }  # fmt: skip


def test_sign_offs_and_those_voided(busy):
    touches, desks = plain(busy)
    made: Counter = Counter()
    void: Counter = Counter()
    voids = {"text", "accepted", "taken-in", "taken-back", "source.named", "redacted"}
    for n, touch in enumerate(touches):
        if touch.kind != "signed-off":
            continue
        made[touch.at[:7]] += 1
        for after in (t for t in touches[n + 1 :] if t.subject == touch.subject):
            if after.kind == "moved.publish":
                break
            if after.kind in voids or after.kind.startswith("image.") or (
                after.kind == "details" and "language" in after.payload
            ) or (after.kind == "rejected" and after.payload.get("restored")):  # fmt: skip
                void[touch.at[:7]] += 1
                break
    with busy.read() as session:
        found = counting.sign_offs(session)
        assert {s.month: (s.made, s.voided) for s in found} == {m: (made[m], void[m]) for m in made}
        assert sum(void.values()) >= 2
        assert counting.sign_offs(session, since="2026-02") == [
            s for s in found if s.month >= "2026-02"
        ]
        of_desks = [counting.sign_offs(session, desk=desk) for desk in ("Tokyo", "Dhaka")]
    by_desk = Counter(desks.get(t.subject) for t in touches if t.kind == "signed-off")
    assert [sum(s.made for s in of) for of in of_desks] == [by_desk["Tokyo"], by_desk["Dhaka"]]


def test_touches_by_month(busy):
    touches, _ = plain(busy)
    with busy.read() as session:
        found = counting.touches(session)
        assert counting.touches(session, since="2026-02") == [
            t for t in found if t.month >= "2026-02"
        ]
    assert {t.month: t.number for t in found} == Counter(t.at[:7] for t in touches)
    assert len(found) > 2


@pytest.fixture
def matters(room, clock):
    """Matters in every stage; the last is about the CEO, and not theirs to read."""
    settings.change_setting(room, "Cleo", "alternate", "Edda")
    for n, days in enumerate((120, 60, 20, 3, 2, 50)):
        received = (clock.at - timedelta(days=days)).isoformat(timespec="milliseconds") + "Z"
        about = ("Cleo",) if n == 5 else ("Rhea",)
        open_matter(room, "Rhea", Complaint("editorial", "No.", received=received, about=about))
    move_matter(room, "Cleo", "E-0001", "acknowledged")
    clock.later(days=3)
    move_matter(room, "Cleo", "E-0003", "acknowledged")
    move_matter(room, "Cleo", "E-0003", "assessed")
    decide_matter(room, "Cleo", "E-0003", "upheld", "so", "none")
    move_matter(room, "Cleo", "E-0004", "acknowledged")
    close_matter(room, "Cleo", "E-0004", "a double")
    clock.later(days=4)
    appeal_matter(room, "Cleo", "E-0003", "not so")
    clock.later(days=40)
    close_matter(room, "Cleo", "E-0003")
    decide_matter(room, "Cleo", "E-0002", "settled", "so", "none")
    return room


def reached_by(room, but=()):
    touches, _ = plain(room)
    reached: dict[str, list[tuple[str, str]]] = {}
    for touch in touches:
        if touch.subject in but:
            continue
        if touch.kind == "matter.opened":
            reached[touch.subject] = [("received", touch.payload["received"])]
        elif touch.kind.startswith("matter.") and "to" in touch.payload:
            reached[touch.subject].append((touch.payload["to"], touch.at))
    return reached


def test_open_matters_by_age_of_those_one_reads(matters, clock):
    now = clock()
    ages: Counter = Counter()
    for states in reached_by(matters, but={"E-0006"}).values():
        if states[-1][0] != "closed":
            days = (
                datetime.fromisoformat(now[:10]) - datetime.fromisoformat(states[0][1][:10])
            ).days
            ages[0 if days <= 7 else 8 if days <= 28 else 29 if days <= 90 else 91] += 1
    with matters.read() as session:
        found = counting_matters.open_matters(session, "Cleo", now)
        assert {a.first: a.number for a in found if a.number} == ages
        assert [(a.first, a.last) for a in found] == [(0, 7), (8, 28), (29, 90), (91, None)]
        assert counting_matters.open_number(session, "Cleo") == sum(ages.values())
        assert counting_matters.open_number(session, "Edda") == 1
        assert counting_matters.open_number(session, "Rhea") == 0


@pytest.mark.parametrize("procedure", ["standard", "swift"])
def test_deadlines_kept(matters, clock, procedure):
    settings.change_setting(matters, "Cleo", "procedure", procedure)
    now = clock()
    kept: Counter = Counter()
    missed: Counter = Counter()
    for states in reached_by(matters, but={"E-0006"}).values():
        for deadline in deadlines.deadlines(procedure, states):
            if deadline.met is not None and deadline.met <= deadline.due:
                kept[deadline.due[:7]] += 1
            elif deadline.met is not None or deadline.due < now:
                missed[deadline.due[:7]] += 1
    with matters.read() as session:
        found = counting_matters.deadlines_kept(session, "Cleo", None, now)
        assert {k.month: (k.kept, k.missed) for k in found} == {
            month: (kept[month], missed[month]) for month in {*kept, *missed}
        }
        assert sum(kept.values()) and sum(missed.values())
        late = counting_matters.deadlines_kept(session, "Cleo", "2026-02", now)
        assert late == [k for k in found if k.month >= "2026-02"]


def test_a_step_that_waits_for_a_state_of_its_own_is_told_apart(matters, clock, monkeypatch):
    steps = (
        deadlines.Step("Assess", 5, True, deadlines.MatterState.ACKNOWLEDGED,
                       deadlines.MatterState.ASSESSED),
    )  # fmt: skip
    monkeypatch.setattr(deadlines, "steps", lambda _name: steps)
    now = clock()
    due = [
        d for states in reached_by(matters, but={"E-0006"}).values()
        for d in deadlines.deadlines("standard", states)
    ]  # fmt: skip
    with matters.read() as session:
        found = counting_matters.deadlines_kept(session, "Cleo", None, now)
    assert sum(k.kept for k in found) == sum(d.kept for d in due) > 0
    assert sum(k.missed for k in found) == sum(not d.kept for d in due) > 0


def test_an_empty_newsroom_has_figures_too(room):
    register.end_contributor(room, "Cleo", "Fay")
    with room.read() as session:
        assert counting.published(session) == [] == counting.stays(session)
        assert counting.shares(session) == counting.Shares((), ())
        assert counting.sign_offs(session) == []
        assert len(counting.touches(session)) == 1


def test_months():
    assert counting.months("2025-11", "2026-02-03") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert counting.months_before("2026-11-25T00:00:00Z", 12) == "2025-12"
    assert counting.months_before("2026-01-25", 1) == "2026-01"
