"""The window as it is installed, under a prefix that it was not built for, in German: settings, templates, models and translations
are all found there.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib
import sys
import tempfile

from driver import PROGRAM, SAMPLES, SOURCE, App, read_plates, run, save_picture

sys.path.append(str(SOURCE / "tests" / "flow"))
from installation import install  # noqa: E402

PICTURE = SAMPLES / "delivery-van.jpg"


def installed_in_german():
    with tempfile.TemporaryDirectory() as folder:
        prefix = install(PROGRAM.parents[2], pathlib.Path(folder).resolve())
        with App(PICTURE, program=prefix / "bin" / PROGRAM.name, env={"LANGUAGE": "de"}) as app:
            app.wait_text("^Verlauf$")
            app.wait_text("^1280 × 960 Pixel$")
            for text in read_plates(PICTURE):
                assert text, "a sample that is read"
                app.wait_text(f"^{text}$")
            save_picture("installed-german")


run(installed_in_german)
