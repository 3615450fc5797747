"""Reading an e-mail (`.eml`, RFC 5322) with the standard library: a reader's complaint as it came.

An e-mail is hostile input: nothing in it is run, fetched or shown as more than plain words.
"""

from __future__ import annotations

import email.policy
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses

from db.acts.matters.handling import Document
from db.refusal import Refused

LARGEST = 64 * 2**20
MOST_FILES = 50
_BREAK = re.compile(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>")
_UNSEEN = re.compile(r"(?is)<(script|style|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)")
_TAG = re.compile(r"(?s)<[^>]*>")


@dataclass(frozen=True)
class Email:
    """An e-mail's sender, subject, day (UTC), words and attached files."""

    name: str
    address: str
    subject: str
    sent: str | None
    text: str
    files: tuple[Document, ...]


def read_email(data: bytes) -> Email:
    """Read an e-mail file. Raises Refused `bad-input` for one without a sender or words."""
    if len(data) > LARGEST:
        raise Refused("bad-input", "the e-mail is larger than 64 MB", "take large files out")
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    name, address = _sender(message)
    text = _text(message)
    subject = _header(message, "subject")
    if not address or not (text or subject):
        raise Refused(
            "bad-input", "this is no e-mail: it has no sender, or no words",
            "save the message as .eml, or type the complaint",
        )  # fmt: skip
    return Email(name, address, subject, _sent(message), text, tuple(_files(message)))


def _header(message: EmailMessage, name: str) -> str:
    try:
        found = str(message.get(name, ""))
    except (ValueError, LookupError, IndexError, AttributeError):  # broken encoded words
        found = ""
    return _plain(" ".join(found.split()))


def _sender(message: EmailMessage) -> tuple[str, str]:
    name, address = getaddresses([_header(message, "from")])[0]
    return name, address if "@" in address else ""


def _sent(message: EmailMessage) -> str | None:
    try:
        sent = message["date"].datetime
    except (AttributeError, TypeError, ValueError, OverflowError):
        return None
    if not isinstance(sent, datetime):
        return None
    try:
        utc = sent.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    words = _decoded(body)
    if body.get_content_type() == "text/html":
        words = html.unescape(_TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", words))))
    lines = [line.rstrip() for line in _plain(words).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        return raw.decode("utf-8", "replace")


def _plain(words: str) -> str:
    return "".join(c for c in words if c in "\n\t" or (c.isprintable() or c in "‌‍"))


def _files(message: EmailMessage) -> list[Document]:
    out: list[Document] = []
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content and len(out) < MOST_FILES:
            try:
                name = part.get_filename() or ""
            except (ValueError, LookupError):
                name = ""
            out.append(Document(_file_name(name, len(out) + 1), content))
    return out


def _file_name(name: str, n: int) -> str:
    """The last part of a name, without what a file system could take for more."""
    bare = _plain(name.replace("\\", "/").rpartition("/")[2]).replace("\n", " ").strip(" .")
    return bare[:120] or f"attachment-{n}"
