"""An installation of this build to be tested: under a prefix that it was not configured for.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import shutil
import subprocess


def install(build, folder):
    """The prefix below folder, with the schema compiled as a package manager's trigger does."""
    done = subprocess.run(["meson", "install", "-C", str(build), "--no-rebuild", "--destdir", str(folder)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    prefix = next(folder.rglob("bin/konnetec")).parent.parent
    subprocess.run(["glib-compile-schemas", str(prefix / "share" / "glib-2.0" / "schemas")], check=True)
    moved = folder / "a place of its own"
    shutil.move(prefix, moved)
    return moved
