"""What AI made is said: over the text unless the exception is met, with a picture always."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import reading
from db.acts import deciding, moving, picturing, signing
from db.acts.founding import make_newsroom
from db.acts.issuing import issue_label, issue_note
from db.acts.publishing import publish
from db.acts.register import add_contributor, end_contributor
from db.acts.writing import new_article, write_text
from db.refusal import Refused
from desktop.exporters import check
from desktop.finishing import export_files
from tests.db.acts.test_corrections import picture


def written(room, text: str = "One two three.\n\nFour five six.") -> str:
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, text)
    return article


def labelled(room, article: str) -> bool:
    with room.read() as session:
        return reading.article(session, article).ai_label


def sign(room, article: str, responsible: str = "Edda") -> None:
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible=responsible,
                     ticked="all")  # fmt: skip


def test_what_an_ai_took_out_counts_until_a_person_writes_there(room):
    article = written(room)
    write_text(room, "Rhea", article, "One three.\n\nFour five six.", author="Lumen")
    assert labelled(room, article)
    write_text(room, "Rhea", article, "One three.\n\nFour five six seven.")
    assert labelled(room, article)
    write_text(room, "Rhea", article, "One more three.\n\nFour five six seven.")
    assert not labelled(room, article)


def test_the_label_comes_back_when_nobody_is_responsible_any_more(room, tmp_path):
    article = written(room)
    write_text(room, "Rhea", article, "One two three. AI added this.", author="Lumen")
    sign(room, article, responsible="Fay")
    assert not labelled(room, article)
    end_contributor(room, "Cleo", "Fay")
    assert labelled(room, article)
    publish(room, "Egon", article)
    (file,) = export_files(room, "Egon", [article], ["txt"], tmp_path)
    assert file.ai_label
    assert "made by AI" in check.reads_back(Path(file.path).read_bytes(), "txt")


def test_a_picture_of_ai_never_goes_without_words(tmp_path):
    room = make_newsroom(tmp_path / "n.colophon", ceo="Cleo", language="ja")
    for name, kind in (("Edda", "editor"), ("Rhea", "reporter")):
        add_contributor(room, "Cleo", name, kind)
    issue_note(room, "Cleo", "読者へ", "ja")
    article = written(room, "雨が降った。")
    picturing.add_image(room, "Rhea", article, picture(1))
    picturing.describe_image(room, "Rhea", article, 1, alt="雨", credit="R", ai=True)
    sign(room, article)
    with pytest.raises(Refused) as caught:
        publish(room, "Edda", article)
    assert caught.value.refusal.rule == "reader-note"
    with pytest.raises(Refused):
        export_files(room, "Edda", [article], ["txt"], tmp_path / "out", draft=True)
    issue_label(room, "Cleo", "AIが作成", "ja")
    publish(room, "Edda", article)
    files = export_files(room, "Edda", [article], ["html", "md", "txt", "docx", "pdf"], tmp_path)
    for file in files:
        assert not file.ai_label
        assert "AIが作成" in check.reads_back(Path(file.path).read_bytes(), file.format)
    room.close()
