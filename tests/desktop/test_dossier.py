"""The letter and the dossier of a matter: true, sparing, and checked with Python alone."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from db import reading
from db.acts.deciding import accept
from db.acts.erasing import erase
from db.acts.matters import claims, hearings
from db.acts.matters.handling import Document
from db.acts.matters.opening import Complaint, open_matter
from db.acts.moving import submit
from db.acts.publishing import publish
from db.acts.signing import sign_off
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.refusal import Refused
from desktop.dossier import write_dossier
from desktop.exporters.paper import Paper, as_pdf
from desktop.letters import write_letter

TEXT = "The mayor took the money. The bridge stayed closed for a year."
NAME, CONTACT = "Zebulon Quarrystone", "zebulon@example.org"


@pytest.fixture
def ref(room) -> str:
    article = str(new_article(room, "Rhea", "Bridge").article)
    write_text(room, "Rhea", article, "Town – ", part="dateline")
    write_text(room, "Rhea", article, TEXT)
    write_text(room, "Edda", article, TEXT.replace("for a year", "for long"), author="Lumen")
    submit(room, "Rhea", article)
    accept(room, "Egon", article)
    sign_off(room, "Egon", article, examined="a", facts="b", responsible="Egon", ticked="all")
    publish(room, "Egon", article)
    asked = Complaint(
        "legal", "I never took any money.", article=article, words=(4, 20), by=NAME,
        contact=CONTACT, files=[Document("a.txt", b"a receipt")],
    )  # fmt: skip
    return open_matter(room, "Edda", asked)[1]


def confirmed(room, ref, made_by="both") -> None:
    hearings.plan_hearing(room, "Cleo", ref, "2026-01-05T10:00Z", "Room 1")
    hearings.hold_hearing(room, "Cleo", ref, 1, ["Cleo"], Document("m.txt", b"They met."))
    claims.confirm(room, "Cleo", ref, made_by, "Seen in the record of Rhea.")


def words_of(pdf: bytes) -> str:
    """A PDF's words, without what stands at the foot of each page."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    return re.sub(r"Test · E-\d+ · \d+ ?", "", text)


def test_the_letter_says_what_was_confirmed_and_no_more(room, ref, tmp_path):
    with pytest.raises(Refused) as refused:
        write_letter(room, "Cleo", ref, tmp_path)
    assert refused.value.refusal.rule == "first-hearing" and not list(tmp_path.glob("*letter*"))
    confirmed(room, ref)
    written = write_letter(room, "Cleo", ref, tmp_path)
    assert [one.format for one in written] == ["docx", "pdf"]
    with room.read() as session:
        note = reading.note_in_force(session, "en").text
    for text in (
        words_of((tmp_path / f"{ref}-letter.pdf").read_bytes()),
        "\n".join(p.text for p in docx.Document(str(tmp_path / f"{ref}-letter.docx")).paragraphs),
    ):
        assert "both a person and AI wrote these words" in text and ref in text
        assert " ".join(note.split()) in " ".join(text.split())
        for private in ("Rhea", "Edda", "Lumen", CONTACT, "Seen in the record"):
            assert private not in text
    with pytest.raises(Refused) as refused:
        write_letter(room, "Edda", ref, tmp_path)
    assert refused.value.refusal.rule == "confidential"
    assert verify(room).ok


def test_the_dossier_is_checked_without_the_program(room, ref, tmp_path):
    confirmed(room, ref)
    pdf, packed = write_dossier(room, "Cleo", ref, tmp_path)
    text = words_of(pdf.path.read_bytes())
    for word in ("I never took any money", NAME, "Rhea", "Room 1", "both", "mayor took the money"):
        assert word in text, word
    root = pypdf.PdfReader(str(pdf.path)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and b"pdfaid" in pdf.path.read_bytes()
    folder = tmp_path / "at the lawyer's"
    with zipfile.ZipFile(packed.path) as found:
        found.extractall(folder)
    assert (folder / "documents").glob("*a.txt")
    for proof in ("touches-of-the-article.json", "touches-of-the-matter.json"):
        command = [sys.executable, "-I", str(folder / "check_record.py"), str(folder / proof)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={})
        assert done.returncode == 0, done.stdout + done.stderr
        whole = json.loads((folder / proof).read_text())
        whole["touches"][0]["leaf"]["at"] = "2026-01-01T00:00:00.000Z"
        (folder / proof).write_text(json.dumps(whole))
        assert subprocess.run(command, capture_output=True, cwd=folder, env={}).returncode == 1


def test_what_is_redacted_in_a_dossier_stands_in_no_byte_of_it(room, ref, tmp_path):
    confirmed(room, ref)
    with pytest.raises(Refused):
        write_dossier(room, "Cleo", ref, tmp_path, {"shoes": "x"})
    with pytest.raises(Refused):
        write_dossier(room, "Cleo", ref, tmp_path, {"name": " "})
    left_out = {"name": "privacy", "contact": "privacy", "documents": "sealed by the court"}
    written = write_dossier(room, "Cleo", ref, tmp_path, left_out)
    text = words_of(written[0].path.read_bytes())
    assert "[redacted: privacy]" in text and "sealed by the court" in text
    stored = [written[0].path.read_bytes()]
    with zipfile.ZipFile(written[1].path) as found:
        stored += [found.read(name) for name in found.namelist()]
        assert not any(name.startswith("documents/") for name in found.namelist())
    for data in stored:
        assert b"Quarrystone" not in data and CONTACT.encode() not in data
    assert "Quarrystone" not in text
    erase(room, "Cleo", ref, ["name", "contact"], "Asked for.")
    write_dossier(room, "Cleo", ref, tmp_path / "later")
    assert "Quarrystone" not in words_of((tmp_path / "later" / f"{ref}-dossier.pdf").read_bytes())


def test_words_come_back_whole_beside_what_has_no_place_to_break():
    paper = Paper("A paper", "en", "2026-01-05T10:00:00.000Z", "Test · E-0001")
    paper.add("text", ("a" * 31 + "M") * 4)
    paper.add("text", "More facts. Made.")
    (page,) = pypdf.PdfReader(io.BytesIO(as_pdf(paper))).pages
    lines = page.extract_text().splitlines()
    assert "More facts. Made." in lines and "\u200b" not in page.extract_text()
    assert max(len(line) for line in lines) < 128  # it was broken, and stays on the page


def test_a_letter_in_the_complaints_language(room, tmp_path):
    ref = open_matter(room, "Edda", Complaint("editorial", "কে লিখেছে?", language="bn"))[1]
    confirmed(room, ref, "person")
    write_letter(room, "Cleo", ref, tmp_path)
    paragraphs = docx.Document(str(tmp_path / f"{ref}-letter.docx")).paragraphs
    assert any("একজন মানুষ লিখেছেন" in p.text for p in paragraphs)
    assert Path(tmp_path / f"{ref}-letter.pdf").stat().st_size > 1000
