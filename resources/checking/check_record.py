#!/usr/bin/env python3
"""Check a proof from a newsroom's record, without the newsroom and without its program.

    python3 check_record.py PROOF.json [--key PUBLICKEY]    (or PROOF.json.gz)

Needs Python 3.9 and the package `cryptography`. PUBLICKEY (44 characters) is the key of whoever made
the proof, as you learned it by another way than from the file. Exit status: 0 all holds, 1 not all.

The record is a list of touches: who did what to what, when. For each, the newsroom hashed a leaf
that names the touch and holds the SHA-256 of a salt and of what was said. The leaves form a Merkle
tree (RFC 6962); a checkpoint (https://c2sp.org/tlog-checkpoint) names its root, and is signed.
"""

import argparse
import base64
import gzip
import hashlib
import json
import re
import sys
import zlib

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("This check needs the Python package `cryptography`: pip install cryptography")

FIELDS = ["format", "newsroom", "subject", "checkpoint", "maker", "touches", "keys", "nodes",
          "signature"]  # fmt: skip
NAMES = ["at", "contributor", "id", "kind", "subject"]
LEAF = [*NAMES, "payload", "seq", "update"]
SHOWN = ["leaf", "payload", "salt"]
WAYS = (["leaf", "absent"], SHOWN, [*SHOWN, "update", "update_salt"])
SIGNED = {"signed-off", "agreed", "moved.publish", "note.issued", "label.issued", "exported",
          "claim.confirmed", "checkpoint", "history.accepted"}  # kinds of touches that their makers sign  # fmt: skip
NOTE = r"(colophon/(\S+)\n([1-9][0-9]{0,14})\n(\S+)\nchain [0-9a-f]{64}\n)\n— (\S+) (\S+)\n"
NAME = r"[!#-\[\]-~]{1,300}"  # plain ASCII, printed without harm


def need(true, words):
    if not true:
        raise ValueError(words)


