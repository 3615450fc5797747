"""The sign-off: what the signer examined, which statements were checked, who is responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.components.button import Button, CheckBox
from desktop.components.fields import Select, form_edit
from desktop.components.label import Ground, Label, Line
from desktop.desk.panel.who import clear
from desktop.desk.reviewing.words import said_when

if TYPE_CHECKING:
    from desktop.desk.view import Desk


EXAMINED = "The substance of this text was examined."
FACTS_CHECKED = "Facts and quotations were checked."
FACTS_NOT = "Facts were not checked anew."
#: Room for a focus ring at the left of what scrolls.
RING = 4


class Statement(QWidget):
    """One checkable statement of the text: ticked, or marked as not a fact."""

    changed = Signal()

    def __init__(self, number: int, kind: str, words: str) -> None:
        super().__init__()
        self.number, self.kind, self.not_fact = number, kind, False
        self.box = CheckBox("", f"statement-{number}")
        self.box.setAccessibleName(f"Checked {kind}: {words}")
        self.box.setFixedWidth(22)
        row = QHBoxLayout(self)
        row.setContentsMargins(RING, 0, 0, 0)
        row.setSpacing(4)
        top = Qt.AlignmentFlag.AlignTop  # all on the first line of the words
        row.addWidget(self.box, 0, top)
        self.words = Label(words, "meta", "text2")
        column = QVBoxLayout()
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self.words)
        row.addLayout(column, 1)
        self.link = Button("Not a fact", "link", name=f"not-fact-{number}", tip=f"It is no {kind}")
        column = QVBoxLayout()
        column.setContentsMargins(4, 3, 0, 0)
        column.addWidget(self.link, 0, top)
        row.addLayout(column)
        self.box.toggled.connect(self.changed)
        self.link.clicked.connect(self._turn)

    @property
    def done(self) -> bool:
        """Whether the signer said what it is."""
        return self.not_fact or self.box.isChecked()

    def _turn(self) -> None:
        self.not_fact = not self.not_fact
        self.box.setEnabled(not self.not_fact)
        self.link.setText("It is a fact" if self.not_fact else "Not a fact")
        self.words.color = "text3" if self.not_fact else "text2"
        self.words.update()
        self.changed.emit()


class Signing(Ground):
    """Bound to the text as it stands; says beside the button why it cannot be signed yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("bg", "t", "signing")
        self.desk = desk
        self._statements: list[Statement] = []
        self._for = ""
        self._small = False
        self.examined = CheckBox("I examined the substance", "sign-examined")
        self.facts = CheckBox("I checked facts and quotes", "sign-facts")
        self.responsible = Select()
        self.responsible.setObjectName("sign-responsible")
        self.responsible.setAccessibleName("Responsible")
        self.note = form_edit("sign-note", "How it was checked, in your words")
        self.where = form_edit("sign-where", "Where readers find who is responsible")
        self.where.setText(desk.window_.preferences.text("responsible-where"))
        self.label_note = Label("", "meta", "text2", icon="sparkles", name="sign-label")
        self.all = Button("Tick all", "link", name="sign-tick-all")
        self.count = Label("", "meta", "text2", lines=1)
        self.told = Label("", "body", icon="check", icon_color="ok", name="signed-by")
        self.hash = Label("", "meta", "text2", lines=1, name="sign-hash")
        self.why = Label("", "meta", "text2", name="sign-why")
        self.sign = Button("Sign off", "primary", name="sign-off", keys="Ctrl+Return")
        self.agree = Button("Agree", name="agree", tip="Vouch for the signer’s own words")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._build()
        self.examined.toggled.connect(self.tell)
        self.facts.toggled.connect(self.tell)
        self.all.clicked.connect(self._tick_all)
        self.sign.clicked.connect(self.sign_now)
        self.agree.clicked.connect(self.agree_now)

    def _build(self) -> None:
        holder = QWidget()
        holder.setLayout(self._list)
        self._list.setContentsMargins(0, RING, 8, RING)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("Checkable statements")
        self._area.setWidget(holder)
        self._area.setMinimumHeight(60)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its boxes scroll into sight themselves
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.all)
        person = QHBoxLayout()
        self._responsible = Label("Responsible", "meta", "text2", lines=1)
        person.addWidget(self._responsible)
        person.addWidget(self.responsible, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.why, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.agree)
        foot.addWidget(self.sign)
        self._no_area = QWidget()  # takes the room where there are no statements
        above, below = QVBoxLayout(), QVBoxLayout()
        for part in (above, below):
            part.setContentsMargins(RING, 0, 0, 0)
            part.setSpacing(8)
        title = Label("Sign-off", "bold", lines=1)
        said: list[QWidget] = [title, self.told, self.examined, self.facts, self.note]
        for widget in said:
            above.addWidget(widget)
        above.addLayout(head)
        above.addStretch(0)
        below.addLayout(person)
        told: list[QWidget] = [self.where, self.label_note, self.hash, Line()]
        for widget in told:
            below.addWidget(widget)
        below.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(20 - RING, 14, 20, 14)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self._area, 1)
        column.addWidget(self._no_area, 1)
        column.addLayout(below)

    def show_small(self, small: bool) -> None:
        """While changes are left only what a signer says; then the statements to tick, too."""
        self._small = small
        self.tell()  # what is shown from here on is true at once

    def _arrange(self) -> None:
        """The form to fill in; once it is signed what was signed, and nothing to fill in."""
        signed, listed = self._signed() is not None, bool(self._statements)
        always: list[QWidget] = [self.examined, self.facts, self.responsible, self._responsible]
        once_decided: list[QWidget] = [self.note, self.count, self.where]
        for widget in always:
            widget.setVisible(not signed)
        for widget in once_decided:
            widget.setVisible(not signed and not self._small)
        for widget in (self.all, self._area):
            widget.setVisible(not signed and not self._small and listed)
        self._no_area.setVisible(not self._small and (signed or not listed))
        self.told.setVisible(signed)

    def _signed(self) -> Any:
        """The sign-off that is valid for the text as it stands, or None."""
        view = self.desk.standing.article if self.desk.standing is not None else None
        return view.sign_off if view is not None and view.signed_off else None

    def refresh(self, statements: list[Any]) -> None:
        """Show the form for the text as it stands."""
        standing = self.desk.standing
        if standing is None:
            return
        view = standing.article
        if str(view.text_sha256) != self._for:
            self._for = str(view.text_sha256)
            self.examined.setChecked(False)
            self.facts.setChecked(False)
            self._statements = [Statement(s.n, s.kind, s.text) for s in statements]
            clear(self._list)
            before: QWidget = self.all
            for statement in self._statements:
                statement.changed.connect(self.tell)
                self._list.addWidget(statement)
                for widget in (statement.box, statement.link):
                    QWidget.setTabOrder(before, widget)  # as it reads, not as it was made
                    before = widget
            self._list.addStretch(1)
        context = self.desk.window_.context
        chosen = self.responsible.currentText() or context.acting
        self.responsible.clear()
        names = [p.name for p in context.people if p.active and p.kind in ("editor", "ceo")]
        self.responsible.addItems(names)
        self.responsible.setCurrentIndex(max(0, self.responsible.findText(chosen)))
        sha = self._for
        self.hash.set_text(f"Binds to text {sha[:4]} {sha[4:8]} … {sha[-4:]}" if sha else "")
        self.tell()

    def reason(self) -> str:
        """Why it cannot be signed now; empty when it can."""
        barred = self.barred()
        if barred or self.examined.isChecked():
            return barred
        return "Say that you examined the substance"

    def barred(self) -> str:
        """Why it cannot be signed whatever the signer says here."""
        standing = self.desk.standing
        if standing is None:
            return "No article is open"
        why = self.desk.why_not("sign-off")
        if why:
            return why
        left = len(standing.undecided)
        if left:
            return f"Decide {left} change{'' if left == 1 else 's'} first"
        if standing.article.signed_off:
            return "This text is signed"
        return ""

    def tell(self) -> None:
        """Show what can be done, and why not."""
        ticked = sum(s.done for s in self._statements)
        total = len(self._statements)
        self.count.set_text(
            f"{ticked} of {total} checkable statements ticked" if total
            else "No checkable statements found"
        )  # fmt: skip
        boxes = [s.box for s in self._statements if not s.not_fact]
        none_left = bool(boxes) and all(box.isChecked() for box in boxes)
        self.all.setText("Untick all" if none_left else "Tick all")
        why = self.reason()
        self.why.set_text(why)
        self.sign.setEnabled(not why)
        standing = self.desk.standing
        signed = self._signed()
        self.sign.setVisible(signed is None)
        if signed is not None:
            self.told.set_text(
                f"Signed by {signed.by}, {said_when(signed.at)}. "
                f"{signed.responsible} is responsible."
            )
        wanted = standing is not None and signed is not None and self._needs_agree(standing)
        no_agree = self._no_agree()
        self.agree.setVisible(wanted)
        self.agree.setEnabled(not no_agree)
        self.agree.setToolTip(no_agree or "Vouch for the signer’s own words")
        if wanted:
            self.why.set_text(no_agree or "Do you vouch for the signer’s own words?")
        elif signed is not None:
            self.why.set_text("")
        self._arrange()
        self.label_note.set_text(self._label_words(standing) if standing is not None else "")
        self.label_note.setVisible(bool(self.label_note.text()))

    def agree_why(self) -> str:
        """Why there is nothing that who acts can agree to; empty where there is."""
        standing = self.desk.standing
        if standing is not None and self._signed() is None:
            return "Nobody signed this text yet"
        if standing is not None and not self._needs_agree(standing):
            return "No agreement is needed"
        return self._no_agree()

    def _no_agree(self) -> str:
        """Why who acts cannot agree with the sign-off."""
        standing, signed = self.desk.standing, self._signed()
        if standing is None:
            return "No article is open"
        if signed is not None and signed.by == self.desk.window_.context.acting:
            return "Somebody else must agree: your own words are in it"
        return self.desk.why_not("agree")

    def _needs_agree(self, standing: Any) -> bool:
        return any(check.check == "agree" and not check.met for check in standing.checks)

    def _label_words(self, standing: Any) -> str:
        """Whether readers will see the AI label, and why; nothing where no AI wrote."""
        view = standing.article
        if not view.shares.get("ai"):
            return ""
        if view.signed_off and not view.ai_label:
            return "Article 50(4)’s exception is met: no AI label"
        if view.signed_off and view.sign_off is not None:
            return f"The AI label stands: {'; '.join(view.sign_off.why_not)}"
        left = sum(not s.done for s in self._statements)
        if left:
            return f"An AI wrote here. With {left} statement{'s'[: left != 1]} unticked its label stands"
        return "An AI wrote here. Whether its label stands follows from this sign-off"

    def _tick_all(self) -> None:
        left = [s.box for s in self._statements if not s.not_fact]
        on = not all(box.isChecked() for box in left)
        for box in left:
            box.setChecked(on)

    def sign_now(self) -> None:
        """Sign the text."""
        from db.acts.signing import sign_off

        if self.reason():
            return
        ticked = [s.number for s in self._statements if s.box.isChecked() and not s.not_fact]
        not_facts = [s.number for s in self._statements if s.not_fact]
        where = self.where.text().strip()
        self.desk.window_.preferences.keep("responsible-where", where)
        own = self.note.text().strip()
        facts = FACTS_CHECKED if self.facts.isChecked() else FACTS_NOT
        self.desk.do(
            sign_off, examined=EXAMINED, facts=f"{facts} {own}".strip(),
            responsible=self.responsible.currentText(), ticked=ticked,
            not_facts=not_facts, where=where, said="Signed off", then=self._let_go,
        )  # fmt: skip

    def agree_now(self) -> None:
        """Vouch for the signer's own words."""
        from db.acts.signing import agree

        self.desk.do(agree, said="Agreed: the signer’s own words have a second pair of eyes",
                     then=self._let_go)  # fmt: skip

    def _let_go(self) -> None:
        """What had the keyboard goes: it is kept on this page."""
        if self.isVisible():
            self.desk.review.paper.setFocus()
