"""A line that is slow, and not dead: words come first, pictures after them, and nothing hangs up."""

from __future__ import annotations

import os
import queue
import time
from pathlib import Path

import pytest
from proxy import Proxy
from PySide6.QtGui import QImage
from sqlalchemy import select

from db import reading
from db.acts.fonts import add_font
from db.acts.picturing import add_image
from db.acts.writing import assign, new_article, write_text
from db.bureau import courier, pictures
from db.bureau.bureau import Bureau
from db.models.record import Image
from db.newsroom import open_newsroom
from db.refusal import Refused

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
FONT = Path(__file__).parents[3] / "resources" / "fonts" / "NotoSerif-Bold.ttf"
PATIENCE = 0.5
#: Bytes a second: a picture takes several times the patience.
SPEED = 300_000


def photograph(side: int) -> bytes:
    """A picture that no compression makes smaller."""
    from PySide6.QtCore import QBuffer, QByteArray

    noise = os.urandom(side * side * 3)
    kept, out = QByteArray(), QBuffer()
    out.setBuffer(kept)
    QImage(noise, side, side, 3 * side, QImage.Format.Format_RGB888).save(out, "PNG")
    return bytes(kept.data())


@pytest.fixture
def piece(house) -> str:
    made = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", made, "The bridge is shut.")
    return made


@pytest.fixture
def line(house):
    made = Proxy(house.server.port)
    yield made
    made.close()


@pytest.fixture
def far(house, line) -> str:
    return house.url_of("Egon").replace(f":{house.server.port}/", f":{line.port}/")


def test_pictures_that_take_longer_than_ones_patience_come_all_the_same(
    house, line, far, piece, tmp_path, monkeypatch
):
    monkeypatch.setattr(courier, "PATIENCE", PATIENCE)
    newsroom, bureau = open_newsroom(far), Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)
    bureau.keep(newsroom, piece)
    told: queue.Queue[courier.Line] = queue.Queue()
    going = courier.Courier(bureau, newsroom, told.put)
    assert told.get(timeout=20).away is None
    line.speed = SPEED
    photo = photograph(520)
    assert len(photo) > 4 * PATIENCE * SPEED
    add_image(house["Rhea"], "Rhea", piece, photo)
    write_text(house["Rhea"], "Rhea", piece, "The bridge is open.")
    going.go()
    began, lines = time.monotonic(), []
    while not (lines and lines[-1].pictures):
        lines.append(told.get(timeout=60))
        if lines[-1].news and piece in lines[-1].news.changed:
            with bureau.read() as session:  # the words are there, the picture is not
                assert reading.text_at(session, piece) == "The bridge is open."
                assert reading.image_data(session, piece, 1) is None
    assert time.monotonic() - began > 4 * PATIENCE
    assert not [one for one in lines if one.away is not None]
    with bureau.read() as session:
        assert reading.image_data(session, piece, 1) == photo
    going.close()
    bureau.close()
    newsroom.close()


def test_an_answer_that_takes_longer_than_ones_patience_is_waited_for(
    house, line, far, tmp_path, monkeypatch
):
    monkeypatch.setattr(courier, "PATIENCE", PATIENCE)
    newsroom, bureau = open_newsroom(far), Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)
    told: queue.Queue[courier.Line] = queue.Queue()
    going = courier.Courier(bureau, newsroom, told.put)
    assert told.get(timeout=20).away is None
    line.speed = SPEED
    font = FONT.read_bytes()
    assert len(font) > 2 * PATIENCE * SPEED
    add_font(house["Cleo"], "Cleo", FONT.name, font)
    going.go()
    fonts: list[str] = []
    while not fonts:
        assert told.get(timeout=30).away is None
        with bureau.read() as session:
            fonts = [name for name, _ in reading.fonts(session)]
    assert fonts == [FONT.name]
    line.speed = None
    going.close()
    bureau.close()
    newsroom.close()


def test_a_picture_that_is_not_what_its_record_says_is_not_kept(
    house, piece, tmp_path, monkeypatch
):
    newsroom, bureau = house["Egon"], Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)
    add_image(house["Rhea"], "Rhea", piece, photograph(20))
    add_image(house["Rhea"], "Rhea", piece, photograph(30))
    bureau.keep(newsroom, piece)
    assert bureau.misses_pictures()
    asked, spoiled = pictures.ask, []

    def spoil(session, questions):
        ((row,),) = asked(session, questions)
        if not spoiled:
            spoiled.append(row["sha256"])
            row["bytes"] = row["bytes"][:-1] + b"?"
        return [[row]]

    monkeypatch.setattr(pictures, "ask", spoil)
    first, second = bureau.bring_pictures(newsroom)
    assert isinstance(first, Refused) and spoiled[0][:12] in first.refusal.message
    assert second is None and not bureau.misses_pictures()
    with bureau.read() as session:
        kept = session.scalars(select(Image.sha256)).all()
    assert len(kept) == 1 and kept != spoiled
    bureau.close()


def test_the_page_shows_the_words_and_then_the_picture(
    qtbot, house, line, far, piece, monkeypatch, tmp_path
):
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    from desktop.app import make_application, open_window

    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=30_000)

    assign(house["Edda"], "Edda", piece, "Rhea")
    add_image(house["Rhea"], "Rhea", piece, photograph(500))
    make_application()
    window = open_window(far)
    try:
        wait(lambda: window.context.line is not None and window.context.line.away is None)
        line.speed = SPEED
        window.open_article(piece, "write")
        wait(lambda: window.desk and window.desk.writing.session and window.desk.standing)
        page = window.desk.writing.page
        assert page.fields["body"].toPlainText() == "The bridge is shut."
        wait(lambda: page.sheet.pictures)
        instead = page.sheet.pictures[1].size()
        window.desk.turn("publish")
        print(
            "SAID",
            window.desk.publishing.no_paper.sentence.text(),
            window.desk.publishing.piece,
            page.sheet.pictures,
        )
        qtbot.wait(1500)
        print(
            "SAID",
            window.desk.publishing.no_paper.sentence.text(),
            window.desk.publishing.piece,
            page.sheet.pictures,
        )
        wait(lambda: "on its way" in window.desk.publishing.no_paper.sentence.text())
        wait(lambda: page.sheet.pictures[1].size() != instead)
        wait(lambda: window.desk.publishing.piece is not None)
        assert not window.desk.error.isVisible()
    finally:
        line.speed = None
        window.close()
        window.context.close()
        window.deleteLater()
