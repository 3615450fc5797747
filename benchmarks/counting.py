"""The CEO's figures in a big newsroom: 2,000,000 touches, 20,000 escalations, 5,000 contributors."""

from __future__ import annotations

import json
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, best, took
from benchmarks.records import _newsroom

DESKS = ("Tokyo", "Dhaka", "Business", "Sport", "Climate", "Features")
BEGAN = datetime(2021, 12, 1, tzinfo=UTC)
DAYS = 5 * 365
#: A leaf of the usual length; what it says is not looked at here.
LEAF = b"x" * 330
DIGEST = "0" * 64


def _stamp(minutes: float) -> str:
    at = BEGAN + timedelta(minutes=minutes)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _piece(rng: random.Random, texts: int) -> tuple[list[tuple[float, str, dict[str, Any]]], str]:
    """The touches of one piece (minutes, kind, payload), and the state it ends in."""
    at = rng.random() * (DAYS - 5) * 1440
    out: list[tuple[float, str, dict[str, Any]]] = [(at, "article.made", {})]

    def after(minutes: float, kind: str, **said: Any) -> None:
        nonlocal at
        at += rng.expovariate(1 / minutes)
        out.append((at, kind, said))

    for _ in range(texts):
        after(2, "text", peer=rng.getrandbits(40), start=1, end=40, at=[["body", 7]])
    if rng.random() < 0.08:
        after(60, "moved.spike")
        return out, "spiked"
    after(30, "moved.submit")
    if rng.random() < 0.15:
        after(300, "moved.return")
        after(300, "text")
        after(30, "moved.submit")
    after(200, "accepted")
    after(5, "signed-off")
    if rng.random() < 0.2:
        after(5, "text")
        after(5, "signed-off")
    if rng.random() < 0.03:
        return out, "edit"
    after(10, "moved.publish", version=1)
    if rng.random() < 0.05:
        after(4000, "moved.correct")
        after(20, "text")
        after(5, "signed-off")
        after(10, "moved.publish", version=2)
    return out, "published"


def _matter(rng: random.Random) -> tuple[list[tuple[float, str, dict[str, Any]]], str, str]:
    at = rng.random() * (DAYS - 1) * 1440
    received = _stamp(at)
    out: list[tuple[float, str, dict[str, Any]]] = [
        (at, "matter.opened", {"received": received}), (at, "matter.told", {"sealed": "x" * 400}),
    ]  # fmt: skip
    state = "received"
    for to, kind, days in (
        ("acknowledged", "matter.moved", 2), ("assessed", "matter.moved", 3),
        ("decided", "matter.decided", 15), ("closed", "matter.closed", 10),
    ):  # fmt: skip
        at += rng.expovariate(1 / (days * 1440))
        if at > DAYS * 1440:
            break
        out.append((at, kind, {"from": state, "to": to, "sealed": "x" * 200}))
        state = to
    return out, state, received