def canonical(value):
    """RFC 8785 JSON: there is one way only to write a value, so its bytes can be hashed."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return value[0] if isinstance(value, tuple) else json.dumps(value, ensure_ascii=False)


def number(text):
    return (text,)  # exactly as it is written: no rounding, however long it is


def members(pairs):
    need(len(dict(pairs)) == len(pairs), "a name stands twice in one object of the file")
    return dict(pairs)


def has(value, names):
    return isinstance(value, dict) and sorted(value) == sorted(names)


def named(value):
    plain = isinstance(value, str) and re.fullmatch(NAME, value)
    need(plain, "a name in the file is too long or holds strange characters")
    return value


def raw_of(value, length=None):
    """The bytes that a base64 text stands for; each has one text only."""
    need(isinstance(value, str), "what should be base64 is no text")
    raw = base64.b64decode(value, validate=True)
    need(base64.b64encode(raw).decode() == value, "what should be base64 is written otherwise")
    need(length in (None, len(raw)), "a key, salt, hash or signature has the wrong length")
    return raw


def need_signed(key, signature, message, words):
    """The Ed25519 signature (RFC 8032) must hold."""
    try:
        Ed25519PublicKey.from_public_bytes(raw_of(key, 32)).verify(signature, message.encode())
    except InvalidSignature:
        raise ValueError(words) from None


def touches_of(proof):
    """All touches by number: whole, in order, saying what was hashed into the leaf. And who has
    which key, and from which touch on, as the record itself says."""
    every, keys = {}, {}
    for field in ("touches", "keys"):
        need(isinstance(proof[field], list), "the file's touches are no list")
        last = 0
        for entry in proof[field]:
            known = any(has(entry, way) for way in WAYS) and has(entry["leaf"], LEAF)
            known = known and entry.get("absent", "erased") in ("erased", "left out")
            need(known, "a touch's fields are not those of one")
            leaf, digits = entry["leaf"], canonical(entry["leaf"]["seq"])
            seq = int(digits) if re.fullmatch("[1-9][0-9]{0,14}", digits) else 0
            need(seq > last and seq not in every, "a touch is out of order, or stands twice")
            every[seq], last = entry, seq
            _, who, _, kind, subject = map(named, (leaf[name] for name in NAMES))
            right = kind == "key.named" if field == "keys" else subject == proof["subject"]
            need(right, f"touch {seq} does not belong here: it is about something else")
            for what, salt in (("payload", "salt"), ("update", "update_salt")):
                if what in entry:
                    raw = raw_of(entry[what]) if salt != "salt" else canonical(entry[what]).encode()
                    digest = hashlib.sha256(raw_of(entry[salt], 16) + raw).hexdigest()
                    need(digest == leaf[what], f"touch {seq}: its {what} is not what was recorded")
            if kind == "key.named" and "payload" in entry:
                right = subject == who not in keys and has(entry["payload"], ["public_key"])
                need(right, f"touch {seq} names no key, another person's, or a second one")
                keys[who] = (seq, entry["payload"]["public_key"])
    need(proof["touches"], "the file holds no touch")
    return every, keys


def root_of(every, size, raw):
    """A leaf's hash is sha256(0, leaf), a node's sha256(1, left, right); without a right, it is the
    left (RFC 6962, section 2.1). What the leaves do not tell is taken from the nodes, in order."""
    need(max(every) <= size and len(raw) % 32 == 0, "the tree's nodes are cut off")
    nodes = iter([raw[n : n + 32] for n in range(0, len(raw), 32)])
    level = {seq - 1: hashlib.sha256(b"\0" + canonical(entry["leaf"]).encode()).digest()
             for seq, entry in every.items()}  # fmt: skip
    while size > 1:
        above = {}
        for n in sorted({n & ~1 for n in level}):
            left = level[n] if n in level else next(nodes, b"")
            if n + 1 < size:
                right = level[n + 1] if n + 1 in level else next(nodes, b"")
                left = hashlib.sha256(b"\1" + left + right).digest()
            above[n // 2] = left
        level, size = above, (size + 1) // 2
    need(not list(nodes), "the file holds more nodes than its tree needs")
    return level[0]


def check_signatures(newsroom, every, keys):
    signed = [(n, e) for n, e in every.items() if e["leaf"]["kind"] in SIGNED and "payload" in e]
    for seq, entry in signed:
        leaf, said = entry["leaf"], entry["payload"]
        since, key = keys.get(leaf["contributor"], (seq, None))
        right = isinstance(said, dict) and since < seq and key == said.get("public_key")
        need(right, f"touch {seq} is not signed with the key of who made it")
        stated = {name: leaf[name] for name in ("contributor", "kind", "subject")}
        bare = {k: v for k, v in said.items() if k not in ("signature", "public_key")}
        stated = canonical({**stated, "newsroom": newsroom, "payload": bare})
        need_signed(key, raw_of(said.get("signature"), 64), stated, f"touch {seq}: false signature")
    return len(signed)


def check(name, trusted):
    """Every check, one after the other; each is said when it holds."""
    with open(name, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        raw = (gzip.GzipFile(fileobj=file) if packed else file).read(200 * 2**20)
    need(len(raw) < 200 * 2**20, "the file is too large for a proof")
    proof = json.loads(raw.decode(), object_pairs_hook=members, parse_int=number,
                       parse_float=number, parse_constant=number)  # fmt: skip
    need(has(proof, FIELDS) and proof["format"] == "colophon-proof/1", "the file is no proof")
    maker, newsroom, subject = (named(proof[n]) for n in ("maker", "newsroom", "subject"))
    every, keys = touches_of(proof)
    shown = sum("payload" in entry for entry in every.values())
    print(f"holds: {len(proof['touches'])} touches of {subject}, {len(proof['keys'])} of keys")
    print(f"holds: what {shown} say is what was recorded; {len(every) - shown} are not shown")
    note = re.fullmatch(NOTE, str(proof["checkpoint"])[:2000])
    need(note and maker in keys, "the checkpoint is not written as one, or its maker has no key")
    text, origin, size, root, signer, line = note.groups()
    need(signer == f"colophon/{newsroom}" == f"colophon/{origin}", "it is of another newsroom")
    key, line = keys[maker][1], raw_of(line, 68)
    known = hashlib.sha256(signer.encode() + b"\n\1" + raw_of(key, 32)).digest()[:4]
    need(line[:4] == known, "the checkpoint is signed with another key than its maker's")
    need_signed(key, line[4:], text, "the checkpoint's signature does not hold")
    print(f"holds: the checkpoint is signed by contributor {maker} with the key {key}")
    found = root_of(every, int(size), raw_of(proof["nodes"]))
    need(found == raw_of(root, 32), "the touches do not lead to the checkpoint's root")
    print(f"holds: all of them are in the record, which had {size} touches at this checkpoint")
    count = check_signatures(newsroom, every, keys)
    print(f"holds: {count} sign-offs, publications and the like are signed by who made them")
    whole = canonical({k: v for k, v in proof.items() if k != "signature"})
    need_signed(key, raw_of(proof["signature"], 64), whole, "the file is not as it was signed")
    print("holds: the file is as its maker signed it, stating thereby that no touch is left out")
    need(trusted in (None, key), "it is signed with another key than the one you trust")
    print("holds: the key is the one you trust" if trusted else
          "NOT CHECKED: whose key it is. Ask the newsroom for it, and give it with --key")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Check a proof from a newsroom's record.")
    parser.add_argument("name", metavar="PROOF.json", help="the proof's file")
    parser.add_argument("--key", dest="trusted", help="the key you trust, 44 characters")
    try:
        check(**vars(parser.parse_args()))
    except (ValueError, OSError, EOFError, zlib.error, MemoryError, RecursionError) as error:
        print("FAILS: " + ascii(str(error))[1:-1][:300] + "\nDo not rely on this file.")
        sys.exit(1)
    print("Everything that was checked holds.")
