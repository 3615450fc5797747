"""The courier hangs up on a newsroom that is silent, and not on one that takes its time."""

from __future__ import annotations

import threading
import time

from db.acts.writing import new_article
from db.bureau import courier
from db.bureau.bureau import Bureau
from db.bureau.sender import Sender
from db.bureau.writing import BureauSession


def test_however_much_waits_it_goes_to_its_end(house, tmp_path, monkeypatch):
    monkeypatch.setattr(courier, "PATIENCE", 1.0)
    rhea, bureau = house["Rhea"], Bureau(tmp_path / "bureau")
    bureau.come_in(rhea)
    pieces = [str(new_article(rhea, "Rhea").article) for _ in range(8)]
    for piece in pieces:
        bureau.keep(rhea, piece)
        session = BureauSession.open_in(bureau, piece)
        session.splice("body", 0, 0, "Written away.")
        session.flush()
    whole, hung_up = Sender._send_rows, []

    def slowly(sender: Sender, article: str, letters: list):
        time.sleep(0.3)  # one piece is soon there, all of them are not
        return whole(sender, article, letters)

    monkeypatch.setattr(Sender, "_send_rows", slowly)
    monkeypatch.setattr(rhea, "hang_up", lambda: hung_up.append(True))
    through = threading.Event()
    going = courier.Courier(bureau, rhea, lambda line: line.waiting or through.set())
    assert through.wait(30)
    going.close()
    assert bureau.waiting() == (0, 0) and not hung_up
    bureau.close()
