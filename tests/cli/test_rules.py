"""Each rule of the newsroom, tried to be broken from the command line."""

from __future__ import annotations

from pathlib import Path

FACTS = ("--examined", "all", "--facts", "all", "--responsible", "Edda")


def test_states_move_only_as_the_table_says(desk):
    article = desk.imported()
    for words in (["return", article, "--reason", "x"], ["publish", article], ["correct", article],
                  ["withdraw", article, "--reason", "x"], ["revive", article],
                  ["drop-correction", article], ["accept", article]):  # fmt: skip
        assert desk.refused(*words, actor="Cleo") == "states"
    desk.json("submit", article, actor="Rhea")
    assert desk.refused("submit", article, actor="Rhea") == "states"
    assert desk.run("return", article, actor="Edda").status == 2
    assert desk.refused("return", article, "--reason", " ", actor="Edda") == "bad-input"
    assert desk.json("return", article, "--reason", "More.", actor="Edda")["state"] == "draft"
    assert desk.json("spike", article, "--reason", "No.", actor="Edda")["state"] == "spiked"
    assert desk.refused("write", article, "-", actor="Cleo", stdin="x") == "states"
    assert desk.refused("export", article, "--format", "txt", "--to", "out", "--draft",
                        actor="Cleo") == "states"  # fmt: skip
    assert desk.json("revive", article, actor="Edda")["state"] == "draft"


def test_published_pieces_are_closed_corrected_and_withdrawn(published):
    desk, article = published
    assert desk.refused("write", article, "-", actor="Cleo", stdin="x") == "states"
    assert desk.refused("spike", article, "--reason", "x", actor="Cleo") == "states"
    assert desk.refused("return", article, "--reason", "x", actor="Cleo") == "states"
    before = desk.json("text", article)["text"]
    desk.json("correct", article, actor="Edda")
    desk.json("write", article, "-", actor="Edda", stdin="Ruined.")
    export = ("export", article, "--format", "txt", "--to", "out")
    kept = Path(desk.json(*export, actor="Edda")["files"][0]["path"]).read_text("utf-8")
    assert before.strip() in kept and "Ruined" not in kept
    assert desk.json("drop-correction", article, actor="Edda")["state"] == "published"
    assert desk.json("text", article)["text"] == before
    assert {run["contributor"] for run in desk.json("who", article)["runs"]} == {"Rhea"}
    desk.json("correct", article, actor="Edda")
    desk.json("write", article, "-", actor="Edda", stdin=before + " Added.")
    assert desk.refused("publish", article, actor="Edda") == "gate"
    desk.json("write", article, "-", "--part", "notice", actor="Edda", stdin="A line was added.")
    desk.json("accept", article, actor="Edda")
    desk.sign(article, actor="Egon")
    assert desk.json("publish", article, actor="Egon")["version"] == 2
    text = Path(desk.json(*export, actor="Egon")["files"][0]["path"]).read_text("utf-8")
    assert "A line was added." in text and "Added." in text
    assert desk.refused("revive", article, actor="Cleo") == "states"
    desk.json("withdraw", article, "--reason", "x", actor="Edda")
    assert desk.refused(*export, actor="Edda") == "states"
    assert desk.refused("revive", article, actor="Edda") == "who-may"
    assert desk.json("revive", article, actor="Cleo")["state"] == "edit"


