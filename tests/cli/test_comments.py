"""Comments from the command line, and what no finished file says of them."""

from __future__ import annotations

from pathlib import Path

FIELDS = {"n", "part", "start", "length", "words", "orphaned", "by", "kind", "at", "text",
          "resolved", "resolved_by", "mentions", "replies"}  # fmt: skip


def test_begin_answer_resolve(desk):
    article = desk.imported()
    assert desk.json("comments", article) == {"comments": []}
    made = desk.json("comment", article, "--at", "0:5", "Who says so, @Rhea?", actor="Edda")
    (one,) = made["comments"]
    assert set(one) == FIELDS and (one["n"], one["start"], one["length"]) == (1, 0, 5)
    assert one["words"] == desk.json("text", article)["text"][:5] and one["mentions"] == ["Rhea"]
    desk.json("comment", article, "--reply", "1", "The agency.", actor="Rhea")
    desk.json("comment", article, "--part", "headline", "--at", "0:3", "শিরোনাম?", actor="Fay")
    first, second = desk.json("comments", article)["comments"]
    assert [r["text"] for r in first["replies"]] == ["The agency."] and second["part"] == "headline"
    done = desk.json("resolve", article, "1", actor="Rhea")["comments"][0]
    assert done["resolved_by"] == "Rhea"
    assert "Who says so" in desk.run("comments", article).out
    for words, rule in (
        (["comment", article, "x", "--at", "5"], "bad-input"),
        (["comment", article, "x"], "bad-input"),
        (["comment", article, "x", "--at", "0:5", "--reply", "1"], "bad-input"),
        (["comment", article, "x", "--at", "0:999999"], "bad-input"),
        (["comment", article, "", "--at", "0:5"], "bad-input"),
        (["comment", article, "x", "--reply", "9"], "not-found"),
        (["comments", "nothing"], "not-found"), (["resolve", article, "1"], "conflict"),
    ):  # fmt: skip
        assert desk.refused(*words, actor="Edda") == rule, words
    assert desk.refused("comment", article, "x", "--at", "0:5", actor="Lumen") == "who-may"
    assert desk.json("doctor")["ok"]


def test_no_finished_file_says_what_was_commented(published):
    desk, article = published
    secret = "Zyzzyva-9177"
    desk.json("comment", article, "--at", "0:9", f"{secret} said so", actor="Edda")
    desk.json("comment", article, "--reply", "1", f"{secret} again", actor="Rhea")
    files = desk.json("export", article, "--format", "html,md,txt,docx,pdf", "--to", "out",
                      actor="Edda")["files"]  # fmt: skip
    assert len(files) == 5
    for file in Path(files[0]["path"]).parent.iterdir():
        assert secret.encode() not in content_of(file), file.name
    assert not desk.json("list", "--search", secret)["articles"]
    assert desk.json("verify", *[file["path"] for file in files])["files"][0]["ok"]


def content_of(file: Path) -> bytes:
    """A file's bytes, and what it holds packed."""
    import zipfile
    import zlib

    raw = file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            raw += b"".join(packed.read(name) for name in packed.namelist())
    if file.suffix == ".pdf":
        for stream in raw.split(b"stream\n")[1:]:
            try:
                raw += zlib.decompress(stream)
            except zlib.error:
                continue
    return raw
