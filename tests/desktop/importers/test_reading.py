"""Files are read rightly, or refused with one sentence; never slowly, never in silence."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypandoc
import pytest

from desktop.importers.piece import ImportRefused
from desktop.importers.reading import read_file

ROOT = Path(__file__).parents[3]
SEED = ROOT / "resources" / "sample" / "seed-article.txt"
MARKDOWN = """# Rain over the delta

Dhaka, 4 March 2026 – It rained. *Softly*, **then not**.

## A heading

- one
- two

> a quote

[a link](https://example.org/)

| a | b |
|---|---|
| 1 | 2 |

A note.[^1]

[^1]: The footnote.
"""


def _made(tmp_path: Path, fmt: str, text: str = MARKDOWN) -> Path:
    file = tmp_path / f"made.{fmt}"
    pypandoc.convert_text(text, fmt, "markdown", outputfile=str(file), extra_args=["--standalone"])
    return file


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", True),
        ("utf-16-le", True),
        ("cp1252", True),
    ],
)
def test_text_in_any_usual_encoding(tmp_path, codec, told):
    text = "Café rules – “quoted”\n\nDhaka, 4 March 2026 – The café’s naïve résumé, déjà vu.\n" * 3
    file = tmp_path / "file.txt"
    file.write_bytes(text.encode(codec))
    read = read_file(file)
    assert "naïve résumé, déjà vu." in read.body + read.dateline
    assert bool(read.warnings) == told or codec.startswith("utf-16")


@pytest.mark.parametrize("fmt", ["docx", "odt", "rtf", "html", "md"])
def test_what_an_article_can_hold_comes_in(tmp_path, fmt):
    file = tmp_path / "made.md"
    if fmt == "md":
        file.write_text(MARKDOWN, "utf-8")
    else:
        file = _made(tmp_path, fmt)
    read = read_file(file)
    assert read.headline == "Rain over the delta"
    assert read.dateline.startswith("Dhaka, 4 March 2026")
    assert "https://example.org/" in read.body and "**then not**" in read.body
    if fmt == "rtf":  # what of it cannot be read is told
        assert {"footnotes", "tables"} <= set(" ".join(read.warnings).split())
        return
    for words in ("## A heading", "- one", "> a quote", "The footnote.", "| 1"):
        assert words in read.body, (fmt, words)


@pytest.mark.parametrize("fmt", ["txt", "md", "html", "docx", "odt", "rtf"])
def test_the_parts_of_the_real_article_are_known_in_each_format(tmp_path, fmt):
    text = SEED.read_text("utf-8")
    file = tmp_path / f"seed.{fmt}"
    if fmt in ("txt", "md"):
        file.write_text(text, "utf-8")
    else:
        # Words as they are: no quote of the article may become another.
        pypandoc.convert_text(text, fmt, "markdown-smart", outputfile=str(file),
                              extra_args=["--standalone", "--wrap=none", "--metadata", "title= "])  # fmt: skip
    read = read_file(file)
    assert read.date_line == "Saturday, August 23, 2025"
    assert read.headline.startswith("Japan’s Ishiba Hosts South Korea’s Lee")
    assert read.dateline.startswith("Tokyo, August 23, 2025 –")
    assert read.body.startswith("Japanese Prime Minister")
    assert read.body.rstrip().endswith("repeatedly pressed.")
    assert "Share This Post" in read.share_line and "শেয়ার করুন" in read.share_line
    assert read.note.startswith("Note For Readers:")
    assert read.author_line.strip() in ("Author:", "")


def _tracked(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("It rained a lot.")
    file = tmp_path / "tracked.docx"
    document.save(str(file))
    return _with_part(file, "word/document.xml", lambda xml: xml.replace(
        b"<w:r><w:t>It rained a lot.</w:t></w:r>",
        b'<w:r><w:t xml:space="preserve">It </w:t></w:r>'
        b'<w:del w:id="1" w:author="x"><w:r><w:delText>snowed</w:delText></w:r></w:del>'
        b'<w:ins w:id="2" w:author="x"><w:r><w:t>rained</w:t></w:r></w:ins>',
    ))  # fmt: skip


def _with_part(file: Path, part: str, change, more: dict[str, bytes] | None = None) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename == part else data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    file.write_bytes(out.getvalue())
    return file


def test_tracked_changes_are_taken_as_accepted_and_told(tmp_path):
    read = read_file(_tracked(tmp_path))
    said = read.headline + read.body
    assert "rained" in said and "snowed" not in said
    assert any("tracked" in warning.lower() for warning in read.warnings)


def test_rtf_in_a_code_page(tmp_path):
    file = tmp_path / "old.rtf"
    file.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252\deff0 {\fonttbl{\f0 Arial;}}\f0 Caf\'e9 open: \u8217's, "
        rb"\u-10179?\u-8704? and \u2438?\u2494? too.\par}"
    )
    read = read_file(file)
    assert "Café open: ’s, 😀 and আা too." in read.headline + read.body


def test_a_linked_picture_is_named_and_not_fetched(tmp_path):
    file = tmp_path / "far.html"
    file.write_text("<h1>Head</h1><p>Text.</p><img src='http://127.0.0.1:9/x.png' alt='far'>")
    read = read_file(file)
    assert not read.images and any("not fetched" in warning for warning in read.warnings)


def _hostile(folder: Path) -> dict[str, Path]:
    plain = docx.Document()
    plain.add_paragraph("Words.")

    def document(name: str) -> Path:
        plain.save(str(folder / f"{name}.docx"))
        return folder / f"{name}.docx"

    def write(name: str, data: bytes) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    bomb = _with_part(document("bomb"), "-", bytes, {"word/bomb.xml": bytes(400_000_000)})
    lying = document("lying")
    data = bytearray(lying.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 24 : place + 28] = (7).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    lying.write_bytes(data)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    external = _with_part(document("external"), "word/document.xml",
                          lambda xml: xml.replace(b"<w:document", entity + b"<w:document", 1)
                          .replace(b"Words.", b"Words.&e;"))  # fmt: skip
    laughs = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(12)
    ) + b"]>"  # fmt: skip
    billion = _with_part(document("billion"), "word/document.xml",
                         lambda xml: xml.replace(b"<w:document", laughs + b"<w:document", 1)
                         .replace(b"Words.", b"&m;"))  # fmt: skip
    path = _with_part(document("path"), "-", bytes, {"../../../tmp/escaped": b"x", "/etc/x": b"y"})
    crowded = _with_part(document("crowded"), "word/document.xml",
                         lambda xml: xml.replace(b"</w:p>", b"</w:p>" + b"<w:p/>" * 400_000, 1))  # fmt: skip
    dots = b"".join(
        b"![x](data:image/png;base64,"
        + base64.b64encode(b"\x89PNG\r\n\x1a\n" + n.to_bytes(4))
        + b")\n"
        for n in range(20_000)
    )
    return {
        "blanks for a picture": write("blanks.rtf", b"{\\rtf1 {\\pict" + b" " * 200_000 + b"zz} x}"),
        "12 MB of marks": write("marks.rtf", b"{\\rtf1 " + b"\\b x" * 3_000_000 + b"}"),
        "many pictures": write("pictures.md", b"# Head\n\n" + dots),
        "many share lines": write("shares.txt", b"Head\n\nbody\n\n" + b"Share\n\n" * 200_000),
        "many paragraphs": crowded,
        "bomb": bomb, "lying": lying, "external": external, "billion": billion, "path": path,
        "zip named txt": write("zip.txt", document("x").read_bytes()),
        "txt named docx": write("txt.docx", b"Just words."),
        "deep html": write("deep.html", b"<div>" * 60_000 + b"x"),
        "deep quotes": write("deep.md", b"> " * 30_000 + b"x"),
        "deep lists": write("lists.md", b"".join(b"  " * n + b"- x\n" for n in range(1500))),
        "20 MB of tags": write("tags.html", b"<b><i><p>" * 2_300_000),
        "tags within the size": write("tags2.html", b"<b><i><p>" * 500_000),
        "NUL": write("nul.txt", b"a\x00b" * 50), "empty": write("empty.txt", b""),
        "surrogates": write("half.html", b"<h1>Head</h1><p>half &#xD800; of one</p>"),
        "garbage": write("garbage.odt", os.urandom(5000)),
    }  # fmt: skip


def test_hostile_files_are_read_or_refused_at_once(tmp_path):
    """Five seconds of work and 300 MB for each, in a process of its own as a person's program
    would be; the processor's time, so that a busy computer does not count."""
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from desktop.importers.piece import ImportRefused\n"
        "from desktop.importers.reading import read_file\n"
        "def worked():\n"
        "    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "    return sum(used.ru_utime + used.ru_stime for used in both)\n"
        "began = worked()\n"
        "start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    piece = read_file(Path(sys.argv[1]))\n"
        "    for words in (piece.headline, piece.body):\n"
        "        words.encode()\n"
        "        assert chr(0) not in words and 'root:' not in words\n"
        "    said = 'read'\n"
        "except ImportRefused as why:\n"
        "    said = f'refused: {why}'\n"
        "    assert len(str(why).splitlines()) == 1, why\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start\n"
        "child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(max(grown, child) // 1024, round(worked() - began, 2), said)\n"
    )
    slow = {}
    for name, file in _hostile(tmp_path).items():
        done = subprocess.run(
            [sys.executable, "-c", script, str(file)], capture_output=True, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, (name, done.stderr[-500:])
        megabytes, seconds, said = done.stdout.split(" ", 2)
        if int(megabytes) > 300 or float(seconds) > 5.5:
            slow[name] = (megabytes, seconds, said)
    assert not slow
    assert not Path("/tmp/escaped").exists()


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")  # opening it would wait for ever
    (tmp_path / "long.txt").write_text("Head\n\n" + "word " * 500_000)
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    for name in ("missing.txt", "folder.txt", "x.exe", "pipe.txt", "long.txt"):
        with pytest.raises(ImportRefused, match=f"^{name} was not imported. "):
            read_file(tmp_path / name)


def test_front_matter_that_is_not_ours(tmp_path):
    file = tmp_path / "blog.md"
    file.write_text("---\ntitle: Rain\nauthor: Jane\ntags: [a]\nlang: 7\n---\n\nIt rained.\n")
    read = read_file(file)
    assert (read.headline, read.body) == ("Rain", "It rained.")
    assert any("author, tags" in warning for warning in read.warnings)


PARTS = ("date_line", "headline", "dateline", "share_line", "author_line", "note")


def _parts(tmp_path: Path, text: str, ending: str = "txt") -> list[str]:
    file = tmp_path / f"made.{ending}"
    file.write_text(text, "utf-8")
    read = read_file(file)
    return [getattr(read, part) for part in PARTS] + [read.body]


def _article(*words: str) -> str:
    return "\n\n".join(words)


@pytest.mark.parametrize(
    ("date", "headline", "dateline", "body"),
    [
        (
            "السبت، 23 أغسطس 2025",
            "قمة طوكيو",
            "طوكيو، 23 أغسطس 2025 – ",
            "رحب رئيس الوزراء بالرئيس.",
        ),
        (
            "2025年8月23日（土）",
            "石破首相、大統領を迎える",
            "東京、2025年8月23日 – ",
            "首相は会談した。",
        ),
        ("शनिवार, 23 अगस्त 2025", "शिखर बैठक", "टोक्यो, 23 अगस्त 2025 – ", "प्रधानमंत्री ने कहा।"),
        (
            "sábado, 23 de agosto de 2025",
            "La cumbre",
            "Tokio, 23 de agosto de 2025 – ",
            "El primero.",
        ),
    ],
)
def test_dates_and_datelines_of_other_languages(tmp_path, date, headline, dateline, body):
    text = _article(date, headline, dateline + body, "A second paragraph.")
    found = _parts(tmp_path, text)
    assert found[:3] == [date, headline, dateline]
    assert found[-1] == f"{body}\n\nA second paragraph."


def test_share_lines_in_any_number_of_languages_and_a_note_of_two_paragraphs(tmp_path):
    share = "Share This Post\n\nশেয়ার করুন\n\nشارك هذا المقال\n\nShiriki chapisho hili"
    note = "Note For Readers: The first.\n\nThe second."
    found = _parts(tmp_path, _article("Head", "The body. " * 9, share, "Author:", note))
    assert found[3:6] == [share, "Author:", note] and found[-1] == ("The body. " * 9).rstrip("\n")
    found = _parts(tmp_path, _article("Head", "The body.", "Share This Post | শেয়ার করুন"))
    assert (found[3], found[-1]) == ("Share This Post | শেয়ার করুন", "The body.")
    # Short lines that no share line comes before are the body's.
    assert _parts(tmp_path, _article("Head", "The body.", "The end", "Author:"))[-1] == (
        "The body.\n\nThe end"
    )


def test_parts_in_emphasis(tmp_path):
    text = _article("**Saturday, August 23, 2025**", "# The *real* headline", "**Tokyo, August 23, 2025 –** It.",
                    "*Share This Post*", "**Author:**", "**Note For Readers:** The note.")  # fmt: skip
    found = _parts(tmp_path, text, "md")
    assert found == ["Saturday, August 23, 2025", "The real headline", "Tokyo, August 23, 2025 – ",
                     "Share This Post", "Author:", "Note For Readers: The note.", "It."]  # fmt: skip


def test_a_page_is_its_article_without_what_stands_around_it(tmp_path):
    words = "".join(f"<p>Paragraph {n} of the article itself.</p>" for n in range(9))
    text = (
        "<html lang=bn><title>Site – The headline</title><body><nav><a href=/>Home</a></nav>"
        f"<header>The site</header><main><h1>The headline</h1>{words}One.<br><br>Two.</main>"
        "<footer>© the site</footer></body></html>"
    )
    file = tmp_path / "page.html"
    file.write_text(text)
    read = read_file(file)
    assert (read.headline, read.language) == ("The headline", "bn")
    assert read.body.startswith("Paragraph 0") and read.body.endswith("One.\n\nTwo.")
    assert any("around its article" in warning for warning in read.warnings)
