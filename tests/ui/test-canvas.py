"""The picture on the canvas: closer and farther, around in it, boxes, labels, the enhanced picture. By pointer and by keys; what is
seen is looked at on the screen.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import os
import pathlib
import re
import subprocess
import tempfile

from PIL import Image, ImageChops, ImageStat

from driver import SAMPLES, App, keys, read_plates, run, save_picture, wait_for

ONE = SAMPLES / "car-park.jpg"
SELECTED = 1 << 23
SIDE = 160


def xdo(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


class Canvas:
    """Where it lies on the screen: its middle, found by what is around it."""

    def __init__(self, app):
        self.app = app
        place = app.place()
        self.x, self.y = place["X"] + place["WIDTH"] // 3, place["Y"] + place["HEIGHT"] // 2

    def percent(self):
        return next((int(text[:-1]) for text in self.app.texts() if text.endswith("%") and text[:-1].isdigit()), None)

    def wait_percent(self, is_right, words):
        wait_for(lambda: is_right(self.percent() or 0), f"{words}, not {self.percent()} %")

    def look(self, dx=0, dy=0):
        """What is on the screen about the middle."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "screen.png")
            area = f"{SIDE}x{SIDE}+{self.x - SIDE // 2 + dx}+{self.y - SIDE // 2 + dy}"
            subprocess.run(["import", "-window", "root", "-crop", area, "+repage", str(path)], check=True)
            return Image.open(path).convert("RGB").copy()

    def point(self):
        xdo("mousemove", self.x, self.y)

    def drag(self, dx, dy, button=1):
        xdo("mousemove", self.x, self.y, "mousedown", button)
        for part in range(1, 11):
            xdo("mousemove", self.x + dx * part // 10, self.y + dy * part // 10)
        xdo("mouseup", button)


def differs(a, b):
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean)


def open_one():
    """Read, and the keys with the canvas."""
    app = App(ONE)
    for text in read_plates(ONE):
        app.wait_text(f"^{text}$")
    focus_canvas(app)
    return app


def focus_canvas(app):
    canvas = Canvas(app)
    xdo("mousemove", canvas.x, canvas.y, "click", 1)


def zoom_by_keys():
    with open_one() as app:
        canvas = Canvas(app)
        fit = wait_for(canvas.percent, "the zoom")
        keys("ctrl+1")
        canvas.wait_percent(lambda now: now == 100, "100 %")
        keys("ctrl+plus")
        canvas.wait_percent(lambda now: now == 125, "125 %")
        keys("ctrl+minus", "ctrl+minus")
        canvas.wait_percent(lambda now: now < 100, "less than 100 %")
        keys("ctrl+0")
        canvas.wait_percent(lambda now: now == fit, "the whole picture")
        app.click("push button", "Zoom in")
        canvas.wait_percent(lambda now: now > fit, "closer by the button")


def zoom_by_wheel():
    with open_one() as app:
        canvas = Canvas(app)
        fit = wait_for(canvas.percent, "the zoom")
        canvas.point()
        xdo("click", "--repeat", 5, 4)
        canvas.wait_percent(lambda now: now > fit * 2, "closer")
        xdo("click", "--repeat", 30, 5)
        canvas.wait_percent(lambda now: now == fit, "the whole picture")


def moved_by(canvas, move, dx, dy):
    """At 200 % what was in the middle must be seen so far from it afterwards, pixel for pixel."""
    before = wait_still(canvas)
    move()
    wait_for(lambda: differs(before, canvas.look(dx, dy)) < 0.5, f"the picture moved by {dx}, {dy}")


def wait_still(canvas):
    """The screen, once two looks at it are alike."""
    last = canvas.look()

    def same():
        nonlocal last
        now = canvas.look()
        alike, last = differs(last, now) == 0, now
        return alike

    wait_for(same, "a still picture")
    return last