def test_who_may(desk):
    article = desk.imported()
    assert desk.refused("write", article, "-", actor="Fay", stdin="x") == "who-may"
    assert desk.refused("submit", article, actor="Fay") == "who-may"
    assert desk.refused("submit", article, actor="Lumen") == "who-may"
    assert desk.refused("write", article, "-", actor="Lumen", stdin="x") == "who-may"
    assert desk.refused("assign", article, "--to", "Fay", actor="Rhea") == "who-may"
    desk.json("submit", article, actor="Rhea")
    for words in (["accept", article], ["reject", article], ["publish", article],
                  ["sign-off", article, *FACTS], ["spike", article, "--reason", "x"]):  # fmt: skip
        assert desk.refused(*words, actor="Rhea") == "who-may"
        assert desk.refused(*words, actor="Lumen") == "who-may"
    for words in (["contributor", "add", "X", "--kind", "editor"], ["contributor", "end", "Fay"],
                  ["settings", "language", "bn"]):  # fmt: skip
        assert desk.refused(*words, actor="Edda") == "who-may"
    desk.json("contributor", "end", "Egon", actor="Cleo")
    assert desk.refused("accept", article, actor="Egon") == "who-may"
    assert desk.refused("sign-off", article, "--examined", "a", "--facts", "b", "--responsible",
                        "Lumen", actor="Edda") in ("who-may", "gate")  # fmt: skip
    assert desk.refused("contributor", "end", "Cleo", actor="Cleo") == "conflict"
    assert desk.refused("show", article[:3] + "zzz") == "not-found"


def test_a_writers_words_in_edit_are_proposals(desk):
    article = desk.imported()
    text = desk.json("text", article)["text"]
    desk.json("submit", article, actor="Rhea")
    desk.json("accept", article, actor="Edda")
    desk.json("write", article, "-", actor="Rhea", stdin=text + " Late words.")
    assert desk.json("text", article)["text"] == text
    changes = desk.json("changes", article)
    assert [(c["inserted"], c["proposal"]) for c in changes["changes"]] == [
        (" Late words.", "Rhea")
    ]
    assert desk.refused("sign-off", article, *FACTS, actor="Edda") == "gate"
    assert desk.json("accept", article, "--at", changes["at"], actor="Edda")["left"] == 0
    assert desk.json("text", article)["text"] == text + " Late words."
    assert {run["contributor"] for run in desk.json("who", article)["runs"]} == {"Rhea"}
    desk.json("write", article, "-", actor="Rhea", stdin="Something else.")
    assert desk.json("reject", article, "--reason", "No.", actor="Edda")["left"] == 0
    assert desk.json("text", article)["text"] == text + " Late words."


def test_accept_and_reject_by_number(desk):
    article = desk.imported()
    text = desk.json("text", article)["text"]
    desk.json("submit", article, actor="Rhea")
    desk.json("accept", article, actor="Edda")
    changed = text.replace("Saturday", "Sunday", 1).replace("dozens", "scores", 1)
    desk.json("write", article, "-", actor="Egon", stdin=changed)
    found = desk.json("changes", article)
    assert [(c["deleted"], c["inserted"]) for c in found["changes"]] == [
        ("Saturday", "Sunday"), ("dozens", "scores"),
    ]  # fmt: skip
    for change in found["changes"]:
        assert changed[change["start"] : change["start"] + change["length"]] == change["inserted"]
        assert (change["contributor"], change["kind"]) == ("Egon", "editor")
    assert desk.refused("accept", article, 7, actor="Edda") == "not-found"
    desk.json("write", article, "-", actor="Egon", stdin=changed + " New.")
    assert desk.refused("accept", article, "--at", found["at"], actor="Edda") == "conflict"
    assert desk.json("reject", article, 1, actor="Edda")["left"] == 2
    assert desk.json("accept", article, actor="Edda")["left"] == 0
    assert desk.json("text", article)["text"] == changed.replace("Sunday", "Saturday", 1) + " New."
    authors = {r["contributor"] for r in desk.json("who", article)["runs"]}
    assert authors == {"Rhea", "Egon"}


