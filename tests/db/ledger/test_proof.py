"""Proofs of one piece's touches: what is in them, and that the stand-alone script finds every lie."""

from __future__ import annotations

import base64
import copy
import gzip
import importlib.util
import json
import random
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from db.acts import deciding, moving, signing
from db.acts.commenting import comment
from db.acts.matters.opening import Complaint, open_matter
from db.acts.proving import make_checkpoint, make_proof
from db.acts.publishing import publish
from db.acts.withholding import mark_off_record
from db.acts.writing import new_article, write_text
from db.ledger import keys
from db.ledger.audit import verify
from db.ledger.chain import WEIGHTY, append, newsroom_id, told
from db.ledger.checkpoint import key_id, verifier_key
from db.ledger.digest import canonical, salted
from db.ledger.doctor import examine
from db.models.contributor import Contributor
from db.refusal import Refused

SCRIPT = Path(__file__).parents[3] / "resources" / "checking" / "check_record.py"
#: The plain run takes a seeded twentieth of these.
MUTATIONS = 40_000


def loaded():
    spec = importlib.util.spec_from_file_location("check_record", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = loaded()


def published(room) -> str:
    """A published piece, and touches of another between its own."""
    article = str(new_article(room, "Rhea", "A headline").article)
    other = str(new_article(room, "Fay", "Another").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Fay", other, "Words of another piece.")
    write_text(room, "Rhea", article, "Rhea wrote this. শেয়ার")
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="all", facts="all", responsible="Edda",
                     ticked="all", exception=False)  # fmt: skip
    publish(room, "Egon", article)
    write_text(room, "Fay", other, "More words of another piece.")
    return article


@pytest.fixture
def article(room) -> str:
    return published(room)


@pytest.fixture
def document(room, article) -> dict[str, Any]:
    return proved(room, article, updates=True)


def proved(room, wanted: str, actor: str = "Cleo", **more: Any) -> dict[str, Any]:
    found, proof = make_proof(room, actor, wanted, **more)
    assert found.ok and proof is not None
    assert canonical(json.loads(proof.document)) == proof.document
    return json.loads(proof.document)


def wrong(raw: bytes, file: Path, key: str | None = None) -> str:
    """What the script finds, in this process; nothing where all holds."""
    file.write_bytes(raw)
    try:
        script.check(str(file), key)
    except (ValueError, OSError, EOFError, zlib.error, MemoryError, RecursionError) as error:
        return str(error) or "?"
    return ""


def run(file: Path, *more: str) -> tuple[int, str]:
    """What the script says by itself, with none of the program's modules in reach."""
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *more], capture_output=True, cwd="/"
    )
    assert done.stderr == b"", done.stderr.decode()
    return done.returncode, done.stdout.decode("ascii")


def test_a_proof_shows_one_piece_and_nothing_else(room, article, document, tmp_path):
    with room.read() as session:
        touches = told(session, article)
    assert [entry["leaf"]["seq"] for entry in document["touches"]] == [t.seq for t in touches]
    assert [entry["payload"] for entry in document["touches"]] == [t.payload for t in touches]
    for touch, entry in zip(touches, document["touches"], strict=True):
        assert (base64.b64decode(entry["update"]) if "update" in entry else None) == touch.update
    assert "Another" not in json.dumps(document)
    signers = {t.contributor for t in touches if t.kind in WEIGHTY} | {document["maker"]}
    assert {entry["leaf"]["subject"] for entry in document["keys"]} == signers
    file = tmp_path / "proof.json"
    file.write_bytes(canonical(document))
    key = next(entry["payload"]["public_key"] for entry in document["keys"]
               if entry["leaf"]["subject"] == document["maker"])  # fmt: skip
    status, said = run(file, "--key", key)
    assert status == 0 and "Everything" in said and "the one you trust" in said
    assert "2 sign-offs, publications" in said
    assert "NOT CHECKED: whose key" in run(file)[1]
    another = key[:5] + ("A" if key[5] != "A" else "B") + key[6:]
    assert run(file, "--key", another)[0] == 1


def test_without_asking_for_them_updates_stay_in(room, article, tmp_path):
    seq = proved(room, article)["touches"][2]["leaf"]["seq"]
    bare = proved(room, article, left_out=[seq])
    assert all("update" not in entry for entry in bare["touches"])
    assert bare["touches"][2].keys() == {"leaf", "absent"}
    assert bare["touches"][2]["absent"] == "left out"
    assert wrong(canonical(bare), tmp_path / "p") == ""
    none = proved(room, article, payloads=False)
    assert all(entry["absent"] == "left out" for entry in none["touches"])
    assert [entry["leaf"]["subject"] for entry in none["keys"]] == [none["maker"]]
    assert wrong(canonical(none), tmp_path / "p") == ""


