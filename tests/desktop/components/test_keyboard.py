"""What the keyboard does with buttons, and where its ring is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.components.button import Button, CheckBox, Switch
from desktop.components.choice import Choice
from desktop.components.feedback import FocusRing
from desktop.components.frame import Place
from desktop.desk.top import Top

KEY = Qt.Key


@pytest.fixture
def window(qtbot):
    """A window for what is tried."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def on_window(qtbot, window, widget):
    """The widget in the window, which has the keyboard."""
    widget.setParent(window)
    widget.resize(max(1100 if isinstance(widget, Top) else 0, widget.sizeHint().width()),
                  widget.sizeHint().height())  # fmt: skip
    window.resize(1200, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return widget


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space])
@pytest.mark.parametrize("make", [
    lambda: Button("Save"), lambda: Switch("on", "On"), lambda: Place("Board", "send", "place"),
])  # fmt: skip
def test_enter_presses_a_button_as_space_does(qtbot, window, make, key) -> None:
    button = on_window(qtbot, window, make())
    pressed = []
    button.clicked.connect(lambda: pressed.append(key))
    qtbot.keyClick(button, key)
    assert pressed == [key]
    if key != KEY.Key_Space:  # what Ctrl and Enter do is the page's
        qtbot.keyClick(button, key, Qt.KeyboardModifier.ControlModifier)
        assert pressed == [key]


def test_enter_in_a_check_box_is_left_to_its_page(qtbot) -> None:
    box = CheckBox("Add a sample", "sample")
    qtbot.addWidget(box)
    qtbot.keyClick(box, KEY.Key_Return)
    assert not box.isChecked()


def test_the_ring_goes_where_the_parent_of_its_button_goes(window) -> None:
    form, button = QWidget(), Button("Sign off")
    form.setParent(window)
    QHBoxLayout(form).addWidget(button)
    window.resize(400, 300)
    window.show()
    ring = FocusRing()
    ring.follow(None, button)
    before = ring.pos()
    form.move(30, 40)
    assert (ring.pos() - before).toTuple() == (30, 40)


def focus(qtbot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def walked(qtbot, first: QWidget, count: int) -> list[str]:
    """Where Tab goes."""
    focus(qtbot, first)
    out = []
    for _ in range(count):
        qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        now = QApplication.focusWidget()
        out.append(now.objectName() if now is not None else "")
    return out


def test_tab_comes_to_the_mode_that_is_on_and_then_from_left_to_right(qtbot, window) -> None:
    top = Top()
    back, step = Button("Send back", name="send-back"), Button("Review", name="next-step")
    for button in (back, step):
        top.buttons.addWidget(button)
    top.order_tabs(back, step)
    on_window(qtbot, window, top)
    top.modes.choose("publish")
    assert walked(qtbot, top.back, 5) == [
        "mode-publish", "send-back", "next-step", "desk-more", "desk-panel",
    ]  # fmt: skip


def test_arrow_keys_go_on_to_the_other_options(qtbot, window) -> None:
    choice = Choice([("one", "One", ""), ("two", "Two", "")], look="segment", prefix="c",
                    spoken="Which")  # fmt: skip
    on_window(qtbot, window, choice)
    focus(qtbot, choice.options["one"])
    qtbot.keyClick(choice.options["one"], KEY.Key_Right)
    assert choice.current == "two" and choice.options["two"].hasFocus()
