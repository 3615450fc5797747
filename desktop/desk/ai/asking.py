"""Asking an AI about the open article: what would be sent, sending it, and what comes back."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop import jobs, reaching
from desktop.desk.ai.answer import in_place
from desktop.desk.ai.panel import AskPanel

if TYPE_CHECKING:
    from desktop.ai.client import Stop
    from desktop.desk.view import Desk

#: How often words that came are shown; the first are shown at once, as an eye sees it.
SHOW_MS = 25
READ_MS = 120


class AskingAi(QObject):
    """Owns the panel beside the page; nothing of it is there before somebody sets an AI up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.ready: Any = None
        self._stop: Stop | None = None
        self._job: jobs.Job | None = None
        self._came: deque[str] = deque()
        self._article = ""
        self._chosen: tuple[str, int, int] | None = None
        self._asked = 0
        self.panel = AskPanel()
        self.panel.hide()
        self._prepare = self._timer(READ_MS, self.prepare)
        self._show = self._timer(SHOW_MS, self._drain, again=True)
        form, stream, answer = self.panel.form, self.panel.stream, self.panel.answer
        form.changed.connect(self._prepare.start)
        form.sent.connect(self.send)
        stream.stopped.connect(self.stop)
        self.panel.closed.connect(self.close)
        answer.again.connect(self.begin)
        answer.decided.connect(self._decide)
        answer.pointed.connect(self._point)
        answer.opened.connect(self._open_article)
        desk.top.modes.chosen.connect(lambda _mode: self._turned())
        desk.writing.opened.connect(self._opened)
        desk.writing.saved.connect(self._prepare.start)
        desk.window_.context.changed.connect(self._changed)
        desk.window_.add_command(
            "ask-ai", "Ask an AI…", self.begin, group="This article", icon="sparkles",
            keys="Ctrl+Alt+A", words="model shorten translate headline facts plain language",
            shown=lambda: self.possible() and bool(desk.article) and desk.window_.place == "desk",
        )  # fmt: skip

    def _timer(self, milliseconds: int, do: Any, again: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(not again)
        timer.setInterval(milliseconds)
        timer.timeout.connect(do)
        return timer

    def possible(self) -> bool:
        """Whether an AI was set up and not switched off."""
        known = self.desk.window_.context.settings.get("ai") or {}
        return any(one.get("on") for one in known.values())

    # The panel

    def begin(self) -> None:
        """Show what can be asked, about the chosen words where some are."""
        if self._job is not None:
            self.panel.turn("stream")
            return
        self.desk.top.modes.choose("write")
        self.desk.writing.save()
        self._chosen = self._selection()
        self._article = self.desk.article
        context = self.desk.window_.context

        def work(session: Any) -> tuple[list[Any], list[Any]]:
            from db.endpoints import endpoints
            from desktop.ai.tasks import tasks

            return [one for one in endpoints(session) if one.on], tasks()

        def done(found: tuple[list[Any], list[Any]]) -> None:
            self.panel.form.offer(*found, self._chosen is not None, context.language)
            self.panel.turn("form")
            self._turned(True)
            self.panel.form.focus()
            self.prepare()

        context.read(work, done, piece=self._article)

    def close(self) -> None:
        """Away with the panel; an answer that still comes is stopped."""
        self._away()
        self.desk.writing.focus_again()

    def _away(self) -> None:
        self.stop()
        self.panel.wanted = False
        self.panel.hide()
        self._give_room()

    def _give_room(self) -> None:
        desk = self.desk
        desk.panel.setVisible(desk.mode == "write" and desk._panel_wanted and not desk._focused)
        desk.panel.refresh()

    def _turned(self, show: bool | None = None) -> None:
        """The panel is beside the writing page alone, in the other panel's place."""
        wanted = self.panel.wanted if show is None else show
        self.panel.wanted = wanted
        self.panel.setVisible(wanted and self.desk.mode == "write")
        if self.panel.isVisible():
            self.desk.panel.hide()

    def _opened(self) -> None:
        if self.desk.article == self._article:
            self._turned()
        elif self.panel.wanted:
            self._away()

    def _selection(self) -> tuple[str, int, int] | None:
        """The chosen words: part, start and length in code points of the text as it stands."""
        session, field = self.desk.writing.session, self.desk.commenting.chosen_field()
        if session is None or field is None or session.proposing:
            return None  # on one's own proposals positions are others
        cursor = field.textCursor()
        if not cursor.hasSelection():
            return None
        low, high = cursor.selectionStart(), cursor.selectionEnd()
        before = len(session.slice(field.part, 0, low))
        return field.part, before, len(session.slice(field.part, low, high - low))

    # What will be sent

    def prepare(self) -> None:
        """Read what would be sent, just as it would be."""
        form = self.panel.form
        if not self.panel.isVisible() or self.panel.page != "form" or form.task is None:
            return
        article, actor = self.desk.article, self.desk.window_.context.acting
        model, task, instruction, language = form.model, form.task, form.words, form.tongue
        part, within = "body", None
        if self._chosen is not None and form.only_chosen:
            part, within = self._chosen[0], self._chosen[1:]
        self._asked += 1
        asked = self._asked

        def work(session: Any) -> Any:
            from desktop.ai.asking import prepare

            return prepare(session, actor, article, model, task, part=part, within=within,
                           instruction=instruction, language=language)  # fmt: skip

        def done(ready: Any) -> None:
            if asked == self._asked:
                self.ready = ready
                form.show_sends(ready)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.ready = None
                form.show_why_not(error)

        self.desk.window_.context.read(work, done, failed, piece=article)

    # Sending

    def send(self) -> None:
        """Send exactly what is shown."""
        from desktop.ai.client import Stop

        context = self.desk.window_.context
        newsroom, bureau = context.newsroom, context.bureau
        actor, ready = context.acting, self.ready
        if ready is None or newsroom is None or self._job is not None:
            return
        self._stop = stop = Stop()
        self._came.clear()
        self.panel.stream.begin(ready)
        self.panel.turn("stream")
        self._show.start()

        def work(job: jobs.Job) -> Any:
            from desktop.ai.asking import endpoint_key, send

            key = endpoint_key(newsroom, ready.request.endpoint)
            kept = send(newsroom, actor, ready, key, heard=self._came.append,
                        waits=job.tell, stop=stop)  # fmt: skip
            reaching.catch_up(bureau, newsroom)
            return kept

        self._job = jobs.run(work, self._answered, self._failed, told=self.panel.stream.waits)

    def _drain(self) -> None:
        words = []
        while self._came:
            words.append(self._came.popleft())
        if words:
            self.panel.stream.add("".join(words))

    def stop(self) -> None:
        """Stop at once; the record says that it was asked and stopped."""
        if self._job is None or self._stop is None:
            return
        self._job.cancel()
        self._stop()
        self._end()
        self.panel.turn("form")
        self.prepare()

    def _end(self) -> None:
        self._job = self._stop = None
        self._show.stop()

    def _answered(self, kept: Any) -> None:
        self._end()
        self.panel.turn("answer")
        self.panel.answer.show_kept(kept, self.ready)
        self.desk.window_.context.changed.emit(kept.changes)
        self._changed(kept.changes)

    def _failed(self, error: Exception) -> None:
        self._end()
        self.panel.turn("form")
        self.panel.form.show_fault(error)

    # What came back

    def _changed(self, changes: Any) -> None:
        article = getattr(changes, "article", None)
        if self.panel.page != "answer" or article not in (None, self.desk.article):
            return

        def work(session: Any) -> list[Any]:
            from db import reading

            found = reading.changes(session, self._article)
            offered = [c for c in found.changes if c.proposal and c.kind == "ai"]
            return [in_place(change, found.texts[change.part]) for change in offered]

        if self._article == self.desk.article and self._article:
            self.panel.answer.barred = self._barred()
            self.desk.window_.context.read(
                work, self.panel.answer.show_changes, piece=self._article
            )

    def _barred(self) -> str:
        """Why the person may not take in or set aside what is offered."""
        standing = self.desk.standing
        in_edit = standing is not None and standing.article.state == "edit"
        return self.desk.why_not("decide" if in_edit else "write")

    def _decide(self, change: Any, take: bool) -> None:
        from db.acts.deciding import accept, reject

        self.desk.do(accept if take else reject, keys=[change.key])

    def _point(self, change: Any) -> None:
        """Turn the page to where a change would be; the keyboard stays here."""
        page = self.desk.writing.page
        field = page.fields.get(change.part)
        if field is None:
            return
        # Qt hands surrogate pairs over as one letter each, as code points are counted.
        at = _units(field.document().toRawText()[: change.start])
        cursor = field.textCursor()
        most = field.document().characterCount() - 1
        end = at + _units(change.deleted)
        cursor.setPosition(min(at, most))
        cursor.setPosition(min(end, most), cursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
        page.last = field
        page.show_cursor()

    def _open_article(self, article: str) -> None:
        self.close()
        self.desk.open(article)


def _units(text: str) -> int:
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)
