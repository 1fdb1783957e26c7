"""The Workspace: every way to open pictures, what is shown of them, cancel.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import contextlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from accessible import CHECKED, PRESSED
from driver import COMMAND, HERE, SAMPLES, App, find_windows, keys, read_plates, run, save_picture, type_text, wait_for

ONE = SAMPLES / "delivery-van.jpg"
TWO = SAMPLES / "roadside.jpg"
BATCH = SAMPLES / "car-park.jpg"


@contextlib.contextmanager
def giver(*arguments):
    """The second program that gives something away."""
    process = subprocess.Popen([sys.executable, str(HERE / "give.py"), *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().strip() == "ready"
        yield wait_for(lambda: find_windows("^Giver$"), "the giver")[0]
    finally:
        process.kill()
        process.wait()


def wait_reads(app, path):
    for text in read_plates(path):
        app.wait_text(f"^{text or 'not readable'}$")


def empty_face():
    with App() as app:
        app.wait_text("^Drop photos or a folder here$")
        app.wait_text("Nothing leaves this computer")
        app.wait_node("push button", "Open pictures…|.*Open pictures.*")
        save_picture("workspace-empty")


def folder_by_argument():
    first = sorted(SAMPLES.glob("*.jpg"))[0]
    with App(SAMPLES) as app:
        wait_reads(app, first)
        app.wait_text("^(sure|check|guess) [01][.]")
        app.wait_text("1280 × 960 pixels")
        save_picture("workspace")
        keys("Page_Down")
        app.wait_text(f"^{sorted(SAMPLES.glob('*.jpg'))[1].name}$")
        wait_reads(app, sorted(SAMPLES.glob("*.jpg"))[1])
        keys("F9")
        app.wait_no_text("1280 × 960 pixels")
        keys("F9")
        app.wait_text("1280 × 960 pixels")
        keys("ctrl+p")
        app.wait_text("^Print to File$")
        save_picture("print")
        keys("Escape")


def file_chooser():
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+o")
        wait_for(lambda: find_windows("^Open pictures$"), "the file chooser")
        keys("ctrl+l", "ctrl+a")
        type_text(str(ONE))
        keys("Return")
        wait_reads(app, ONE)


def drag(app, source):
    """Drags what the giver has from its window into the middle of ours."""
    subprocess.run(["xdotool", "windowmove", "--sync", source, "0", "0"], check=True)
    subprocess.run(["xdotool", "windowraise", source], check=True)
    start, end = app.place(source), app.place()
    x, y = start["X"] + start["WIDTH"] // 2, start["Y"] + start["HEIGHT"] // 2 + 15
    to_x, to_y = end["X"] + end["WIDTH"] // 2, end["Y"] + end["HEIGHT"] // 2
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "mousedown", "1"], check=True)
    for part in range(1, 21):
        subprocess.run(["xdotool", "mousemove", str(x + (to_x - x) * part // 20), str(y + (to_y - y) * part // 20),
                        "sleep", "0.03"], check=True)
    subprocess.run(["xdotool", "mouseup", "1"], check=True)


def drag_and_drop():
    with App() as app, giver("drag", "files", ONE, TWO) as source:
        app.wait_text("^Drop photos")
        drag(app, source)
        app.wait_text(f"^{ONE.name}")
        app.wait_text(f"^{TWO.name}")
        wait_reads(app, ONE)


def drop_while_reading():
    with tempfile.TemporaryDirectory() as folder, App(make_batch(folder, 200)) as app, giver("drag", "files", ONE) as source:
        app.wait_text("^Reading .* of 200 ")
        drag(app, source)

        def both():
            texts = app.texts()
            return any(text.startswith(ONE.name) for text in texts) and any(re.match("Reading .* of 200 ", text) for text in texts)

        wait_for(both, "the dropped picture beside the batch that runs")
        cancel_tasks(app)
        wait_reads(app, ONE)  # the second batch goes on


def paste_picture():
    with App() as app, giver("clipboard", "image", ONE):
        app.wait_text("^Drop photos")
        app.activate()
        keys("ctrl+v")
        app.wait_text("^Pasted at ")
        wait_reads(app, ONE)


def paste_files():
    with App() as app, giver("clipboard", "files", ONE, TWO):
        app.wait_text("^Drop photos")
        app.activate()
        keys("ctrl+v")
        app.wait_text(f"^{ONE.name}")
        app.wait_text(f"^{TWO.name}")
        wait_reads(app, ONE)


def open_with():
    """What a file manager does: it asks the program that runs already."""
    with App(TWO) as app:
        wait_reads(app, TWO)
        subprocess.run(["gdbus", "call", "--session", "--dest", "com.konnetec.Vision", "--object-path", "/com/konnetec/Vision",
                        "--method", "org.freedesktop.Application.Open", f"['{ONE.as_uri()}']", "{}"], check=True, stdout=subprocess.DEVNULL)
        app.wait_text(f"^{ONE.name}")
        wait_reads(app, ONE)
        app.wait_text(f"^{TWO.name}")  # beside what was there


def copy_text():
    # one plate at least must have a text; else there is nothing to copy
    text = next(text for text in read_plates(ONE) if text)
    with App(ONE) as app:
        app.wait_text(f"^{text}$")
        keys("Right", "ctrl+c")
        app.wait_text(f"^{text} copied$")
        keys("alt+2", "ctrl+f", "ctrl+v")
        wait_for(lambda: any(node.role in ("text", "entry") and text in node.read_text() for node in app.nodes()),
                 f"{text} in the search entry")


def is_down(button):
    return button and button.states & (PRESSED | CHECKED)


def make_batch(folder, count):
    """So many pictures, each of its own bytes and each with the plates of the first sample."""
    data = BATCH.read_bytes()
    for number in range(count):
        pathlib.Path(folder, f"{number:03}.jpg").write_bytes(data + bytes([number]))
    return folder


def cancel_tasks(app):
    """Cancels the first task of the list of tasks, by keys."""
    app.click("toggle button|push button", "Reading .*")
    wait_for(lambda: is_down(app.find("toggle button|push button", "Reading .*", least_actions=1)), "the list of tasks")
    keys("space")  # Cancel has the focus
    app.wait_text("[Cc]ancelled")
    keys("Escape")


def list_kept():
    """The names of the pictures that the history has records of."""
    done = subprocess.run([str(COMMAND), "history", "--json"], capture_output=True, text=True, check=True)
    return {pathlib.Path(json.loads(line)["file"]).name for line in done.stdout.splitlines()}


def cancel():
    with tempfile.TemporaryDirectory() as folder, App(make_batch(folder, 200)) as app:
        app.wait_text("^Reading .* of 200 ")
        wait_reads(app, BATCH)
        cancel_tasks(app)

        def reach_unread():
            keys(*["Page_Down"] * 10)  # ten pictures on; nothing happens while the list of tasks is still closing
            return "Not read" in app.texts()

        wait_for(reach_unread, "the face of a picture that was not read")
        save_picture("workspace-cancelled")

        # what was read before stays: on the screen and in the history
        kept = {name for name in list_kept() if name[:3].isdigit()}
        assert "000.jpg" in kept and len(kept) < 200, kept

        def reach_first():
            keys(*["Page_Up"] * 10)
            return "000.jpg" in app.texts()

        wait_for(reach_first, "the first picture")
        wait_reads(app, BATCH)


run(empty_face, folder_by_argument, file_chooser, drag_and_drop, drop_while_reading, paste_picture, paste_files, open_with, copy_text, cancel)