def move():
    with open_one() as app:
        canvas = Canvas(app)
        keys("b", "ctrl+1", "ctrl+plus", "ctrl+plus", "ctrl+plus")
        canvas.wait_percent(lambda now: now == 195, "195 %")
        moved_by(canvas, lambda: canvas.drag(70, -40), 70, -40)
        moved_by(canvas, lambda: canvas.drag(-70, 40, button=2), -70, 40)
        moved_by(canvas, lambda: keys("Right"), -64, 0)
        moved_by(canvas, lambda: keys("Left", "Down"), 64, -64)
        canvas.point()
        moved_by(canvas, lambda: xdo("keydown", "shift", "click", 5, "keyup", "shift"), -48, 0)
        xdo("keydown", "space")
        moved_by(canvas, lambda: canvas.drag(30, 20), 30, 20)
        xdo("keyup", "space")


def pixels_are_those_of_the_file():
    """At 100 % each pixel of the screen is one of the file."""
    with open_one() as app:
        canvas = Canvas(app)
        keys("b", "ctrl+1")
        canvas.wait_percent(lambda now: now == 100, "100 %")
        seen = wait_still(canvas)
        save_picture("canvas-actual")
        file = Image.open(ONE).convert("RGB")
        best = min(differs(seen, file.crop((x, y, x + SIDE, y + SIDE))) for x, y in places(file, seen))
        assert best < 6, f"the screen differs from the file by {best}"


def places(file, seen):
    """Where in the file the screen might be: where a few pixels of it are alike."""
    pixels, small = file.load(), seen.load()
    probes = [(x, y, small[x, y]) for x in range(8, SIDE, 48) for y in range(8, SIDE, 48)]

    def alike(a, b):
        return all(abs(p - q) < 12 for p, q in zip(a, b))

    found = [(x, y) for x in range(file.width - SIDE) for y in range(file.height - SIDE)
             if all(alike(pixels[x + px, y + py], colour) for px, py, colour in probes)]
    assert found, "nothing in the file looks like the screen"
    return found


def boxes_and_labels():
    kept = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings" / "keyfile"
    with open_one() as app:
        save_picture("canvas-boxes")
        for key, name in (("l", "show-labels"), ("b", "show-boxes")):
            keys(key)
            wait_for(lambda: kept.exists() and f"{name}=false" in kept.read_text(), f"{name} to be kept")
        save_picture("canvas-plain")
        app.close()
    with open_one() as app:
        keys("b", "l")
        wait_for(lambda: not re.search("show-(labels|boxes)=false", kept.read_text()), "boxes and labels again")


def selected_rows(app):
    return [node.name for node in app.nodes() if node.role == "list item" and node.states & SELECTED and re.search("sure|check|guess", node.name)]


def brackets_go_round():
    with open_one() as app:
        seen = []
        for _ in range(3):
            before = selected_rows(app)
            keys("bracketright")
            wait_for(lambda: selected_rows(app) and selected_rows(app) != before, "another plate selected")
            seen.append(selected_rows(app)[0])
        assert seen[0] == seen[2] != seen[1], seen
        keys("bracketleft")
        wait_for(lambda: selected_rows(app) == [seen[1]], "the one before")


def compare():
    with open_one() as app:
        canvas = Canvas(app)
        keys("b")
        plain = wait_still(canvas)
        xdo("keydown", "c")
        wait_for(lambda: differs(plain, canvas.look()) > 1, "the enhanced picture")
        xdo("keyup", "c")
        wait_for(lambda: differs(plain, canvas.look()) == 0, "the picture as it was")
        keys("ctrl+e")
        wait_for(lambda: differs(plain, canvas.look()) > 1, "the enhanced picture")
        save_picture("canvas-enhanced")
        keys("ctrl+e")
        wait_for(lambda: differs(plain, canvas.look()) == 0, "the picture as it was")


run(zoom_by_keys, zoom_by_wheel, move, pixels_are_those_of_the_file, boxes_and_labels, brackets_go_round, compare)
