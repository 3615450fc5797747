"""The history as a document for a hearing, from the command line."""

from __future__ import annotations

import io
import json

import pypdf


def test_html_and_pdf(desk):
    article = desk.imported()
    # a vowel sign and a joiner without their letters, which no font draws alone
    hostile = (
        "<img src=x onerror=alert(1)> \u0b83 \U0001f600 \u202e শেয়ার \u09c4 ক#\u200d\u0985\u09c4"
    )
    desk.json("write", article, "-", "--part", "share_line", actor="Rhea", stdin=hostile)
    desk.json("comment", article, "--at", "0:9", "Zyzzyva says so", actor="Edda")
    desk.json("submit", article, actor="Rhea")
    desk.json("return", article, "--reason", "More facts, please.", actor="Edda")
    names = ("--html", "out.html", "--pdf", "out.pdf")
    touches = desk.json("history", article, *names)["touches"]
    page = (desk.folder / "out.html").read_text("utf-8")
    assert "onerror=alert" in page and "<img" not in page and "\u202e" not in page
    assert all(f'id="touch-{t["seq"]}"' in page for t in touches if "comment" not in t["kind"])
    assert "More facts, please." in page and "Zyzzyva" not in page
    made = (desk.folder / "out.pdf").read_bytes()
    read = pypdf.PdfReader(io.BytesIO(made))
    words = "\n".join(sheet.extract_text() for sheet in read.pages)
    assert "More facts, please." in words and "Zyzzyva" not in words and "[U+202E]" in words
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    exact = json.loads(read.attachments["record.json"][0])
    assert [e["seq"] for e in exact["entries"]] == [
        t["seq"] for t in touches if "comment" not in t["kind"]
    ]
    desk.json("history", article, *names, "--internal")
    assert "Zyzzyva" in (desk.folder / "out.html").read_text("utf-8")
    assert (desk.folder / "out.pdf").read_bytes() != made
    desk.json("history", article, *names)
    assert (desk.folder / "out.pdf").read_bytes() == made  # the same record, the same bytes


def test_what_cannot_be_written_says_so(desk):
    article = desk.imported()
    assert desk.refused("history", article, "--html", "no/such/folder.html") == "bad-input"
    assert desk.refused("history", article, "--internal") == "bad-input"
    assert not list(desk.folder.glob(".colophon-*"))
