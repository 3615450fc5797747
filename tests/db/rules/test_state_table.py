"""The table of states, word for word as the design has it: moves, who may write, what may leave."""

from __future__ import annotations

import pytest

from db.acts import deciding, moving, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.refusal import Refused
from db.rules.moves import MOVES
from desktop.finishing import export_files

#: act: from, to, was it published before, who may.
DESIGN = {
    ("submit", "draft", "edit", False, "writers"),
    ("return", "edit", "draft", False, "approvers"),
    ("publish", "edit", "published", False, "approvers"),
    ("spike", "draft", "spiked", False, "approvers"),
    ("spike", "edit", "spiked", False, "approvers"),
    ("revive", "spiked", "draft", False, "approvers"),
    ("correct", "published", "edit", True, "approvers"),
    ("publish", "edit", "published", True, "approvers"),
    ("drop-correction", "edit", "published", True, "approvers"),
    ("withdraw", "published", "withdrawn", True, "approvers"),
    ("withdraw", "edit", "withdrawn", True, "approvers"),
    ("revive", "withdrawn", "edit", True, "ceo"),
}
REFUSED = {
    "writers": ("ai", "other"), "approvers": ("ai", "other", "writer"),
    "ceo": ("ai", "other", "writer", "editor"),
}  # fmt: skip
STATES = ("draft", "edit", "spiked", "published", "corrected", "withdrawn", "withdrawn edit")


def piece(room, state: str) -> str:
    """Rhea's piece, brought into a state; Edda does what an editor does."""
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    if state == "spiked":
        moving.spike(room, "Edda", article, "No.")
    elif state != "draft":
        moving.submit(room, "Rhea", article)
    if state in ("draft", "spiked", "edit"):
        return article
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(room, "Edda", article)
    if state == "corrected":
        moving.correct(room, "Edda", article)
    if state.startswith("withdrawn"):
        moving.withdraw(room, "Edda", article, "Wrong.")
    if state == "withdrawn edit":
        moving.revive(room, "Cleo", article)
    return article


def outcome(act) -> str:
    try:
        act()
    except Refused as refused:
        return refused.refusal.rule
    return "done"


def test_the_moves_are_the_designs():
    assert {(m.act, m.source, m.target, m.was_published, m.who) for m in MOVES} == DESIGN
    assert {m.act for m in MOVES if m.reason} == {"return", "spike", "withdraw"}


@pytest.mark.parametrize("state", STATES)
def test_who_may_make_each_move(room, state):
    article = piece(room, state)
    stands = {"corrected": "edit", "withdrawn edit": "edit"}.get(state, state)
    published = state in ("published", "corrected", "withdrawn", "withdrawn edit")
    moves = {
        "submit": moving.submit, "revive": moving.revive, "correct": moving.correct,
        "drop-correction": moving.drop_correction, "publish": publish,
    }  # fmt: skip
    reasoned = {"return": moving.send_back, "spike": moving.spike, "withdraw": moving.withdraw}
    for act in (*moves, *reasoned):
        found = [m for m in DESIGN if m[0] == act and (m[1], m[3]) == (stands, published)]
        for who, kind in (("Lumen", "ai"), ("Fay", "other"), ("Rhea", "writer"), ("Edda", "editor"),
                          ("Cleo", "ceo")):  # fmt: skip
            if not found:
                wanted = {"states"} if kind != "ai" else {"states", "who-may"}
            elif kind in REFUSED[found[0][4]]:
                wanted = {"who-may"}
            else:
                continue  # the move would be made; others test that it can be
            if act in moves:
                said = outcome(lambda act=act, who=who: moves[act](room, who, article))
            else:
                said = outcome(lambda act=act, who=who: reasoned[act](room, who, article, "Why."))
            assert said in wanted, (state, act, who, said)


@pytest.mark.parametrize("state", STATES)
def test_who_may_change_the_text_and_what_may_leave(room, state, tmp_path):
    article = piece(room, state)
    in_edit = state in ("edit", "corrected", "withdrawn edit")
    for who in ("Lumen", "Fay", "Rhea", "Edda", "Cleo"):
        said = outcome(lambda who=who: write_text(room, who, article, f"Words of {who}."))
        if who == "Lumen":
            wanted = "who-may"
        elif state != "draft" and not in_edit:
            wanted = "states"
        else:
            wanted = "who-may" if who == "Fay" else "done"
        assert said == wanted, (state, who)
        if who == "Rhea" and in_edit:
            assert "Rhea." not in _text(room, article)  # only proposed
    proof = outcome(lambda: export_files(room, "Edda", [article], ["txt"], tmp_path, draft=True))
    version = outcome(lambda: export_files(room, "Edda", [article], ["txt"], tmp_path))
    assert (proof, version) == {
        "draft": ("done", "states"), "edit": ("done", "states"),
        "published": ("states", "done"), "corrected": ("states", "done"),
        "withdrawn edit": ("states", "done"),
        "spiked": ("states", "states"), "withdrawn": ("states", "states"),
    }[state]  # fmt: skip


def _text(room, article: str) -> str:
    from db import reading

    with room.read() as session:
        return reading.text_at(session, article)