def test_what_is_said_inside_the_newsroom_stays_there(room, article, tmp_path):
    comment(room, "Edda", article, "body", 0, 4, "Zyzzyva says so")
    bare, whole = proved(room, article), proved(room, article, internal=True)
    assert "Zyzzyva" not in json.dumps(bare) and "Zyzzyva" in json.dumps(whole)
    assert bare["touches"][-1].keys() == {"leaf", "absent"}
    for document in (bare, whole):
        assert wrong(canonical(document), tmp_path / "p") == ""


def test_what_is_off_the_record_is_in_no_proof(room, tmp_path):
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "My source is Wilhelmina Quist, of course. All else is open.")
    mark_off_record(room, "Rhea", article, 0, 41, part="body")
    comment(room, "Edda", article, "body", 0, 4, "Is Wilhelmina Quist safe?")
    document = proved(room, article, internal=True)
    assert "Wilhelmina" not in json.dumps(document) and "Quist" not in json.dumps(document)
    assert wrong(canonical(document), tmp_path / "p") == ""
    with pytest.raises(Refused) as refused:
        make_proof(room, "Cleo", article, updates=True)
    assert refused.value.refusal.rule == "confidential"


def test_the_checkpoint_is_a_signed_note(room, document):
    made = make_checkpoint(room, "Fay")
    text, _, signed = made.text.partition("\n\n")
    with room.read() as session:
        newsroom, fay = newsroom_id(session), session.query(Contributor).filter_by(name="Fay").one()
        touch = told(session, newsroom, {"checkpoint"})[-1]
    name, line = signed.removeprefix("— ").rstrip("\n").split(" ")
    raw = base64.b64decode(line)
    assert name == f"colophon/{newsroom}" == text.split("\n")[0]
    assert raw[:4] == key_id(name, fay.public_key)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(fay.public_key))
    public.verify(raw[4:], f"{text}\n".encode())
    assert (touch.seq, touch.contributor, touch.payload["checkpoint"]) == (
        made.seq, fay.id, made.text
    )  # fmt: skip
    assert made.found.touches == made.seq - 1 and made.vkey == verifier_key(
        newsroom, fay.public_key
    )
    assert verify(room).ok and examine(room) == []
    # The example of https://c2sp.org/signed-note
    typed = base64.b64decode("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    assert key_id("example.com/foo", base64.b64encode(typed[1:]).decode()).hex() == "530d903a"


def test_a_checkpoint_of_other_touches_is_named(room, article):
    made = make_checkpoint(room, "Cleo")
    with room.write() as session:
        cleo = session.query(Contributor).filter_by(name="Cleo").one().id
        again = {"checkpoint": made.text}  # well signed, but the ledger went on since
        seq = append(session, cleo, newsroom_id(session), "checkpoint", again)
    found = verify(room)
    assert (found.ok, found.first_bad) == (False, seq)
    assert make_checkpoint(room, "Cleo").text is None
    assert verify(room).first_bad == seq  # nothing was added


def fields(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each plain value of the document stands."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from fields(value[key], (*path, key))
    else:
        yield path


def changed(value: Any, rng: random.Random) -> Any:
    if isinstance(value, str):
        place = rng.randrange(len(value) + 1)
        kept = value[place + rng.randrange(2) :]
        found = value[:place] + rng.choice("aA0+/=\n ~ক\x00\ud83d\u00a0") + kept
        return found if found != value else value + "x"
    if isinstance(value, bool) or value is None:
        return not value
    return rng.choice(
        (value + 1, -value - 1, 10**30 + value, value / 3 + 0.5, str(value), None, [], {})
    )


def signed_again(document: dict[str, Any], room) -> bytes:
    """As a maker would sign it who does not tell the truth."""
    bare = {k: v for k, v in document.items() if k != "signature"}
    stated = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        message = script.canonical(script.json.loads(stated, parse_int=script.number,
                                                     parse_float=script.number)).encode()  # fmt: skip
    except UnicodeEncodeError:
        message = b""
    with room.read() as session:
        who = session.query(Contributor).filter_by(name="Cleo").one().id
        signature = keys.sign(newsroom_id(session), who, message)
    return json.dumps({**document, "signature": signature}).encode()


def test_a_change_in_every_field_is_found(room, article, tmp_path, share):
    seq = 4
    document = proved(room, article, updates=True, left_out=[seq])
    rng, file, missed = random.Random(5), tmp_path / "p", []
    assert wrong(signed_again(document, room), file) == ""
    places = list(fields(document))
    for n in range(max(share(MUTATIONS), len(places))):
        path = places[n % len(places)]
        lie = copy.deepcopy(document)
        holder = lie
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = changed(holder[path[-1]], rng)
        stated_only = path[-1] == "absent" and holder["absent"] in ("erased", "left out")
        if not wrong(json.dumps(lie).encode(), file):
            missed.append((path, "as it was signed"))
        if path != ("signature",) and not stated_only and not wrong(signed_again(lie, room), file):
            missed.append((path, "signed again"))
    assert not missed


def test_a_changed_byte_anywhere_is_found(document, tmp_path, share):
    raw, rng, file = canonical(document), random.Random(6), tmp_path / "p"
    for _ in range(share(MUTATIONS)):
        data, place = bytearray(raw), rng.randrange(len(raw))
        act = rng.choice(("flip", "flip", "drop", "add", "cut"))
        if act == "flip":
            data[place] ^= rng.randrange(1, 256)
        elif act == "drop":
            del data[place]
        elif act == "add":
            data.insert(place, rng.randrange(256))
        else:
            del data[place:]
        if wrong(bytes(data), file) == "":
            assert json.loads(data) == document, (act, place)  # only a space more


def test_touches_left_out_doubled_or_swapped_are_found(room, document, tmp_path):
    def lies() -> Iterator[dict[str, Any]]:
        for field in ("touches", "keys"):
            for n in range(len(document[field])):
                yield {**document, field: document[field][:n] + document[field][n + 1 :]}
                yield {**document, field: [document[field][n], *document[field]]}
            yield {**document, field: document[field][::-1]}
            yield {**document, field: []}
        yield {**document, "touches": document["touches"] + document["keys"], "keys": []}
        yield {**document, "nodes": ""}
        yield {**document, "nodes": document["nodes"][:-44]}
        more = base64.b64encode(base64.b64decode(document["nodes"]) + bytes(32)).decode()
        yield {**document, "nodes": more}
        for field in document.keys() - {"signature"}:
            yield {k: v for k, v in document.items() if k != field}
        yield {**document, "more": 1}

    for lie in lies():
        assert wrong(signed_again(lie, room), tmp_path / "p")


def test_garbage_is_refused_in_a_sentence(document, tmp_path):
    file = tmp_path / "garbage"
    deep = {**document, "touches": [{"leaf": 0, "payload": "@", "salt": ""}]}
    nested = json.dumps(deep).replace('"@"', "[" * 990 + "]" * 990).encode()
    huge = canonical(document).replace(b'"seq":', b'"seq":' + b"9" * 10_000)
    first = document["touches"][0]
    for raw in (
        b"", b"null", b"[]", b"{}", b"0", b"\xff\xfe{}", b"[" * 100_000, b'{"a":' * 100_000, nested,
        b"9" * 100_000, huge, b"NaN", b'{"a":1,"a":1}', canonical(document)[:-9], b"\0" * 5000,
        *(json.dumps({**document, field: value}).encode()
          for field in document for value in (None, 7, True, [], {}, [[]], "", "x", "\ud800", -1)),
        *(json.dumps({**document, "touches": [{**first, field: value}]}).encode()
          for field in first for value in (None, 7, [], {}, "", "\ud800", {"seq": 1})),
        *(json.dumps({**document, "touches": [{**first, "leaf": {**first["leaf"], field: value}}]}).encode()
          for field in first["leaf"] for value in (None, 7.5, -1, 10**40, [], {}, "", "\x1b[2J")),
    ):  # fmt: skip
        assert wrong(raw, file)
    packed = gzip.compress(canonical(document))
    bomb = gzip.compress(b"[" * (200 * 2**20))
    for raw in (b"[" * 100_000, b"\xff", b'{"a":"\x1b[2J"}', nested, rb'{"\ud83d":1}', huge,
                packed[:-9], packed[:10], packed + b"x", packed[:40] + b"x" + packed[41:], bomb):  # fmt: skip
        file.write_bytes(raw)
        status, said = run(file)
        assert status == 1 and "FAILS: " in said and "Do not rely" in said
    assert run(tmp_path / "not there")[0] == 1 and run(tmp_path)[0] == 1


def test_a_packed_proof_is_checked_as_well(room, article, tmp_path):
    _, proof = make_proof(room, "Cleo", article)
    assert proof is not None
    file = tmp_path / "proof.json.gz"
    file.write_bytes(proof.packed())
    status, said = run(file)
    assert status == 0 and "Everything" in said
    assert gzip.decompress(proof.packed()) == proof.document + b"\n"
    assert len(proof.packed()) < 0.75 * len(proof.document)
    changed = proof.document.replace(b'"seq":', b'"seq":1', 1)
    assert wrong(gzip.compress(changed), file)


def test_the_script_knows_what_is_signed_and_nothing_of_the_program():
    assert script.SIGNED == WEIGHTY
    text = SCRIPT.read_text("utf-8")
    assert "import db" not in text and "colophon" in text and len(text.splitlines()) < 210


def raw_of(room) -> sqlite3.Connection:
    raw = sqlite3.connect(room.path, isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f'DROP TRIGGER "{name}"')
    return raw


def test_what_was_erased_is_absent(room, article, tmp_path):
    seq = proved(room, article)["touches"][2]["leaf"]["seq"]
    raw = raw_of(room)
    raw.execute("UPDATE content SET payload = NULL, payload_salt = NULL, erased_by = 1"
                " WHERE seq = ?", (seq,))  # fmt: skip
    raw.close()
    document = proved(room, article)
    assert document["touches"][2]["absent"] == "erased"
    assert wrong(canonical(document), tmp_path / "p") == ""


@pytest.mark.parametrize("change", [
    "UPDATE touch SET leaf = leaf || 'x' WHERE seq = 3", "DELETE FROM touch WHERE seq = 3",
    "UPDATE touch SET at = 'x' WHERE seq = :own", "UPDATE content SET payload = '{}' WHERE seq = :own",
    "UPDATE content SET payload_salt = NULL WHERE seq = :own", "UPDATE head SET peaks = '[]'",
    'UPDATE content SET "update" = NULL WHERE seq = :own',
])  # fmt: skip
def test_of_a_ledger_that_does_not_hold_there_is_no_proof(room, article, change):
    own = proved(room, article)["touches"][1]["leaf"]["seq"]
    raw = raw_of(room)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(change, {"own": own} if ":own" in change else {})
    raw.close()
    found, proof = make_proof(room, "Cleo", article, updates=True)
    assert proof is None and not found.ok and found.why
    assert found.first_bad in (3, own) or "head" in change
    assert make_checkpoint(room, "Cleo").text is None


def test_what_is_no_canonical_json_is_named(room, article):
    own = proved(room, article)["touches"][1]["leaf"]["seq"]
    for odd in (b"[" * 5000, b"\xff", b'{"a": 1}', b"NaN"):
        salt, digest = salted(odd)
        raw = raw_of(room)
        raw.execute(
            "UPDATE content SET payload = ?, payload_salt = ? WHERE seq = ?", (odd, salt, own)
        )
        raw.execute("UPDATE touch SET payload_digest = ?, leaf = CAST(replace(CAST(leaf AS TEXT),"
                    " payload_digest, ?) AS BLOB) WHERE seq = ?", (digest, digest, own))  # fmt: skip
        raw.close()
        found, proof = make_proof(room, "Cleo", article)
        assert proof is None and (found.ok, found.first_bad) == (False, own)


def test_who_may_have_which_proof(room, article, tmp_path):
    with room.read() as session:
        newsroom = newsroom_id(session)
    for actor, wanted in (("Cleo", newsroom), ("Cleo", "Rhea"), ("Rhea", "rhea"), ("Fay", article)):
        document = proved(room, wanted, actor)
        assert wrong(canonical(document), tmp_path / "p") == ""
        shown = any("payload" in entry for entry in document["touches"]
                    if entry["leaf"]["kind"] != "key.named")  # fmt: skip
        assert shown == (wanted == article)
    assert "payload" in proved(room, "Rhea", "Rhea", payloads=True)["touches"][0]
    for actor, wanted, rule in (
        ("Edda", newsroom, "confidential"), ("Edda", "Rhea", "confidential"),
        ("Lumen", article, "who-may"), ("Cleo", "nothing", "not-found"), ("Cleo", "", "not-found"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            make_proof(room, actor, wanted)
        assert refused.value.refusal.rule == rule
    with pytest.raises(Refused):
        make_checkpoint(room, "Lumen")


def test_an_escalation_is_proved_for_its_readers_only(room, article, tmp_path):
    _, ref = open_matter(room, "Fay", Complaint("editorial", "The third word is wrong.", article))
    document = proved(room, ref, "Cleo", payloads=True)
    assert wrong(canonical(document), tmp_path / "p") == ""
    assert "third word" not in json.dumps(document)  # what is sealed stays sealed
    with pytest.raises(Refused) as refused:
        make_proof(room, "Edda", ref)
    assert refused.value.refusal.rule == "confidential"