def test_four_eyes(desk):
    article = desk.json("new", "--headline", "Own words", actor="Edda")["article"]["id"]
    for part, words in (("dateline", "Here – "), ("body", "All of it is Edda's.")):
        desk.json("write", article, "-", "--part", part, actor="Edda", stdin=words)
    desk.json("submit", article, actor="Edda")
    desk.json("accept", article, actor="Edda")
    desk.sign(article)
    assert desk.refused("publish", article, actor="Edda") == "four-eyes"
    assert desk.refused("agree", article, actor="Edda") == "four-eyes"
    # A comma by a colleague does not open four eyes.
    desk.json("write", article, "-", actor="Egon", stdin="All of it, is Edda's.")
    desk.json("accept", article, actor="Egon")
    desk.sign(article)
    assert desk.refused("publish", article, actor="Egon") == "four-eyes"
    desk.sign(article, actor="Egon")
    assert desk.refused("publish", article, actor="Egon") == "four-eyes"
    # Neither do words said to be somebody else's, or an AI's that one brought in oneself.
    desk.sign(article)
    desk.json("agree", article, actor="Fay")
    assert desk.json("publish", article, actor="Edda")["version"] == 1


def test_words_said_to_be_anothers_count_as_the_bringers(desk):
    article = desk.json("new", "--headline", "H", actor="Edda")["article"]["id"]
    for part, words, author in (("dateline", "Here – ", "Rhea"), ("body", "By Rhea.", "Rhea"),
                                ("headline", "New", "Lumen")):  # fmt: skip
        desk.json("write", article, "-", "--part", part, "--author", author, actor="Edda",
                  stdin=words)  # fmt: skip
    desk.json("submit", article, actor="Edda")
    desk.json("accept", article, actor="Egon")
    desk.sign(article)
    assert desk.refused("publish", article, actor="Edda") == "four-eyes"
    desk.sign(article, actor="Egon")
    assert desk.json("publish", article, actor="Egon")["version"] == 1


def test_a_newsroom_of_one_cannot_publish(shell):
    shell.json("init", "--ceo", "Alone")
    article = shell.json("new", "--headline", "H", actor="Alone")["article"]["id"]
    for part, words in (("dateline", "Here – "), ("body", "Words.")):
        shell.json("write", article, "-", "--part", part, actor="Alone", stdin=words)
    shell.json("submit", article, actor="Alone")
    shell.json("accept", article, actor="Alone")
    shell.sign(article, actor="Alone")
    done = shell.run("publish", article, actor="Alone")
    assert done.status == 1 and "contributor add" in done.err and "four-eyes" in done.err


def test_any_touch_voids_the_sign_off_and_is_named(desk):
    article = desk.imported()
    desk.signed(article)
    assert desk.json("show", article)["signed_off"]
    for part in ("body", "headline", "dateline", "date_line", "share_line"):
        text = desk.json("text", article, "--part", part)["text"]
        desk.json("write", article, "-", "--part", part, actor="Egon", stdin=f"{text}Q")
        assert not desk.json("show", article)["signed_off"]
        done = desk.run("publish", article, "--json", actor="Edda")
        message = done.json["error"]["message"]
        seq = desk.json("history", article)["touches"][-1]["seq"]
        assert f"touch {seq} by Egon" in message and "Q" in message and part in message
        # Putting the very text back does not bring the signature back.
        desk.json("reject", article, actor="Edda")
        assert desk.json("text", article, "--part", part)["text"] == text
        assert desk.refused("publish", article, actor="Edda") == "gate"
        desk.sign(article)
    desk.json("set", article, "--language", "en-GB", actor="Edda")
    assert desk.refused("publish", article, actor="Edda") == "gate"


def test_the_gate_names_what_is_unmet(desk):
    article = desk.json("new", actor="Rhea")["article"]["id"]
    desk.json("write", article, "-", "--origin", "pasted", actor="Rhea", stdin="Pasted 𓀀.")
    desk.json("submit", article, actor="Rhea")
    found = desk.json("checks", article)
    unmet = {check["check"] for check in found["checks"] if not check["met"]}
    assert unmet == {
        "changes",
        "sign-off",
        "agree",
        "headline",
        "dateline",
        "paste-sources",
        "glyphs",
    }
    assert not found["ready"] and all(c["fix"] for c in found["checks"] if not c["met"])
    glyphs = next(c for c in found["checks"] if c["check"] == "glyphs")
    assert "𓀀" in glyphs["detail"]
    done = desk.run("publish", article, "--json", actor="Edda")
    assert done.rule == "gate"
    assert all(name in done.json["error"]["message"] for name in unmet)


