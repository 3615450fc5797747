"""A shared newsroom on the command line: made, come in to, written in, each by their own login."""

from __future__ import annotations

import os

import pytest

from tests.cli.conftest import Shell


class Desktop(Shell):
    """One person's computer: keys and passwords of its own."""

    fresh = True

    def __init__(self, folder, url: str) -> None:
        super().__init__(folder)
        folder.mkdir(exist_ok=True)
        self.path = url


def address(server, database: str, login: str) -> str:
    return f"postgresql://{login}@127.0.0.1:{server.port}/{database.rpartition('/')[2]}"


@pytest.fixture
def made(server, database, tmp_path):
    """The CEO's own desktop, after she came in with a password of her own; and a way for others."""
    admin = Desktop(tmp_path / "admin", database)
    # One server keeps the logins of all its newsrooms apart by their names.
    mark = database.rpartition("_")[2]
    first = admin.json("init", "--name", "Shared", "--ceo", "Cleo Day", "--login", f"cleo{mark}")
    assert "postgres:" not in first["newsroom"]

    def come_in(login: str, password: str, own: str) -> Desktop:
        desktop = Desktop(tmp_path / login, address(server, database, login))
        desktop.json("login", stdin=f"{password}\n{own}\n")
        return desktop

    return come_in(first["login"], first["first_password"], "a long own password"), come_in


def add(ceo: Desktop, name: str, kind: str) -> dict[str, str]:
    login = f"{name.lower()}{str(ceo.path).rpartition('_')[2]}"
    return ceo.json("contributor", "add", name, "--kind", kind, "--login", login)["contributor"]


def test_a_newsroom_is_shared_by_its_people_and_each_is_known_by_their_login(made, server):
    ceo, come_in = made
    given = {
        name: add(ceo, name, kind) for name, kind in (("Edda", "editor"), ("Rhea", "reporter"))
    }
    rhea = come_in(given["Rhea"]["login"], given["Rhea"]["first_password"], "rhea's own password")
    edda = come_in(given["Edda"]["login"], given["Edda"]["first_password"], "edda's own password")
    article = rhea.json("new", "--headline", "Bridge")["article"]["id"]
    rhea.json("write", article, "-", stdin="The bridge stayed closed.")
    rhea.json("write", article, "-", "--part", "dateline", stdin="Dhaka – ")
    assert rhea.refused("new", actor="Edda") == "who-may"
    assert edda.json("who", article)["runs"][0]["contributor"] == "Rhea"
    rhea.json("submit", article)
    edda.json("accept", article)
    edda.json("sign-off", article, "--examined", "a", "--facts", "b", "--responsible", "Edda",
              "--ticked", "all")  # fmt: skip
    edda.json("publish", article)
    exported = edda.json("export", article, "--format", "html", "--to", edda.folder / "out")
    assert edda.json("verify", exported["files"][0]["path"])["files"][0]["ok"]
    assert ceo.json("ledger", "verify", "--texts")["ok"]
    assert rhea.refused("contributor", "add", "X", "--kind", "editor") == "who-may"
    ceo.json("contributor", "end", "Rhea")
    assert rhea.refused("list") in ("who-may", "offline")


def test_a_wrong_password_is_told_and_kept_nowhere(made, server, database):
    ceo, _come_in = made
    wrong = Desktop(ceo.folder.parent / "wrong", ceo.path)
    assert wrong.run("--json", "login", stdin="not the password\n").rule == "who-may"
    assert not (wrong.folder / "keys.json").exists()
    assert wrong.refused("list") == "who-may"


def test_another_password_is_set_and_the_old_one_opens_nothing(made):
    ceo, _come_in = made
    ceo.json("login", "--change", stdin="a long own password\nanother own password\n")
    assert ceo.json("list")["articles"] == []
    other = Desktop(ceo.folder.parent / "other", ceo.path)
    assert other.run("--json", "login", stdin="a long own password\n").rule == "who-may"
    other.json("login", stdin="another own password\n")


def test_no_password_is_found_in_a_file_a_log_or_the_server(made, server, tmp_path):
    ceo, come_in = made
    given = add(ceo, "Rhea", "reporter")
    rhea = come_in(given["login"], given["first_password"], "rhea's own password")
    rhea.json("new", "--headline", "Bridge")
    secrets = [b"a long own password", b"rhea's own password", given["first_password"].encode()]
    for root, _folders, names in os.walk(tmp_path):
        for name in names:
            if name == "keys.json":  # chosen on purpose in place of a keyring, mode 0600
                continue
            with open(os.path.join(root, name), "rb") as file:
                content = file.read()
            assert not any(secret in content for secret in secrets), name
    assert not any(secret.decode() in server.log for secret in secrets)


def test_a_newsroom_of_this_computer_moves_there(server, database, tmp_path):
    desk = Shell(tmp_path)
    desk.staff()
    article = desk.imported()
    before = desk.json("ledger", "verify", "--texts")
    mark = database.rpartition("_")[2]
    moved = desk.json("move", "--to", database, "--login", f"cleo.moved{mark}", actor="Cleo")
    assert (moved["head"], moved["root"]) == (before["head"], before["root"])
    assert "@" in moved["newsroom"] and "postgres:" not in moved["newsroom"]
    # The CEO goes on on the same computer, where her key is.
    desk.path = address(server, database, moved["login"])
    desk.json("login", stdin=f"{moved['first_password']}\n")
    assert desk.json("show", article)["headline"].startswith("Japan’s Ishiba")
    desk.json("spike", article, "--reason", "moved on")
    assert desk.json("ledger", "verify", "--texts")["ok"] and desk.json("doctor")["ok"]


def test_the_ceo_goes_on_after_lost_history_and_nobody_else(made):
    ceo, come_in = made
    edda = add(ceo, "Edda", "editor")
    desktop = come_in(edda["login"], edda["first_password"], "edda's own password")
    assert desktop.refused("ledger", "accept", "--why", "I want to") == "who-may"
    assert ceo.refused("ledger", "accept", "--why", " ") == "bad-input"
    done = ceo.json("ledger", "accept", "--why", "a backup was restored")
    assert done["seq"] == ceo.json("ledger", "verify")["touches"]
    alone = Desktop(ceo.folder / "alone", str(ceo.folder / "alone.colophon"))
    alone.json("init", "--name", "Alone", "--ceo", "Cleo Day")
    assert alone.refused("ledger", "accept", "--why", "a backup", actor="Cleo Day") == "bad-input"
