"""A correction that is dropped leaves the published piece, whatever was done to it meanwhile."""

from __future__ import annotations

import io

from PIL import Image

from db import reading
from db.acts import deciding, moving, picturing, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, set_details, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine


def picture(shade: int) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("L", (2, 2), shade).save(out, "PNG")
    return out.getvalue()


def test_a_dropped_correction_restores_text_pictures_and_language(room):
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    picturing.add_image(room, "Rhea", article, picture(1))
    picturing.describe_image(room, "Rhea", article, 1, alt="One", credit="R", ai=False)
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(room, "Edda", article)
    with room.read() as session:
        before = reading.article(session, article)
    moving.correct(room, "Edda", article)
    picturing.add_image(room, "Egon", article, picture(2))
    picturing.describe_image(room, "Egon", article, 2, alt="Two", credit="E", ai=True)
    picturing.describe_image(room, "Egon", article, 1, alt="Ruined", ai=True)
    set_details(room, "Egon", article, language="bn")
    write_text(room, "Egon", article, "Egon ruined this.")
    assert moving.drop_correction(room, "Edda", article).state == "published"
    with room.read() as session:
        after = reading.article(session, article)
        assert (after.text_sha256, after.language, after.images, after.version) == (
            before.text_sha256, "en", before.images, 1,
        )  # fmt: skip
        assert {run.contributor for run in reading.who(session, article)} == {"Rhea"}
    assert examine(room) == []
    assert verify(room, texts=True).ok
    # The number is free again, and nothing of the picture that went is left.
    moving.correct(room, "Edda", article)
    picturing.add_image(room, "Egon", article, picture(3))
    with room.read() as session:
        assert reading.article(session, article).images[1].alt == ""
    assert examine(room) == []


def test_what_was_signed_stays_among_the_met_checks_once_it_is_out(room):
    def sign_off():
        with room.read() as session:
            return next(c for c in reading.checks(session, article) if c.check == "sign-off")

    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(room, "Edda", article)
    assert (sign_off().met, sign_off().detail) == (True, "Edda signed exactly this text")
    moving.correct(room, "Edda", article)
    assert not sign_off().met
    write_text(room, "Egon", article, "Egon ruined this.")
    moving.drop_correction(room, "Edda", article)
    assert sign_off().met
