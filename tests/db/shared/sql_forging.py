"""Ways to break a rule with plain SQL, as each kind of contributor: what the test of forging tries.

`$draft`, `$edit`, `$signed`, `$published` are pieces of Rhea's, `$egons` a draft of Egon's; `$rhea`
and so on are people; `$E1` is a matter that Rhea raised, `$E2` one about the CEO.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

NOW = "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
SALT = "'\\x00112233445566778899aabbccddeeff'::bytea"


def touch(
    kind: str, subject: str, said: object = None, *, by: str = "me()", at: str = NOW,
    identity: str = "gen_random_uuid()::text", payload: str | None = None, update: str = "NULL",
) -> str:  # fmt: skip
    """The statement that adds a touch."""
    words = json.dumps(said if said is not None else {}).replace("'", "''")
    content = payload or f"convert_to('{words}', 'UTF8')"
    salt = SALT if update != "NULL" else "NULL"
    return (
        f"SELECT append_touch({identity}, '{subject}', {by}, '{kind}', {at}, {content}, {SALT},"
        f" {update}, {salt})"
    )


def text(article: str, peer: str, new: object = None, kind: str = "text") -> str:
    """A row of text, of some peer."""
    said = {"peer": 0, "start": 0, "end": 1, "new": new, "copies": []}
    words = json.dumps(said).replace('"peer": 0', f'"peer": {peer}').replace("'", "''")
    return touch(kind, article, payload=f"convert_to('{words}', 'UTF8')", update="'\\x00'::bytea")


def sent(article: str, new: object = None, *, by: str = "me()", peer: str = "77") -> str:
    """A row of text and all that follows from it, in one call."""
    said = json.dumps({"peer": 0, "start": 0, "end": 1, "new": new, "copies": []})
    row = json.dumps({"headline": "x", "dateline": "", "date_line": "", "words": 1, "shares": {},
                      "ai_share": 0, "undecided": False, "text_sha256": "x"})  # fmt: skip
    content = said.replace('"peer": 0', f'"peer": {peer}')
    return (
        f"SELECT record_text('{article}', {by}, 999999, 0, NULL, ARRAY[gen_random_uuid()::text], ARRAY[{NOW}],"
        f" ARRAY[convert_to('{content}', 'UTF8')], ARRAY[{SALT}], ARRAY['\\x00'::bytea],"
        f" ARRAY[{SALT}], '{row}')"
    )


@dataclass(frozen=True)
class Forgery:
    """What somebody tries; `refused` is a part of the answer, empty where nothing is said and
    nothing is done."""

    who: str
    name: str
    statements: tuple[str, ...]
    refused: str


def _(who: str, name: str, *statements: str, refused: str = "") -> Forgery:
    return Forgery(who, name, statements, refused)


DENIED = "permission denied"
COMMENT = touch("comment.added", "$draft", {"part": "body"})
COMMENT_ON_SIGNED = touch("comment.added", "$signed", {"part": "body"})
OWN = {"contributor": "$rhea", "origin": "typed", "source": None}
FAYS = {"contributor": "$fay", "origin": "typed", "source": None}
VERIFIER = "SCRAM-SHA-256$$4096:" + "A" * 22 + "==$$" + "A" * 43 + "=:" + "A" * 43 + "="

NAMES = [
    _("Rhea", "a touch in an editor's name", touch("comment.added", "$draft", by="'$edda'"),
      refused="one's own name"),
    _("Fay", "a setting in the CEO's name", touch("setting", "$newsroom", by="'$cleo'"),
      refused="one's own name"),
    _("Edda", "a touch in an AI's name", touch("comment.added", "$draft", by="'$lumen'"),
      refused="one's own name"),
    _("Cleo", "the CEO in a reporter's name", text("$draft", "77", OWN).replace("me()", "'$rhea'"),
      refused="one's own name"),
    _("Rhea", "nobody's name", touch("comment.added", "$draft", by="NULL"), refused="one's own name"),
    _("Rhea", "another's key", touch("key.named", "$edda", {"public_key": "x"}), refused="who-may"),
    _("Rhea", "a second key of one's own",
      touch("key.named", "$rhea", {"public_key": "x"}),
      "UPDATE contributor SET public_key = 'x' WHERE id = '$rhea'", refused="append-only"),
    _("Rhea", "one's own key without its touch", COMMENT,
      "UPDATE contributor SET public_key = 'x' WHERE id = '$rhea'", refused="append-only"),
    _("Edda", "another's key in the register", touch("key.named", "$edda", {"public_key": "x"}),
      "UPDATE contributor SET public_key = 'x' WHERE id = '$rhea'", refused="append-only"),
]  # fmt: skip

ACTS = [
    _("Rhea", "a reporter changes a setting", touch("setting", "$newsroom"), refused="who-may"),
    _("Rhea", "a reporter signs off", touch("signed-off", "$edit"), refused="who-may"),
    _("Rhea", "a reporter accepts", touch("accepted", "$edit"), refused="who-may"),
    _("Rhea", "a reporter publishes", touch("moved.publish", "$signed", {"from": "edit"}),
      refused="who-may"),
    _("Rhea", "a reporter writes in a piece in edit", text("$edit", "77", OWN), refused="who-may"),
    _("Rhea", "a reporter writes in another's draft", text("$egons", "77", OWN), refused="who-may"),
    _("Fay", "a freelancer writes in another's draft", text("$draft", "77", FAYS), refused="who-may"),
    _("Fay", "a freelancer submits another's draft", touch("moved.submit", "$draft", {"from": "draft"}),
      refused="who-may"),
    _("Fay", "a freelancer assigns a piece to themselves",
      touch("details", "$draft", {"assigned_to": "$fay"}), refused="who-may"),
    _("Rhea", "an assignment behind a language",
      touch("details", "$draft", {"assigned_to": "$fay", "language": "en"}), refused="who-may"),
    _("Edda", "an editor writes in a published piece",
      text("$published", "77", {**OWN, "contributor": "$edda"}), refused="states"),
    _("Edda", "an editor adds a contributor", touch("contributor.added", "new", {"kind": "ceo"}),
      refused="who-may"),
    _("Edda", "an editor issues the note", touch("note.issued", "$newsroom"), refused="who-may"),
    _("Edda", "an editor redacts", touch("redacted", "$published"), refused="who-may"),
    _("Edda", "an editor erases", touch("erased", "$rhea"), refused="who-may"),
    _("Edda", "an editor revives what was withdrawn",
      touch("moved.revive", "$published", {"from": "withdrawn"}), refused="states"),
    _("Edda", "a published piece is sent back", touch("moved.return", "$published", {"from": "published"}),
      refused="states"),
    _("Edda", "a move from where the piece is not", touch("moved.correct", "$published", {"from": "edit"}),
      refused="states"),
    _("Cleo", "the CEO hands on somebody else's office", touch("office.handed-on", "$rhea"),
      refused="bad-input"),
    _("Cleo", "a newsroom is made again", touch("newsroom.made", "$newsroom", {"id": "x"}),
      refused="bad-input"),
    _("Rhea", "a piece is begun on another's number", touch("article.made", "$egons", {"language": "en"}),
      refused="append-only"),
    _("Rhea", "a piece is begun as a contributor", touch("article.made", "$edda", {"language": "en"}),
      refused="append-only"),
    _("Rhea", "a kind that is none", touch("approved", "$draft"), refused="bad-input"),
]  # fmt: skip

TOUCHES = [
    _("Rhea", "a row of another's peer", text("$draft", "$eddas_peer"), refused="who-may"),
    _("Rhea", "another's peer claimed anew", text("$draft", "$eddas_peer", OWN), refused="who-may"),
    _("Rhea", "one's own peer from another piece", text("$draft", "$peer_elsewhere"), refused="who-may"),
    _("Rhea", "one's own peer gets another author",
      text("$draft", "$own_peer", {**OWN, "contributor": "$fay"}), refused="append-only"),
    _("Rhea", "a peer of nobody", text("$draft", "77", {**OWN, "contributor": "nobody"}),
      refused="who-may"),
    _("Rhea", "a new peer without a word on whose", text("$draft", "77"), refused="who-may"),
    _("Rhea", "a peer that is no number", text("$draft", '"1; DROP TABLE peer"', OWN), refused="bad-input"),
    _("Rhea", "a row of text that leaves no row", text("$draft", "77", OWN), "COMMIT",
      refused="append-only"),
    _("Rhea", "a peer's row by another than its touch says", text("$draft", "77", OWN),
      "INSERT INTO peer SELECT 77, '$draft', '$fay', '$rhea', 'typed', NULL, seq FROM head",
      refused="append-only"),
    _("Rhea", "a peer's row as somebody else's bringing", text("$draft", "77", OWN),
      "INSERT INTO peer SELECT 77, '$draft', '$rhea', '$edda', 'typed', NULL, seq FROM head",
      refused="append-only"),
    _("Rhea", "a typed row that was pasted",
      text("$draft", "77", {**OWN, "origin": "pasted", "source": "unknown"}),
      "INSERT INTO peer SELECT 77, '$draft', '$rhea', '$rhea', 'typed', NULL, seq FROM head",
      refused="append-only"),
    _("Rhea", "an hour of tomorrow", touch("comment.added", "$draft", at="'2099-01-01T00:00:00.000Z'"),
      refused="bad-input"),
    _("Rhea", "an hour of long ago", touch("comment.added", "$draft", at="'1999-01-01T00:00:00.000Z'"),
      refused="bad-input"),
    _("Rhea", "no hour", touch("comment.added", "$draft", at="'soon'"), refused="bad-input"),
    _("Rhea", "a number used before",
      touch("comment.added", "$draft", identity="(SELECT id FROM touch WHERE seq = 3)"),
      refused="append-only"),
    _("Rhea", "a leaf broken open by its subject",
      touch("comment.added", '$draft","kind":"setting'), refused="bad-input"),
    _("Rhea", "a leaf broken open by its kind", touch('x","seq":1,"a":"', "$draft"), refused="bad-input"),
    _("Rhea", "a leaf broken open by its number",
      touch("comment.added", "$draft", identity="'x\",\"seq\":1'"), refused="bad-input"),
    _("Rhea", "a leaf of other letters", touch("comment.added", "$draft", identity="'ünïque'"),
      refused="bad-input"),
    _("Rhea", "what is no JSON", touch("comment.added", "$draft", payload="'\\x7b'::bytea"),
      refused="bad-input"),
    _("Rhea", "what is no UTF-8", touch("comment.added", "$draft", payload="'\\xff'::bytea"),
      refused="bad-input"),
    _("Rhea", "what is no object", touch("comment.added", "$draft", [1]), refused="bad-input"),
    _("Rhea", "nothing said", touch("comment.added", "$draft", payload="NULL"), refused="bad-input"),
    _("Rhea", "an update without its salt",
      touch("comment.added", "$draft", update="'\\x00'::bytea").removesuffix(f"{SALT})") + "NULL)",
      refused="bad-input"),
]  # fmt: skip

LEDGER = [
    _("Rhea", "a touch by insert",
      "INSERT INTO touch SELECT seq + 1, 'x', '$draft', '$rhea', 'text', 'now', '', NULL, '', hash"
      " FROM head", refused=DENIED),
    _("Cleo", "a touch is changed", "UPDATE touch SET contributor = '$edda' WHERE seq = 3", refused=DENIED),
    _("Cleo", "a touch is deleted", "DELETE FROM touch WHERE seq = 3", refused=DENIED),
    _("Cleo", "touches are truncated", "TRUNCATE touch CASCADE", refused=DENIED),
    _("Cleo", "touches by COPY", "COPY touch FROM STDIN", refused=DENIED),
    _("Edda", "touches by MERGE",
      "MERGE INTO touch t USING head h ON t.seq = h.seq WHEN MATCHED THEN UPDATE SET kind = 'x'",
      refused=DENIED),
    _("Rhea", "a touch by a prepared statement",
      "PREPARE forged AS INSERT INTO touch SELECT * FROM touch", "EXECUTE forged", refused=DENIED),
    _("Rhea", "a touch by a block of code", "DO $$$$ BEGIN DELETE FROM touch; END $$$$", refused=DENIED),
    _("Rhea", "a touch by a query that writes",
      "WITH gone AS (DELETE FROM touch RETURNING 1) SELECT * FROM gone", refused=DENIED),
    _("Cleo", "content is changed", "UPDATE content SET payload = '{}' WHERE seq = 3", refused=DENIED),
    _("Cleo", "content is added", "INSERT INTO content (seq) VALUES (99999)", refused=DENIED),
    _("Cleo", "content is deleted", "DELETE FROM content", refused=DENIED),
    _("Edda", "the head goes back", "UPDATE head SET seq = seq - 1", refused=DENIED),
    _("Edda", "the head is another's transaction", "UPDATE head SET xact = pg_current_xact_id()",
      refused=DENIED),
    _("Edda", "the head is locked past the function", "SELECT * FROM head FOR UPDATE", refused=DENIED),
    _("Cleo", "the head is deleted", "DELETE FROM head", refused=DENIED),
    _("Cleo", "a second head", "INSERT INTO head VALUES (2, 0, '', '[]')", refused=DENIED),
    _("Rhea", "content rewritten without an order",
      f"SELECT rewrite_content(3, 1, '\\x7b7d', {SALT}, NULL, NULL)", refused="append-only"),
    _("Edda", "content rewritten by a comment", COMMENT,
      f"SELECT rewrite_content(3, (SELECT seq FROM head), '\\x7b7d', {SALT}, NULL, NULL)",
      refused="append-only"),
    _("Cleo", "content becomes what its erasure does not name", touch("erased", "$rhea", {"touches": {}}),
      f"SELECT rewrite_content(3, (SELECT seq FROM head), '\\x7b7d', {SALT}, NULL, NULL)",
      refused="append-only"),
    _("Cleo", "content becomes another's than named", touch("erased", "$rhea", {"touches": {"3": "00"}}),
      f"SELECT rewrite_content(3, (SELECT seq FROM head), '\\x7b7d', {SALT}, NULL, NULL)",
      refused="append-only"),
]  # fmt: skip

AT_ONCE = [
    _("Edda", "a row at once in a reporter's name", sent("$draft", OWN, by="'$rhea'"),
      refused="one's own name"),
    _("Rhea", "a row at once in another's draft", sent("$egons", OWN), refused="who-may"),
    _("Rhea", "a row at once in a piece in edit", sent("$edit", OWN), refused="who-may"),
    _("Edda", "a row at once in a published piece",
      sent("$published", {**OWN, "contributor": "$edda"}), refused="states"),
    _("Rhea", "a row at once of another's peer", sent("$draft", peer="$eddas_peer"), refused="who-may"),
    _("Rhea", "a row at once of nobody's peer", sent("$draft", {**OWN, "contributor": "nobody"}),
      refused="who-may"),
    _("Rhea", "a procedure beside the rules",
      "CREATE OR REPLACE PROCEDURE newsroom.send_text() LANGUAGE sql AS 'SELECT 1'", refused=DENIED),
    _("Rhea", "something in the view in whose line one waits", "INSERT INTO turn VALUES ('x')",
      refused="cannot insert into view"),
    _("Rhea", "the view in whose line one waits is changed", "UPDATE turn SET nothing = 'x'",
      refused="cannot update view"),
]  # fmt: skip

FORGERIES: list[Forgery] = [*NAMES, *ACTS, *TOUCHES, *LEDGER, *AT_ONCE]
