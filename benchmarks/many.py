"""A shared newsroom of 1,000,000 articles and 2,000,000 touches: a Board page and searches.

Filled by the server's administrator as one stream, with the database's own checks switched off:
what they cost is not what is measured here. Planned on paper besides: 20,000,000 touches, by what
the server says it would look at (no whole table).
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.measuring import Figure, percentile, took
from benchmarks.records import SENT
from benchmarks.servers import a_house, on_a_server

STATES = ("draft", "edit", "published", "published", "published", "spiked")
DESKS = ("City", "Tokyo", "Dhaka", "Sport")
QUERIES = ("the", "ferries", "ferries council", "word7 word8 word9", "wor", "rare77", "rare77 the",
           "rar", "school library market bridge", "nothing")  # fmt: skip
LEAF, HASH, SALT = "\\x" + "78" * 330, "\\x" + "68" * 32, "\\x" + "73" * 32


@on_a_server
def run(articles: int = 1_000_000) -> list[Figure]:
    """Both figures, as an editor's own login asks."""
    with a_house("newsroom_many", shared_buffers="2GB", max_wal_size="8GB",
                 maintenance_work_mem="1GB", wal_level="minimal", max_wal_senders="0") as house:  # fmt: skip
        began = time.perf_counter()
        _fill(house, articles)
        print(f"  filled in {time.perf_counter() - began:.0f} s", flush=True)
        _planned(house)
        found = [_asked(house) for _ in range(2)]
    return [
        Figure(f"PostgreSQL: a Board page among {articles:,} articles and {2 * articles:,} touches, p95",
               min(percentile(pages) for pages, _ in found), "–", 0, "≤ 10 ms"),
        Figure("a search there, p95 of 10 queries, the commonest words too",
               min(percentile(asked) for _, asked in found), "–", 0, "≤ 150 ms"),
    ]  # fmt: skip


def _stamp(n: int) -> str:
    return f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}T{n % 24:02}:00:{n % 60:02}.{n % 1000:03}Z"


def _fill(house: Any, articles: int) -> None:
    with house.raw() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET synchronous_commit = off")
        definition = admin.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'indexed_words'"
        )
        ((words_index,),) = definition.fetchall()
        admin.execute("DROP INDEX indexed_words")
        ((who,),) = admin.execute("SELECT id FROM contributor WHERE name = 'Rhea'").fetchall()
        ((head,),) = admin.execute("SELECT max(seq) FROM touch").fetchall()
        for into, rows in (
            ("article (id, headline, dateline, date_line, language, state, version, desk, words,"
             " ai_share, shares, text_sha256, text_seq, decided_seq, made_by, updated, undecided,"
             " sample)", _articles(articles, who, head)),
            ("writer (article, contributor)", ((f"a{n:07}", who) for n in range(articles))),
            ("indexed (number, article, seq, words)", _indexed(articles)),
            ("touch (seq, id, subject, contributor, kind, at, payload_digest, update_digest, leaf,"
             " hash)", _touches(articles, who, head)),
            ('content (seq, payload, payload_salt, "update", update_salt)', _contents(articles, head)),
        ):  # fmt: skip
            with admin.cursor().copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        admin.execute(words_index)
        admin.execute("DELETE FROM state_count")
        admin.execute("INSERT INTO state_count SELECT state, count(*) FROM article GROUP BY state")
        admin.execute("UPDATE head SET seq = (SELECT max(seq) FROM touch)")
        admin.execute("VACUUM ANALYZE")


def _articles(articles: int, who: str, head: int) -> Iterator[tuple[Any, ...]]:
    for n in range(articles):
        yield (f"a{n:07}", f"Headline {n}", "", "", "en", STATES[n % 6], int(STATES[n % 6] == "published"),
               DESKS[n % 4], 300, 0.0, "{}", "00", head + 2 * n + 2, 0, who, _stamp(n), n % 6 == 1,
               False)  # fmt: skip


def _indexed(articles: int) -> Iterator[tuple[Any, ...]]:
    rng = random.Random(2)
    common = [f"word{n}" for n in range(200)]
    rare = [f"rare{n}" for n in range(20_000)]
    for n in range(articles):
        words = {
            "the",
            *rng.choices(SENT, k=60),
            *rng.choices(common, k=200),
            *rng.choices(rare, k=39),
        }
        yield n + 1, f"a{n:07}", 1, " ".join(words)


def _touches(articles: int, who: str, head: int) -> Iterator[tuple[Any, ...]]:
    for n in range(2 * articles):
        kind = "text" if n % 2 else "article.made"
        yield (head + 1 + n, f"t{n:035}", f"a{n // 2:07}", who, kind, _stamp(n // 2), "0" * 64,
               "0" * 64 if n % 2 else None, LEAF, HASH)  # fmt: skip


def _contents(articles: int, head: int) -> Iterator[tuple[Any, ...]]:
    payload = "\\x" + b'{"peer":1,"start":0,"end":40,"at":[["body",7]]}'.hex()
    for n in range(2 * articles):
        update = ("\\x" + "75" * 120, SALT) if n % 2 else (None, None)
        yield head + 1 + n, payload, SALT, *update


def _asked(house: Any) -> tuple[list[float], list[float]]:
    """Seconds of each page and of each search; each is asked once before."""
    from db import reading

    pages, asked = [], []
    with house["Egon"].read() as session:
        next_ = reading.board_page(session, me="Egon").next

        def times(count: int, **said: Any) -> list[float]:
            reading.board_page(session, me="Egon", **said)
            return [
                took(lambda: reading.board_page(session, me="Egon", **said)) for _ in range(count)
            ]

        for state in (None, "draft", "published"):
            for after in (None, next_):
                pages += times(10, state=state, after=after)
        for query in QUERIES:
            for state in (None, "draft"):
                found = times(5, search=query, state=state)
                print(f"    {query!r} in {state or 'all'}: {max(found) * 1000:.1f} ms", flush=True)
                asked += found
    return pages, asked


def _planned(house: Any) -> None:
    """Whatever the Board asks goes by an index: at ten times the size it looks at as many rows."""
    from sqlalchemy import Engine, event

    from db import reading

    statements: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        statements.append((statement, given))

    with house["Egon"].read() as session:
        event.listen(Engine, "before_cursor_execute", hear)
        reading.board_page(session, me="Egon")
        reading.board_page(session, search="ferries council", state="draft", me="Egon")
        reading.counts(session)
        event.remove(Engine, "before_cursor_execute", hear)
    with house.raw("Egon") as raw:
        for statement, given in statements:
            if "FROM article" in statement or "FROM indexed" in statement:
                plan = "\n".join(row[0] for row in raw.execute(f"EXPLAIN {statement}", given))
                for whole in ("Seq Scan on article", "Seq Scan on touch", "Seq Scan on indexed"):
                    assert whole not in plan, plan


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for figure in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):
        print(figure)
