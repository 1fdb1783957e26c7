"""What the window shows when something is wrong, and its other windows.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib
import shutil
import tempfile

from driver import PROGRAM, SAMPLES, App, keys, run, save_picture, wait_for


def unreadable_picture():
    with tempfile.TemporaryDirectory() as folder:
        good, bad = pathlib.Path(folder, "a.jpg"), pathlib.Path(folder, "b.jpg")
        shutil.copy(SAMPLES / "roadside.jpg", good)
        bad.write_text("this is no picture\n")
        with App(bad, good) as app:
            app.wait_text("^This picture cannot be read$")
            app.wait_text("b[.]jpg")
            save_picture("workspace-unreadable")
            app.click("push button", ".*Remove from list.*")
            app.wait_no_text("^This picture cannot be read$")
            app.wait_text("^a[.]jpg$")


def empty_folder():
    with tempfile.TemporaryDirectory() as folder:
        with App(folder) as app:
            app.wait_text(pathlib.Path(folder).name)  # the sentence names the folder
            app.wait_text("^Drop photos or a folder here$")


def history_cannot_be_opened():
    with App(SAMPLES / "roadside.jpg", env={"XDG_DATA_HOME": "/dev/null/nowhere"}) as app:
        app.wait_text("^roadside[.]jpg$")  # pictures are read nevertheless
        app.wait_text("^(sure|check|guess) [01][.]")
        app.wait_node("push button", ".*Try again.*")
        keys("alt+2")
        app.wait_text("^The history cannot be opened$")
        save_picture("history-failed")


def models_are_missing():
    with tempfile.TemporaryDirectory() as folder:
        # a build tree without models
        place = pathlib.Path(folder, "src", "app")
        place.mkdir(parents=True)
        shutil.copy(PROGRAM, place)
        data = PROGRAM.parents[2] / "data"
        (pathlib.Path(folder) / "data").mkdir()
        shutil.copy(data / ".konnetec-uninstalled", pathlib.Path(folder) / "data")
        shutil.copytree(data / "glib-2.0", pathlib.Path(folder) / "data" / "glib-2.0")
        with App(SAMPLES / "roadside.jpg", program=place / PROGRAM.name) as app:
            app.wait_text("^The plate reader is not complete$")
            app.wait_node("push button", ".*(Try again|Read again).*")
            save_picture("workspace-no-model")


def other_windows():
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+question")
        app.wait_text("^Paste a picture or files$")
        save_picture("shortcuts")
        keys("Escape")
        app.wait_no_text("^Paste a picture or files$")
        app.activate()
        keys("F10", "Up", "Return")  # the last item of the main menu
        app.wait_text("^The Konnetec Vision developers$")
        save_picture("about")
        keys("Escape")


run(unreadable_picture, empty_folder, history_cannot_be_opened, models_are_missing, other_windows)