def fill(path: Path, touches: int, matters: int, people: int) -> None:
    """Write a newsroom as one file by one hand: the checks row by row are not what is measured."""
    newsroom = _newsroom(path)
    rng = random.Random(7)
    pieces = max(1, (touches - matters * 6) // 90)
    lives: list[tuple[float, str, str, dict[str, Any]]] = []
    articles, matter_rows = [], []
    for n in range(pieces):
        subject = f"words-of-a-headline-{n:07}"
        life, state = _piece(rng, 84)
        lives += [(at, subject, kind, said) for at, kind, said in life]
        articles.append((subject, state, rng.choice(DESKS)))
    for n in range(matters):
        subject = f"E-{n + 1:04}"
        story, state, received = _matter(rng)
        lives += [(at, subject, kind, said) for at, kind, said in story]
        matter_rows.append((subject, state, received))
    lives.sort(key=lambda each: each[0])
    ids = [f"c{n:035}" for n in range(people)]
    with newsroom.write() as session:
        driver: Any = session.connection().connection.driver_connection
        triggers = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()  # fmt: skip
        for name, _ in triggers:
            driver.execute(f'DROP TRIGGER "{name}"')
        driver.execute("PRAGMA defer_foreign_keys=ON")
        ceo, head = driver.execute("SELECT c.id, h.seq FROM contributor c, head h").fetchone()
        _people(driver, ids, ceo)
        last = _touches(driver, lives, ids, head, ceo, rng)
        driver.executemany(
            "INSERT INTO article (id, headline, dateline, date_line, language, state, version, desk,"
            " words, ai_share, shares, text_sha256, text_seq, decided_seq, made_by, updated,"
            " undecided, sample) VALUES (?,?,'','','en',?,?,?,?,?,?,'00',?,?,?,?,0,0)",
            (
                (subject, f"Headline of {subject}", state, int(state == "published"), desk,
                 rng.randint(200, 900), share := round(rng.random() * 0.4, 6),
                 json.dumps({"ai": share, "reporter": 1 - share}), *last[subject][:2],
                 rng.choice(ids), last[subject][2])
                for subject, state, desk in articles
            ),
        )  # fmt: skip
        driver.execute(
            "UPDATE article SET version = (SELECT max(number) FROM version WHERE article = id)"
            " WHERE state = 'published'"
        )
        driver.executemany(
            "INSERT OR IGNORE INTO writer (article, contributor) VALUES (?,?)",
            ((subject, rng.choice(ids)) for subject, _, _ in articles for _ in range(2)),
        )
        driver.executemany(
            "INSERT INTO peer (peer, article, contributor, brought_by, origin, seq)"
            " VALUES (?,?,?,?,'typed',?)",
            ((n, subject, rng.choice(ids), ids[0], last[subject][0])
             for n, subject in enumerate(s for s, _, _ in articles for _ in range(5))),
        )  # fmt: skip
        driver.executemany(
            "INSERT INTO matter (ref, state, raised_by, received, updated, seq) VALUES (?,?,?,?,?,?)",
            ((ref, state, ceo, received, last[ref][2], last[ref][0])
             for ref, state, received in matter_rows),
        )  # fmt: skip
        driver.execute("UPDATE head SET seq = (SELECT max(seq) FROM touch)")
        for _, sql in triggers:
            driver.execute(sql)
    newsroom.close()


def _people(driver: Any, ids: list[str], ceo: str) -> None:
    kinds = ("freelancer", "reporter", "reporter", "editor", "ai")
    driver.executemany(
        "INSERT INTO contributor (id, name, kind, active, provider, model, answers_to, sample, seq)"
        " VALUES (?,?,?,1,?,?,?,0,1)",
        (
            (who, f"Somebody, {n:05}", kinds[n % 5], *(("Northlight", f"m{n}", ceo)
             if n % 5 == 4 else (None, None, None)))
            for n, who in enumerate(ids)
        ),
    )  # fmt: skip


#: Touches that change a text, and those that decide on it.
_TEXT, _DECIDED = frozenset({"text", "article.made"}), frozenset({"accepted"})


def _touches(
    driver: Any, lives: list[tuple[float, str, str, dict[str, Any]]], ids: list[str], head: int,
    ceo: str, rng: random.Random,
) -> dict[str, list[Any]]:  # fmt: skip
    """Write every touch and the rows that follow; the last text, decision and time by subject."""
    last: dict[str, list[Any]] = {}
    signs: list[Any] = []
    versions: list[Any] = []
    seals: list[Any] = []

    def touched() -> Any:
        for n, (minutes, subject, kind, said) in enumerate(lives):
            seq, at = head + 1 + n, _stamp(minutes)
            known = last.setdefault(subject, [seq, 0, at])
            known[2] = at
            if kind in _TEXT:
                known[0] = seq
            elif kind in _DECIDED:
                known[1] = seq
            elif kind == "signed-off":
                signs.append((seq, subject, ids[0], ids[0], "00", "x", "x", 0, 0, "[]", at))
            elif kind == "moved.publish":
                versions.append((subject, said["version"], seq, "00", 1, None, at))
            elif kind == "matter.opened":
                seals.append((seq, ceo, subject, b"x" * 80))
            yield (seq, f"{seq:036}", subject, rng.choice(ids), kind, at, DIGEST,
                   DIGEST if kind == "text" else None, LEAF, b"h" * 32)  # fmt: skip

    driver.executemany(f"INSERT INTO touch VALUES ({','.join('?' * 10)})", touched())
    driver.executemany(
        'INSERT INTO content (seq, payload, payload_salt, "update", update_salt) VALUES (?,?,?,?,?)',
        (
            (head + 1 + n, _said(kind, said), b"s" * 32, b"u" * 120 if kind == "text" else None,
             b"s" * 32 if kind == "text" else None)
            for n, (_, _, kind, said) in enumerate(lives)
        ),
    )  # fmt: skip
    driver.executemany(f"INSERT INTO sign_off VALUES ({','.join('?' * 11)})", signs)
    driver.executemany(f"INSERT INTO version VALUES ({','.join('?' * 7)})", versions)
    driver.executemany("INSERT INTO seal VALUES (?,?,?,?)", seals)
    return last


def _said(kind: str, said: dict[str, Any]) -> bytes:
    if kind == "moved.publish":
        said = {**said, "finished": {"parts": {"body": "words of the piece " * 250}}}
    return json.dumps(said).encode()


def run(touches: int = 2_000_000, matters: int = 20_000, people: int = 5_000) -> list[Figure]:
    """Every figure of the record page, for all months and for the last twelve."""
    from db import counting, counting_matters
    from db.newsroom import open_newsroom

    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), touches, matters, people)
        newsroom = open_newsroom(Path(folder) / "newsroom.colophon")
        last = _stamp(DAYS * 1440)
        year = counting.months_before(last, 12)
        out = []
        with newsroom.read() as session:
            for what, ask in (
                ("pieces published", lambda since: counting.published(session, since)),
                ("AI share, from rows", lambda since: counting.shares(session, since)),
                ("time in each state", lambda since: counting.stays(session, since)),
                ("sign-offs", lambda since: counting.sign_offs(session, since)),
                ("touches", lambda since: counting.touches(session, since)),
                ("open matters by age", lambda _s: counting_matters.open_matters(session, "Bench", last)),
                ("deadlines kept",
                 lambda since: counting_matters.deadlines_kept(session, "Bench", since, last)),
            ):  # fmt: skip
                cold = took(lambda ask=ask: ask(None))
                warm = best(lambda ask=ask: ask(None), 3)
                of_year = best(lambda ask=ask: ask(year), 3)
                out.append(Figure(f"{what} by month, {touches:,} touches, all (12 months: "
                                  f"{of_year * 1000:.0f} ms; first time: {cold * 1000:.0f} ms)",
                                  warm, "–", 0, "≤ 500 ms"))  # fmt: skip
            from db.working import register_page

            page = best(lambda: register_page(session), 3)
            out.append(Figure(f"a page of the register of {people:,}, with work done", page, "–", 0,
                              "≤ 500 ms"))  # fmt: skip
        newsroom.close()
    return out
