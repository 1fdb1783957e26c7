"""The History: empty, live while a batch runs, search, one record by the keyboard alone, a picture that is gone; preferences.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import os
import pathlib
import tempfile

from driver import SAMPLES, App, keys, read_plates, run, save_picture, type_text, wait_for

ONE = SAMPLES / "delivery-van.jpg"


def count_rows(app, text):
    return sum(1 for found in app.texts() if found == text)


def empty():
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+2")
        app.wait_text("^No plates yet$")
        save_picture("history-empty")


def live():
    text = next(text for text in read_plates(ONE) if text)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(8):
            pathlib.Path(folder, f"van-{number:02}.jpg").write_bytes(ONE.read_bytes() + bytes([number]))
        with App(folder) as app:
            app.wait_text("van-00.jpg")
            keys("ctrl+2")
            wait_for(lambda: count_rows(app, text) >= 1, "the first row")
            wait_for(lambda: count_rows(app, text) >= 6, "rows that come while the page is shown")
            app.wait_text("van-07.jpg")
            save_picture("history")


def search_and_open():
    text = next(text for text in read_plates(ONE) if text)
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+2")
        app.wait_text(f"^{text}$")
        keys("ctrl+f")
        type_text("ZZZ9")
        app.wait_text("^No plate contains ZZZ9$")
        save_picture("history-nothing")
        app.click("push button", ".*Show all plates.*")
        app.wait_text(f"^{text}$")
        type_text(text[:3].lower())
        wait_for(lambda: count_rows(app, text) >= 1, "what the search finds")
        keys("Escape", "Escape")  # empties the entry, then goes to the list
        keys("Down", "Return")
        app.wait_text("^Added to the history$")
        app.wait_text("1280 × 960 pixels")
        save_picture("history-record")
        keys("Escape")
        app.wait_no_text("^Added to the history$")


def preferences_are_kept():
    kept = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings" / "keyfile"
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+1", "ctrl+comma")
        app.wait_text("^Preferences$")
        app.wait_text("^Free on the disk$")
        app.wait_text(r"[0-9]\s(bytes|kB|MB|GB|TB)$")
        save_picture("preferences")
        keys("Down", "Return")  # from the first row to the second
        wait_for(lambda: kept.exists() and "reopen-pictures=true" in kept.read_text(), "the preference in the settings")
        spin = app.wait_node("spin button", ".*megapixels.*")
        spin.set_value(42)
        keys("Escape")
        app.wait_no_text("^Free on the disk$")
        app.close()
    with App() as app:
        app.wait_text("^Drop photos")
        keys("ctrl+comma")
        spin = app.wait_node("spin button", ".*megapixels.*")
        wait_for(lambda: spin.get_value() == 42, "the number that was chosen before")


def pictures_are_reopened():
    with App(ONE) as app:
        app.wait_text(f"^{ONE.name}$")
        app.close()
    with App() as app:
        app.wait_text(f"^{ONE.name}$")


run(empty, live, search_and_open, preferences_are_kept, pictures_are_reopened)