def _with_ai(desk, language: str = "en") -> str:
    article = desk.json("new", "--headline", "H", "--language", language, actor="Rhea")["article"][
        "id"
    ]
    for part, words in (("dateline", "Here – "), ("body", "Rhea wrote this.")):
        desk.json("write", article, "-", "--part", part, actor="Rhea", stdin=words)
    desk.json("write", article, "-", "--author", "Lumen", actor="Rhea",
              stdin="Rhea wrote this. Lumen wrote that in 2026.")  # fmt: skip
    return article


def test_the_ai_label_follows_from_the_record(desk):
    label = desk.json("label", "show")["label"]["text"]
    for more, labelled in (((), False), (("--no-exception",), True)):
        article = _with_ai(desk)
        desk.signed(article, *more)
        assert desk.json("publish", article, actor="Edda")["ai_label"] is labelled
        files = desk.json("export", article, "--format", "html,md,txt,docx,pdf", "--to", "out",
                          actor="Edda")["files"]  # fmt: skip
        assert [file["ai_label"] for file in files] == [labelled] * 5
        from desktop.exporters import check

        for file in files:
            text = check.reads_back(Path(file["path"]).read_bytes(), file["format"])
            assert (label in text) is labelled
            if labelled:
                assert text.index(label) < text.index("Rhea wrote this.")


def test_the_exception_needs_all_of_it(desk):
    article = _with_ai(desk)
    desk.json("submit", article, actor="Rhea")
    desk.json("accept", article, actor="Edda")
    signed = desk.json("sign-off", article, "--examined", "a", "--facts", "b", "--responsible",
                       "Edda", actor="Edda")["sign_off"]  # fmt: skip
    assert not signed["meets_exception"] and "2026" in signed["why_not"][0]
    assert desk.json("show", article)["ai_label"]
    assert desk.sign(article)["meets_exception"]
    assert not desk.json("show", article)["ai_label"]
    # Whoever brought an AI's words in cannot be the one whose acceptance counts.
    own = desk.json("new", "--headline", "H", actor="Edda")["article"]["id"]
    desk.json("write", own, "-", "--author", "Lumen", actor="Edda", stdin="Lumen wrote this.")
    desk.json("submit", own, actor="Edda")
    desk.json("accept", own, actor="Edda")
    assert not desk.sign(own, actor="Egon")["meets_exception"]


def test_nothing_publishes_without_words_for_note_or_label(shell):
    shell.json("init", "--ceo", "Cleo", "--language", "ja")
    for name, kind in (("Edda", "editor"), ("Rhea", "reporter")):
        shell.json("contributor", "add", name, "--kind", kind, actor="Cleo")
    shell.json("contributor", "add", "Lumen", "--kind", "ai", "--model", "l", "--answers-to", "Edda",
               actor="Cleo")  # fmt: skip
    article = _with_ai(shell, "ja")
    shell.signed(article, "--no-exception")
    assert shell.refused("publish", article, actor="Edda") == "reader-note"
    (shell.folder / "note.txt").write_text("読者の皆様へ", "utf-8")
    shell.json("note", "issue", "--file", "note.txt", "--language", "ja", actor="Cleo")
    done = shell.run("publish", article, "--json", actor="Edda")
    assert done.rule == "reader-note" and "ja" in done.json["error"]["message"]
    assert shell.refused("export", article, "--draft", "--format", "txt", "--to", "out",
                         actor="Edda") == "reader-note"  # fmt: skip
    (shell.folder / "label.txt").write_text("一部はAIが作成", "utf-8")
    shell.json("label", "issue", "--file", "label.txt", "--language", "ja", actor="Cleo")
    assert shell.json("publish", article, actor="Edda")["ai_label"]


