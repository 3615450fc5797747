"""Finished files: every part in order, hostile words stay words, the same bytes each time."""

from __future__ import annotations

import dataclasses
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from desktop.exporters import check
from desktop.exporters.finished import FinishedImage, FinishedPiece
from desktop.exporters.writing import FORMATS, ExportFailed, render, write_file
from desktop.importers.reading import read_file

ROOT = Path(__file__).parents[3]
SEED = ROOT / "resources" / "sample" / "seed-article.txt"
NOTE = (ROOT / "resources" / "reader_notes" / "en.txt").read_text("utf-8")
REFERENCE = ROOT / "tests" / "reference"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c63e4e43cc1c0c0"
    "c0c4c0c0c0c0c0000009a300de942351060000000049454e44ae426082"
)
HOSTILE = (
    '<script>alert(1)</script> <img src="https://example.org/x.png" onerror="x()">\n\n'
    "[a link](javascript:alert(1)) [another](https://example.org/) ![far](https://example.org/y.png)"
    '\n\n#read("/etc/passwd") $x^2$ @cite <label> \\* _em_ #import "x"\n\n'
    "]]> &lt; &#0; <!-- --> ]]&gt; \u202eright to left\u202c \u200b\n\n"
    "| a | b |\n|---|---|\n| <b>1</b> | 2 |\n\n1. one\n2. two\n   - deep\n\n> quote\n\n"
    "A note.[^1]\n\n[^1]: The footnote.\n\n" + "> " * 200 + "deep\n\n" + "long" * 4000
)


def piece(**changes: object) -> FinishedPiece:
    """A small piece with a picture, a label, a notice."""
    base = FinishedPiece(
        article="rain-over-delta-1a2b", version=2, language="en", newsroom="Test",
        published_at="2026-03-04T05:06:07.089Z", date_line="Wednesday, 4 March 2026",
        headline="Rain over the delta", dateline="Dhaka, 4 March 2026 – ",
        body="It rained.\n\n## A heading\n\n- one\n- two\n\nশেয়ার করুন, **bold** and العربية, 日本語.",
        ai_label="Parts of this text were made by AI.", notices=("Two were three.",),
        share_line="Share This Post\n\nশেয়ার করুন", author_line="Author:", reader_note=NOTE,
        note_issue=1, note_language="en", label_language="en",
        images=(FinishedImage("0" * 64, "image/png", DOT, "A dot", "The dot", "Rhea", True,
                              "Made by AI."),),
        text_sha256="ab" * 32, proof=False, label_issue=1, ai_made=True,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def real() -> FinishedPiece:
    """The real article as it was read, published unaltered."""
    read = read_file(SEED)
    return piece(
        date_line=read.date_line, headline=read.headline, dateline=read.dateline, body=read.body,
        share_line=read.share_line, ai_label=None, notices=(), images=(), version=1,
        ai_made=False, label_issue=None, label_language=None,
    )  # fmt: skip


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("make", [piece, real, lambda: piece(proof=True, version=0)])
def test_every_part_reads_back_in_order(fmt, make):
    assert check.problems(make(), render(make(), fmt), fmt) == []


def test_the_real_article_keeps_every_character_in_txt():
    assert render(real(), "txt").decode().rstrip("\n") == SEED.read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_piece_gives_the_same_bytes_in_another_process_and_zone(fmt, tmp_path):
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from test_finished_files import piece\n"
        "from desktop.exporters.writing import render\n"
        "sys.stdout.buffer.write(render(piece(), sys.argv[3]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(Path(__file__).parent), fmt],
        capture_output=True, check=True, cwd=tmp_path,
        env={**os.environ, "TZ": "Pacific/Auckland", "HOME": str(tmp_path), "LC_ALL": "C"},
    )  # fmt: skip
    assert done.stdout == render(piece(), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_hostile_words_stay_words(fmt):
    hostile = piece(
        body=HOSTILE, headline="<b>&amp; #x $y$ \\", dateline="<i> – ", images=(),
        notices=("<script>n()</script>",),
    )  # fmt: skip
    data = render(hostile, fmt)
    assert check.problems(hostile, data, fmt) == []
    if fmt == "html":
        for element in lxml_html.document_fromstring(data).iter():
            scripted = element.tag == "script" and element.get("type") != "application/ld+json"
            assert not scripted and element.tag not in ("iframe", "object", "embed", "form")
            for name, value in element.attrib.items():
                assert not name.startswith("on")
                assert "javascript:" not in value or name == "content"
                fetched = name in ("src", "srcset", "data", "poster") or element.tag == "link"
                assert not (fetched and value.startswith(("http", "//")))
    assert b"root:" not in data


@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_leaves_without_the_note(fmt, tmp_path):
    with pytest.raises(ExportFailed):
        write_file(piece(reader_note=" "), fmt, tmp_path / f"x.{fmt}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fmt", ["txt", "md", "html"])
def test_a_file_without_its_note_or_label_is_named(fmt):
    data = render(piece(), fmt).decode()
    for words, name in ((NOTE[-40:], "reader note"), ("Parts of this text", "AI label")):
        found = check.problems(piece(), data.replace(words, "").encode(), fmt)
        assert any(name in problem for problem in found), (fmt, name)


def test_bytes_changed_at_random_never_break_the_check():
    rng = random.Random(5)
    for fmt in FORMATS:
        whole = render(piece(), fmt)
        for _ in range(12):
            data = bytearray(whole)
            for _ in range(rng.randint(1, 4)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            assert isinstance(check.problems(piece(), bytes(data), fmt), list)


WORDS = st.text(
    st.sampled_from(list("abc XYZ *_#>`-+.!()[]{}<>|~$&\\\"'0123456789\n") + list("শেয়ারعربי日本é😀–“")),
    min_size=1, max_size=120,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_any_text_reads_back_from_txt_and_md(words):
    any_ = piece(body=words.strip("\n") or "x", images=())
    for fmt in ("txt", "md"):
        assert check.problems(any_, render(any_, fmt), fmt) == []


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_any_text_becomes_html(words):
    any_ = piece(body=words.strip("\n") or "x", images=())
    assert check.problems(any_, render(any_, "html"), "html") == []


def test_markdown_comes_in_again_as_the_same_article(tmp_path):
    file = tmp_path / "piece.md"
    file.write_bytes(render(piece(images=()), "md"))
    read = read_file(file)
    same = piece()
    for part in ("date_line", "headline", "dateline", "share_line", "body"):
        assert getattr(read, part) == getattr(same, part), part
    assert read.notices == same.notices


@pytest.mark.parametrize("fmt", FORMATS)
def test_files_are_as_they_were(fmt):
    """Golden files; COLOPHON_WRITE_REFERENCE=1 writes them anew, to be looked at and committed."""
    data = render(piece(), fmt)
    text = data.decode() if fmt in ("txt", "md", "html") else check.reads_back(data, fmt)
    file = REFERENCE / f"piece.{fmt}{'' if fmt in ('txt', 'md', 'html') else '.txt'}"
    if os.environ.get("COLOPHON_WRITE_REFERENCE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
