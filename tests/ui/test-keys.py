"""The window without a pointer: what has the focus, where Tab and the page keys go, and that all of it has a name.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib
import re
import tempfile

from accessible import FOCUSED
from driver import SAMPLES, App, keys, run, wait_for

FOCUSABLE = 1 << 11

ONE = SAMPLES / "car-park.jpg"
TWO = SAMPLES / "roadside.jpg"

# What a person may work with, by its role; a scroll pane is none.
CONTROLS = {"push button", "toggle button", "check box", "combo box", "entry", "text", "spin button", "list item", "table row", "image"}

# GTK's own: the row of a drop-down that is shown in its button, the header of a table, a pop-up's list.
NOT_OURS = {"GtkListItemWidget"}


def focused(app):
    return next((node for node in app.nodes() if node.states & FOCUSED), None)


def wait_focus(app, role, name):
    def found():
        node = focused(app)
        return node and node.role == role and re.search(name, node.name)

    wait_for(found, f"the focus on {role} “{name}”")


def tab_to(app, role, name):
    """Presses Tab until the focus is there: where it lies at first depends on what came in first."""
    for _ in range(20):
        node = focused(app)
        if node and node.role == role and re.search(name, node.name):
            return
        keys("Tab")
        wait_for(lambda: (now := focused(app)) and (not node or (now.role, now.name) != (node.role, node.name)), "another focus after Tab")
    raise AssertionError(f"Tab does not lead to {role} “{name}”")


def nameless(app):
    """Controls that assistive technology can say nothing of: no name, or that of a class."""
    return [f"{node.role} “{node.name}”" for node in app.nodes()
            if node.states & FOCUSABLE and node.role in CONTROLS and node.name not in NOT_OURS
            and (not node.name or re.match("(Gtk|Adw|Kon)[A-Z]", node.name))]


def all_controls_have_names():
    with App(ONE, TWO) as app:
        app.wait_node("list item", "car-park[.]jpg, 2 plates")
        app.wait_node("list item", "KV268NT, (sure|check|guess) 0[.][0-9]+")
        app.wait_node("image", "car-park[.]jpg; .*KV268NT, (sure|check|guess) 0[.].*")
        wait_for(lambda: not nameless(app), f"names for {nameless(app)}")
        keys("alt+2")
        app.wait_node("table row", "KV268NT, (sure|check|guess) 0[.][0-9]+, car-park[.]jpg, 20[0-9-]+ [0-9:]+")
        wait_for(lambda: not [name for name in nameless(app) if "(None)" not in name], f"names for {nameless(app)}")


def page_keys_work_everywhere():
    with App(ONE, TWO) as app:
        app.wait_node("list item", "roadside[.]jpg, 1 plate")
        tab_to(app, "list item", "(car-park|roadside)[.]jpg")
        keys("Home")
        wait_focus(app, "list item", "car-park[.]jpg")
        keys("shift+Tab")  # from the film strip to the results: one step, however many pictures there are
        wait_focus(app, "list item", "(KV268NT|2647KVN)")
        keys("Page_Down")
        app.wait_node("image", "roadside[.]jpg; .*")
        keys("Page_Up")
        app.wait_node("image", "car-park[.]jpg; .*")


def focus_is_not_lost():
    with tempfile.TemporaryDirectory() as folder:
        bad = [pathlib.Path(folder, name) for name in ("a.jpg", "b.jpg")]
        for path in bad:
            path.write_text("this is no picture\n")
        with App(*bad, ONE) as app:
            app.wait_node("list item", "car-park[.]jpg, 2 plates")
            tab_to(app, "list item", "(a|b|car-park)[.]jpg")
            keys("Home")
            wait_focus(app, "list item", "a[.]jpg")
            keys("Delete")
            wait_focus(app, "list item", "b[.]jpg")
            app.click("push button", ".*Remove from list.*")  # the button goes with its picture
            wait_for(lambda: focused(app) and focused(app).role in ("list item", "image"), "the focus on what is left")
            app.wait_node("image", "car-park[.]jpg; .*")


run(all_controls_have_names, page_keys_work_everywhere, focus_is_not_lost)