def test_pictures_need_words_a_credit_and_whether_ai_made_them(desk):
    article = desk.imported()
    picture = desk.folder / "dot.png"
    picture.write_bytes(bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c63e4e43cc1c0c0"
            "c0c4c0c0c0c0c0000009a300de942351060000000049454e44ae426082"
        ))  # fmt: skip
    shown = desk.json("image", article, "add", picture, actor="Rhea")
    assert [image["n"] for image in shown["images"]] == [1]
    desk.json("submit", article, actor="Rhea")
    check = next(c for c in desk.json("checks", article)["checks"] if c["check"] == "images")
    assert not check["met"] and "alt text" in check["detail"]
    desk.json(
        "image", article, 1, "--alt", "A dot", "--credit", "Rhea", "--ai", "yes", actor="Edda"
    )
    check = next(c for c in desk.json("checks", article)["checks"] if c["check"] == "images")
    assert check["met"]
    assert desk.refused("image", article, 2, "--alt", "x", actor="Edda") == "not-found"
    text = desk.folder / "text.png"
    text.write_bytes(picture.read_bytes()[:40])
    assert desk.refused("image", article, "add", text, actor="Edda") == "bad-input"


def test_without_a_keyring_weighty_acts_are_refused_with_the_fix(desk):
    article = desk.imported()
    desk.json("submit", article, actor="Rhea")
    desk.json("accept", article, actor="Edda")
    no_keyring = {
        "COLOPHON_KEYS": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip
    done = desk.run("sign-off", article, *FACTS, "--json", actor="Edda", **no_keyring)
    assert done.rule == "no-key" and "COLOPHON_KEYS" in done.json["error"]["fix"]
    assert desk.json("show", article)["sign_off"] is None
    keys = desk.folder / "keys.json"
    assert keys.stat().st_mode & 0o777 == 0o600
    keys.chmod(0o644)
    assert desk.refused("sign-off", article, *FACTS, actor="Edda") == "no-key"


def test_bad_input_is_one_sentence(desk):
    article = desk.imported()
    for words, stdin in (
        (["write", article, "-"], "a\x00b"), (["write", article, "-", "--part", "nowhere"], "x"),
        (["write", article, "-", "--origin", "dreamt"], "x"),
        (["write", article, "-", "--part", "headline"], "two\nlines"),
        (["set", article, "--due", "tomorrow"], ""), (["set", article, "--language", "!"], ""),
        (["set", article], ""), (["new", "--language", "english please"], ""),
        (["contributor", "add", "X", "--kind", "wizard"], ""),
        (["contributor", "add", "X", "--kind", "ai"], ""), (["list", "--limit", "0"], ""),
        (["export", article, "--format", "exe", "--to", "out", "--draft"], ""),
    ):  # fmt: skip
        assert desk.refused(*words, actor="Cleo", stdin=stdin) == "bad-input", words
    for words in (["write", article, "missing.txt"], ["show", ""], ["image", article, "add", "no.png"],
                  ["contributor", "show", "Nobody"], ["assign", article, "--to", "Nobody"]):  # fmt: skip
        assert desk.refused(*words, actor="Cleo") == "not-found", words
    (desk.folder / "latin.txt").write_bytes("né".encode("latin-1"))
    assert desk.refused("write", article, "latin.txt", actor="Rhea") == "bad-input"
    assert desk.refused("list", "--newsroom", "mysql://x/y") == "bad-input"
    assert desk.refused("list", "--newsroom", "postgresql://127.0.0.1:1/y") == "offline"
    (desk.folder / "other.db").write_bytes(b"SQLite format 3\x00" + bytes(4096))
    assert desk.refused("list", "--newsroom", desk.folder / "other.db") == "bad-input"
    assert desk.refused("init") == "conflict"
