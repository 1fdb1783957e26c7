"""The History: empty, live while a batch runs, search, one record by the keyboard alone, a picture that is gone; preferences.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import uuid

from driver import COMMAND, SAMPLES, App, keys, read_plates, run, save_picture, type_text, wait_for

ONE = SAMPLES / "delivery-van.jpg"


def count_rows(app, text):
    return sum(1 for found in app.texts() if found == text)


def empty():
    with App() as app:
        app.wait_text("^Drop photos")
        keys("alt+2")
        app.wait_text("^No plates yet$")
        save_picture("history-empty")


def live():
    text = next(text for text in read_plates(ONE) if text)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(8):
            pathlib.Path(folder, f"van-{number:02}.jpg").write_bytes(ONE.read_bytes() + bytes([number]))
        with App(folder) as app:
            app.wait_text("van-00.jpg")
            keys("alt+2")
            wait_for(lambda: count_rows(app, text) >= 1, "the first row")
            wait_for(lambda: count_rows(app, text) >= 6, "rows that come while the page is shown")
            app.wait_text("van-07.jpg")
            save_picture("history")


def search_and_open():
    text = next(text for text in read_plates(ONE) if text)
    with App() as app:
        app.wait_text("^Drop photos")
        keys("alt+2")
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


@contextlib.contextmanager
def own_history():
    """A history of its own with one record, as environment of the programs, and its database."""
    with tempfile.TemporaryDirectory() as data:
        env = {"XDG_DATA_HOME": data}
        save(ONE, env)
        with contextlib.closing(sqlite3.connect(next(pathlib.Path(data).glob("konnetec/orgs/*/store.db")))) as database:
            yield env, database


def save(path, env):
    subprocess.run([str(COMMAND), "detect", "--save", str(path)], env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL)


def fill(database, count):
    """So many records like the first one, each older than the one before and with a plate of its own: PAGE0001 and so on."""
    with database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM record").fetchone())
        del row["rowid"]
        for number in range(1, count + 1):
            text = f"PAGE{number:04}"
            row["plate"] = database.execute("INSERT INTO plate (text, fold) VALUES (?, ?)", (text, text)).lastrowid
            row.update(id=str(uuid.UUID(int=number)), read_text=text, raw=text, added_us=row["added_us"] - 1000000)
            database.execute(f"INSERT INTO record ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def many_pages():
    with own_history() as (env, database):
        fill(database, 120)
        with App(env=env) as app:
            app.wait_text("^Drop photos")
            keys("alt+2")
            app.wait_text("^PAGE0001$")
            assert "PAGE0120" not in app.texts()

            def go_on():
                keys("End")  # the last row so far; the next hundred come
                return "PAGE0120" in app.texts()

            wait_for(go_on, "the oldest of 121 records")
            keys("Home")
            app.wait_text(f"^{next(text for text in read_plates(ONE) if text)}$")


def original_is_gone():
    with tempfile.TemporaryDirectory() as folder, own_history() as (env, database):
        with database:
            database.execute("INSERT OR REPLACE INTO setting (key, value, set_us) VALUES ('reading', ?, 0)", ('{"originals":"refer"}',))
            database.execute("UPDATE record SET deleted_us = 1")  # what remains is of the picture that goes
        original = pathlib.Path(folder, "gone.jpg")
        shutil.copy(SAMPLES / "roadside.jpg", original)
        save(original, env)
        original.unlink()
        with App(env=env) as app:
            app.wait_text("^Drop photos")
            keys("alt+2")
            text = next(text for text in read_plates(SAMPLES / "roadside.jpg") if text)
            app.wait_text(f"^{text}$")
            keys("ctrl+f", "Escape", "Down", "Return")
            app.wait_text("^The picture is not there any more$")
            app.wait_text("gone[.]jpg")
            app.wait_text(f"^{text}$")  # what was read stays
            save_picture("history-gone")
            app.click("push button", ".*Back to the list.*")
            app.wait_no_text("^The picture is not there any more$")


def question_fails():
    """The database breaks under the window; when it is well again, so is the page."""
    with own_history() as (env, database), App(env=env) as app:
        text = next(text for text in read_plates(ONE) if text)
        app.wait_text("^Drop photos")
        keys("alt+2")
        app.wait_text(f"^{text}$")
        database.execute("ALTER TABLE record RENAME TO broken")
        keys("ctrl+f")
        type_text(text[:3])
        app.wait_text("^The history cannot be opened$")
        save_picture("history-question-failed")
        database.execute("ALTER TABLE broken RENAME TO record")
        app.click("push button", ".*Try again.*")
        app.wait_no_text("^The history cannot be opened$")
        app.wait_text(f"^{text}$")


def window_is_restored():
    """Its size and its page, but not the pictures: nobody asked for them."""
    with App(ONE) as app:
        app.wait_text(f"^{ONE.name}$")
        subprocess.run(["xdotool", "windowsize", "--sync", app.window, "900", "640"], check=True)
        wait_for(lambda: app.place()["WIDTH"] == 900, "the new size")
        keys("alt+2")
        app.wait_text("^Added$")
        place = app.place()
        app.close()
    with App() as app:
        app.wait_text("^Added$")
        wait_for(lambda: [app.place()[side] for side in ("WIDTH", "HEIGHT")] == [place["WIDTH"], place["HEIGHT"]], "the size it had")
        keys("alt+1")
        app.wait_text("^Drop photos")
        assert ONE.name not in app.texts()
        app.close()


def preferences_are_kept():
    kept = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings" / "keyfile"
    with App() as app:
        app.wait_text("^Drop photos")
        keys("alt+1", "ctrl+comma")
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


run(empty, live, search_and_open, many_pages, original_is_gone, question_fails, window_is_restored, preferences_are_kept, pictures_are_reopened)
