"""The ledger, the lists and authorship at size."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks.measuring import Figure, best, percentile, took

if TYPE_CHECKING:
    from db.ledger.proof import Proof

CHECK = Path(__file__).parents[1] / "resources" / "checking" / "check_record.py"
#: The pieces whose touches are proved, and how many each has.
PROVED = {"some-words-of-a-headline-3c4d": 200, "words-of-a-short-life-5e6f": 10}

SENT = [
    "reporters",
    "editors",
    "ferries",
    "council",
    "budget",
    "river",
    "school",
    "library",
    "market",
    "bridge",
    "harbour",
]


def _newsroom(folder: Path):
    from db.acts.founding import make_newsroom

    os.environ["COLOPHON_KEYS"] = "memory"
    return make_newsroom(folder / "newsroom.colophon", ceo="Bench")


def ledger(touches: int) -> list[Figure]:
    """Verifying, against reading the same rows and hashing their bytes once; and the proof of a
    piece's touches, scattered evenly among all."""
    from db.ledger.audit import _ROWS, verify
    from db.ledger.digest import RunningRoot, canonical, chained, leaf, leaf_hash, salted
    from db.models.touch import Head
    from db.terms import new_id

    with tempfile.TemporaryDirectory() as folder:
        newsroom = _newsroom(Path(folder))
        with newsroom.write() as session:
            head = session.query(Head).one()
            seq, hashed, tree = head.seq, head.hash, RunningRoot(head.peaks)
            who = session.execute(text("SELECT id FROM contributor")).scalar_one()
            raw = session.connection()
            rows, content = [], []
            payload = canonical({"peer": 1, "start": 0, "end": 80})
            update = bytes(200)
            for n in range(touches):
                seq += 1
                subject = next(
                    (p for k, p in enumerate(PROVED) if n % (touches // PROVED[p]) == 7 + k),
                    "piece-1a2b",
                )
                salt, digest = salted(payload)
                update_salt, update_digest = salted(update)
                identity = new_id()
                at = "2026-03-04T05:06:07.089Z"
                bytes_ = leaf(seq, identity, subject, who, "comment", at, digest, update_digest)
                hashed = chained(hashed, bytes_)
                tree.add(leaf_hash(bytes_))
                rows.append((seq, identity, subject, who, "comment", at, digest, update_digest,
                             bytes_, hashed))  # fmt: skip
                content.append((seq, payload, salt, update, update_salt))
            # Written as one file by one hand: the checks row by row are not what is measured.
            driver = raw.connection.driver_connection
            triggers = driver.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()  # fmt: skip
            for name, _ in triggers:
                driver.execute(f'DROP TRIGGER "{name}"')
            driver.executemany(f"INSERT INTO touch VALUES ({','.join('?' * 10)})", rows)
            driver.executemany('INSERT INTO content (seq, payload, payload_salt, "update",'
                               " update_salt) VALUES (?,?,?,?,?)", content)  # fmt: skip
            session.execute(text("UPDATE head SET seq = :s, hash = :h, peaks = :p"),
                            {"s": seq, "h": hashed, "p": json.dumps(tree.peaks())})  # fmt: skip
            for _, sql in triggers:
                driver.execute(sql)

        def read_and_hash() -> None:
            with newsroom.read() as session:
                for block in session.execute(
                    _ROWS, execution_options={"yield_per": 2000}
                ).partitions():
                    for row in block:
                        hashlib.sha256(row.leaf + row.payload + (row.update or b"")).digest()

        found = {}
        ours = took(lambda: found.setdefault("it", verify(newsroom)))
        assert found["it"].ok, found["it"].why
        theirs = took(read_and_hash)
        proofs = _proof(newsroom, who, touches, Path(folder) / "proof.json")
        newsroom.close()
    return [Figure(f"ledger verify, {touches:,} touches", ours, "reading and hashing once", theirs,
                   "≤ 3"), *proofs]  # fmt: skip


def _proof(newsroom, who: str, touches: int, file: Path) -> list[Figure]:
    """Making a piece's proof, and checking it with the script that is given out with it."""
    from db.ledger.chain import newsroom_id, own_key
    from db.ledger.checkpoint import Attestor
    from db.ledger.proof import Contents, prove

    def make(subject: str) -> None:
        with newsroom.read() as session:
            maker = Attestor(newsroom_id(session), who, own_key(session, who))
            made.append(prove(session, maker, subject, Contents()))

    out = []
    for subject, count in PROVED.items():
        made: list[Proof] = []
        making = took(lambda subject=subject: make(subject))
        (proof,) = made
        assert proof.proved == count
        file.write_bytes(proof.packed())
        checking = took(lambda: subprocess.run([sys.executable, "-I", CHECK, file], check=True,
                                               stdout=subprocess.DEVNULL))  # fmt: skip
        plain, packed = len(proof.document) // count, len(proof.packed()) // count
        out += [
            Figure(f"proof of {count} of {touches:,} touches, {packed} bytes a touch (unpacked: "
                   f"{plain:,})", making, "–", 0, "≤ 3 s, ≤ 1,000 bytes"),
            Figure("checking it with nothing but the script", checking, "–", 0, "≤ 1 s"),
        ]  # fmt: skip
    return out


def lists(articles: int) -> list[Figure]:
    """A Board page, searches, and counts among many articles of 300 words."""
    from db import reading
    from db.search import indexed_form

    rng = random.Random(2)
    common = [f"word{n}" for n in range(200)]
    rare = [f"rare{n}" for n in range(20_000)]
    with tempfile.TemporaryDirectory() as folder:
        newsroom = _newsroom(Path(folder))
        with newsroom.write() as session:
            driver = session.connection().connection.driver_connection
            for (name,) in driver.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'count%'"
            ).fetchall():
                driver.execute(f'DROP TRIGGER "{name}"')
            states = ("draft", "edit", "published", "published", "published", "spiked")

            def rows():
                for n in range(articles):
                    at = f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}T{n % 24:02}:00:{n % 60:02}.{n % 1000:03}Z"
                    yield (f"a{n:07}", f"Headline {n}", "", "", "en", states[n % 6], 0, "City", None,
                           None, None, 300, 0.0, "{}", "00", 1, 0, "x", at, 1, 0)  # fmt: skip

            driver.executemany(f"INSERT INTO article VALUES ({','.join('?' * 21)})", rows())
            driver.executemany(
                "INSERT INTO indexed (number, article, seq) VALUES (?,?,1)",
                ((n + 1, f"a{n:07}") for n in range(articles)),
            )
            driver.executemany(
                "INSERT INTO article_text (rowid, words) VALUES (?,?)",
                (
                    (n + 1, " ".join(["the", *rng.choices(SENT, k=60), *rng.choices(common, k=200),
                                      *rng.choices(rare, k=39)]))
                    for n in range(articles)
                ),
            )  # fmt: skip
        assert indexed_form("a b") == "a b"
        with newsroom.read() as session:
            page = reading.board_page(session)
            times = [best(lambda: reading.board_page(session, after=page.next), 3)]
            for state in ("draft", "published"):
                times.append(best(lambda state=state: reading.board_page(session, state=state), 3))
            queries = ["the", "ferries", "ferries council", "word7 word8 word9", "wor", "rare77",
                       "rare77 the", "rar", "school library market bridge", "nothing"]  # fmt: skip
            asked: list[float] = []
            for query in queries:
                for state in (None, "draft"):
                    asked += [
                        took(
                            lambda q=query, s=state: reading.board_page(session, search=q, state=s)
                        )
                        for _ in range(3)
                    ]
            began = time.perf_counter()
            reading.counts(session)
            counted = time.perf_counter() - began
        newsroom.close()
        from benchmarks.windows import scrolling

        scrolled = scrolling(Path(folder) / "newsroom.colophon")
    return [
        Figure(f"a Board page among {articles:,} articles", max(times), "–", 0, "≤ 5 ms"),
        Figure("a search there, p95 of 10 queries, the commonest words too", percentile(asked), "–",
               0, "≤ 100 ms"),
        Figure("counts per state there", counted, "–", 0, "≤ 5 ms"),
        scrolled,
    ]  # fmt: skip


