"""The page by which one comes in to a shared newsroom: where it is, one's name there, the password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.place import LOCAL, hosts_of
from desktop import errors, jobs
from desktop.components.button import Button
from desktop.components.feedback import ErrorBar
from desktop.components.fields import FormLine, form_edit
from desktop.components.label import Ground, Label
from desktop.components.scroll import centred

if TYPE_CHECKING:
    from db.acts.coming_in import CameIn


#: Room above: the form stays where it is when a message or more fields come.
TOP = 96
#: What is handed over to whoever is to come in, in the order of the page's fields.
ASKED = ("Server", "Newsroom", "Name", "Password")
_HANDED_OVER = re.compile(r"\s+".join(f"{name}: (.+?)" for name in ASKED) + r"\s*", re.DOTALL)


def address_of(server: str, newsroom: str, login: str, authority: str = "") -> str:
    """The address of a shared newsroom; the server's certificate is checked, against the system's
    authorities or a file of one's own (`authority`). Of several servers (with commas between them)
    one takes over when another fails."""
    hosts = [_bracketed(one.strip()) for one in server.split(",") if one.strip()]
    url = f"postgresql://{quote(login.strip(), safe='')}@{','.join(hosts)}"
    url = f"{url}/{quote(newsroom.strip(), safe='')}"
    if not authority and all(host in LOCAL for host, _ in hosts_of(url)):
        return url
    return f"{url}?sslmode=verify-full&sslrootcert={quote(authority or 'system', safe='/')}"


def asked_of(url: str) -> tuple[str, str]:
    """What the page asks for of an address: the server, and the newsroom."""
    hosts = [f"{_bracketed(host)}:{port}" if port else host for host, port in hosts_of(url)]
    return ",".join(hosts), unquote(urlsplit(url).path.lstrip("/"))


def _bracketed(host: str) -> str:
    """A bare number of the longer kind (IPv6) stands in brackets, so that its end is seen."""
    return f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host


class JoinPage(Ground):
    """`came` with the name and address of who came in; `left` goes back."""

    came = Signal(object)  # db.acts.coming_in.CameIn
    left = Signal()

    def __init__(self) -> None:
        super().__init__("surface", name="join")
        self.authority = ""
        self.server = form_edit("join-server", "newsroom.example.org")
        self.newsroom = form_edit("join-newsroom", "As the CEO told you")
        self.login = form_edit("join-login", "Your name there")
        self.password = form_edit("join-password")
        self.own = form_edit("join-own")
        self.again = form_edit("join-again")
        for field in (self.password, self.own, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.own_line = FormLine(
            "A password of your own",
            self.own,
            "The CEO’s was for the first time only. 10 characters or more.",
        )
        self.again_line = FormLine("The same again", self.again)
        self.certificate = Button("Another certificate authority…", "link", name="join-authority")
        self.go = Button("Come in", "primary", keys="Return", name="join-go")
        self.back = Button("Not now", "quiet", name="join-back")
        self.error = ErrorBar("join-error")
        self.why = Label("", "meta", "text2", lines=1, name="join-why")
        self._new = False
        self._build()
        self.server.textChanged.connect(self._pasted)
        for field in (self.server, self.newsroom, self.login, self.password, self.own, self.again):
            field.textChanged.connect(lambda _t: self._ready())
        self.certificate.clicked.connect(self._choose_authority)
        self.go.clicked.connect(self._go)
        self.back.clicked.connect(self.left)
        self._show_own(False)

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addSpacing(TOP)
        column.addWidget(Label("Join a shared newsroom", "start", lines=1))
        column.addWidget(
            Label("Its CEO gives you these; paste all four into the first field, or type them. The "
                  "password goes into this computer’s keyring and nowhere else.", "body", "text2")
        )  # fmt: skip
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(FormLine("Server", self.server), 3)
        where.addWidget(FormLine("Newsroom", self.newsroom), 2)
        column.addLayout(where)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(FormLine("Name", self.login))
        who.addWidget(FormLine("Password", self.password))
        column.addLayout(who)
        for line in (self.own_line, self.again_line):
            column.addWidget(line)
        row = QHBoxLayout()
        row.addWidget(self.certificate)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.error)
        ways = QHBoxLayout()
        ways.setSpacing(12)
        for widget in (self.go, self.back, self.why):
            ways.addWidget(widget)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(1)
        centred(self, page)

    def _pasted(self, text: str) -> None:
        """What the CEO copied for somebody goes into its fields when it is pasted into the first."""
        said = _HANDED_OVER.fullmatch(text)
        if said is not None:
            fields = (self.server, self.newsroom, self.login, self.password)
            for field, words in zip(fields, said.groups(), strict=True):
                field.setText(words)
            self.go.setFocus()

    def _show_own(self, on: bool) -> None:
        self._new = on
        self.own_line.setVisible(on)
        self.again_line.setVisible(on)
        self._ready()

    def _choose_authority(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "A certificate authority", "", "*.pem *.crt")
        if path:
            self.authority = path
            self.certificate.setText(f"Checked against {path.rpartition('/')[2]}")

    def _missing(self) -> str:
        if not all(f.text().strip() for f in (self.server, self.newsroom, self.login)):
            return "Say where it is, and your name there"
        if not self.password.text():
            return "Type the password"
        if self._new and self.own.text() != self.again.text():
            return "The two passwords differ"
        return "" if not self._new or self.own.text() else "Choose a password of your own"

    def _ready(self) -> None:
        missing = self._missing()
        self.go.setEnabled(not missing)
        self.why.set_text(missing)

    def _go(self) -> None:
        if self._missing():
            return
        url = address_of(self.server.text(), self.newsroom.text(), self.login.text(),
                         self.authority)  # fmt: skip
        password, own = self.password.text(), self.own.text() if self._new else None
        self.go.setEnabled(False)
        self.why.set_text("Asking the server…")
        self.error.hide()

        def work(_job: jobs.Job) -> CameIn | None:
            from db.acts.coming_in import NewHere, come_in

            try:
                return come_in(url, password, own)
            except NewHere:
                return None

        jobs.run(work, self._done, self._failed)

    def _done(self, came: CameIn | None) -> None:
        self._ready()
        if came is None:
            self._show_own(True)
            self.own.setFocus()
            return
        for field in (self.password, self.own, self.again):
            field.clear()
        self.came.emit(came)

    def _failed(self, error: Any) -> None:
        self._ready()
        told, field = errors.tell(error), self.own if self._new else self.password
        title, fix = told.title, told.fix
        if told.rule == "offline":
            field, title = self.server, "This server does not answer"
            fix = f"Check how it is written, and the network, then try again. {told.title}"
        self.error.tell(title, fix, "Nothing on this computer was changed.")
        field.setFocus()
        field.selectAll()

    def fail(self, message: str, fix: str, _rule: str = "") -> None:
        """Say why the newsroom did not open."""
        self._ready()
        self.error.tell(message, fix, "Nothing was changed.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
