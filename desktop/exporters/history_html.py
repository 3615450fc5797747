"""An article's history as one HTML file that runs nothing and fetches nothing."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.exporters.as_html import POLICY, direction
from desktop.exporters.history_content import content

if TYPE_CHECKING:
    from db.account import Account

TEMPLATE = Path(__file__).resolve().parents[2] / "resources/templates/history.html"


def render(account: Account) -> bytes:
    """The document, UTF-8; every word of the record is escaped where it is put in."""
    said = content(account)
    values = {
        "policy": escape(POLICY, quote=False),
        "title": escape(f"History of {said['title']}"),
        "headline": _words(said["title"], said["lang"]),
        "facts": _facts(said["facts"]),
        "parties": "\n".join(map(_party, said["parties"])),
        "entries": "\n".join(_entry(entry, said["lang"]) for entry in said["entries"]),
    }
    pieces = TEMPLATE.read_text("utf-8").split("{{")
    out = [pieces[0]]
    for part in pieces[1:]:
        name, _, rest = part.partition("}}")
        out += [values[name], rest]
    return "".join(out).encode()


def _words(text: str, language: str) -> str:
    """Words of the article, which cannot turn those around them."""
    return f'<bdi lang="{escape(language)}" dir="{direction(language)}">{escape(text)}</bdi>'


def _facts(facts: list[list[str]]) -> str:
    rows = "\n".join(
        f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in facts
    )
    return f"<dl>\n{rows}\n</dl>" if rows else ""


def _party(party: dict[str, Any]) -> str:
    return (
        f'<tr><th scope="row"><span class="mark {escape(party["kind"])}"></span>'
        f"<bdi>{escape(party['name'])}</bdi></th><td><bdi>{escape(party['role'])}</bdi></td>"
        f"<td>{escape(party['share'])}</td></tr>"
    )


def _entry(entry: dict[str, Any], language: str) -> str:
    seq = escape(entry["seq"])
    words = "\n".join(_change(one, language) for one in entry["words"])
    return (
        f'<section id="touch-{seq}" aria-labelledby="head-{seq}">\n'
        f'<h3 id="head-{seq}"><span class="mark {escape(entry["kind"])}"></span>'
        f"<bdi>{escape(entry['by'])}</bdi> {escape(entry['did'])}</h3>\n"
        f'<p class="when">Touch {seq} · <time datetime="{escape(entry["at"])}">'
        f"{escape(entry['at'])}</time> · {escape(entry['role'])}</p>\n"
        f"{words}\n{_facts(entry['facts'])}\n"
        f'<p class="hash">{escape(entry["hash"])}</p>\n</section>'
    )


def _change(one: dict[str, Any], language: str) -> str:
    tag = {"in": "ins", "out": "del"}.get(one["way"], "q")
    by = f" · <bdi>{escape(one['by'])}</bdi>" if one["by"] else ""
    return (
        f'<div class="change"><p class="what">{escape(one["said"])} · {escape(one["part"])}{by}</p>'
        f'<{tag} class="{escape(one["kind"])}">{_words(one["text"], language)}</{tag}></div>'
    )