def authorship(edits: int) -> list[Figure]:
    """Who wrote each character of a text of many edits, right against the generator."""
    from db.manuscript.manuscript import Manuscript
    from db.manuscript.pen import Pen
    from db.manuscript.rows import Known

    rng = random.Random(4)
    manuscript = Manuscript(Known("a"))
    pens = [Pen(manuscript, f"w{n}", f"w{n}", "typed") for n in range(8)]
    truth: list[str] = []
    place = 0
    for n in range(edits):
        pen = pens[n // 97 % 8]
        if n % 97 == 0:
            place = rng.randint(0, len(truth))
        document = manuscript.document
        document.be(pen.peer)
        if truth and rng.random() < 0.3 and place:
            place -= 1
            document.splice("body", place, 1, "")
            del truth[place]
        else:
            document.splice("body", place, 0, "x")
            truth.insert(place, pen.behind.contributor)
            place += 1
    manuscript._spans.clear()
    found = {}
    ours = took(lambda: found.setdefault("it", manuscript.authors("body")))
    told = [run.contributor for run in found["it"] for _ in range(run.length)]
    right = sum(a == b for a, b in zip(told, truth, strict=True)) / len(truth)
    return [Figure(f"who wrote each of {len(truth):,} characters after {edits:,} edits, "
                   f"{right:.0%} right", ours, "–", 0, "≤ 150 ms")]  # fmt: skip


def exports() -> list[Figure]:
    """The real article in each format, and a hundred pieces."""
    import io
    from contextlib import redirect_stdout

    from desktop.demonstration import demonstrate
    from desktop.exporters.writing import FORMATS
    from desktop.finishing import export_files

    out = []
    os.environ["COLOPHON_KEYS"] = "memory"
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        from db.newsroom import open_newsroom

        done = demonstrate(Path(folder), lambda _words: None)
        newsroom = open_newsroom(Path(folder) / "newsroom.colophon")

        def export(formats: list[str], to: str) -> float:
            return took(lambda: export_files(newsroom, "Sample Editor", [done.article], formats,
                                             Path(folder) / to))  # fmt: skip

        base = export(["txt"], "base")
        for fmt in FORMATS:
            out.append(Figure(f"the real article as {fmt}", export([fmt], f"x{fmt}"), "as txt", base,
                              ""))  # fmt: skip
        out.append(Figure("in all five formats", export(list(FORMATS), "all"), "–", 0, "≤ 2 s"))
        hundred = sum(export(["html"], f"h{n}") for n in range(100))
        out.append(Figure("a hundred pieces as html", hundred, "as txt", base, ""))
        newsroom.close()
    return out
