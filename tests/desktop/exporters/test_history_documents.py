"""A history is always to be had as a document, whatever signs the record holds."""

from __future__ import annotations

import random

from lxml import html

from db.account import account
from db.acts.writing import new_article, write_text
from desktop.exporters import history_html
from desktop.history_file import write_history

PLACES = ((0x21, 0x250), (0x590, 0xA00), (0x980, 0xA00), (0x2000, 0x2100), (0x3040, 0x30FF),
          (0x1F300, 0x1F9FF), (0xE000, 0xE010), (0xFE00, 0xFE10), (0x300, 0x310), (0x1, 0x20))  # fmt: skip


def strange(rng: random.Random) -> str:
    return "".join(
        chr(rng.randrange(*rng.choice(PLACES))) if rng.random() < 0.8 else rng.choice(' \n#"\\$@[')
        for _ in range(rng.randint(1, 60))
    )


def test_any_signs_are_set(room, tmp_path):
    for seed in range(6):
        rng = random.Random(seed)
        language = ("en", "ar", "bn", "he", "ja")[seed % 5]
        article = str(new_article(room, "Rhea", language=language).article)
        for author in (None, "Lumen", None):
            write_text(room, "Rhea", article, strange(rng), author=author)
        for kind in ("html", "pdf"):
            made = write_history(room, article, tmp_path / f"{seed}.{kind}", kind)
            assert made.stat().st_size > 1000
        with room.read() as session:
            page = html.fromstring(history_html.render(account(session, article)))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)) and not page.xpath("//script | //img | //a")
