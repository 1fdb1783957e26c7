"""What the flow tests share: the program under test in a home of its own, and pictures whose reads are known.

The tests take the program from the command line: TEST SOURCE_ROOT BUILD_ROOT. All but one use the small networks of tests/data/models,
which see a plate of 64x24 round each red cell of 8x8 pixels, and read an even grey as a character, twice.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

source = build = None


# ---- pictures

def bmp(width, height, grey, cells=()):
    """An even grey with red cells; width is a multiple of 4."""
    rows = [bytearray([grey] * 3 * width) for _ in range(height)]
    for left, top in cells:
        for row in rows[top:top + 8]:
            row[3 * left:3 * (left + 8)] = b"\x00\x00\xff" * 8
    pixels = b"".join(reversed(rows))
    return (b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54)
            + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 0, 0, 0, 0) + pixels)


def plate(number, height=64):
    """A picture that is one plate (--crops) and reads as the character number, twice: plate(10) is "AA".
    A few pixels in height make another file of the same text."""
    return bmp(160, height, round((number % 36 + 1) * 255 / 36))


def plate_text(number):
    return ALPHABET[number % 36] * 2


def photo(cells=((200, 200),)):
    """A photo with a plate round each cell; each reads "88"."""
    return bmp(640, 640, 64, cells)


def png_head(width, height):
    """A PNG that says how large it is and has next to nothing in it."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b""))


# ---- the program

class Case(unittest.TestCase):
    """A test with a folder of its own: pictures/ (the working folder), home/, models/."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="konnetec-flow-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.pictures = self.folder / "pictures"
        self.home = self.folder / "home"
        self.models = self.folder / "models"
        for folder in (self.pictures, self.home, self.models):
            folder.mkdir()
        from_ = source / "tests" / "data" / "models"
        for kind in ("finder", "corners", "reader"):
            shutil.copy(from_ / f"test-{kind}.onnx", self.models)
            shutil.copy(from_ / f"test-{kind}.json", self.models / f"plate-{kind}.json")

    # Where things are

    @property
    def program(self):
        return str(build / "src" / "cli" / "konnetec")

    @property
    def data(self):
        return self.home / ".local" / "share" / "konnetec"

    def organization(self):
        """The folder of the only organization."""
        folders = list((self.data / "orgs").iterdir())
        self.assertEqual(len(folders), 1, folders)
        return folders[0]

    def stored_files(self):
        return sorted(path.name for folder in ("images", "thumbs") for path in (self.organization() / folder).rglob("*") if path.is_file())

    def environment(self):
        kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        return {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home),
                "LC_ALL": "C.UTF-8", "GIO_USE_VFS": "local", "G_DEBUG": "fatal-warnings", **kept}

    def add(self, name, content):
        path = self.pictures / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    # Running it

    def command(self, verb, *arguments):
        # Options may come anywhere, but not behind "--".
        return [self.program, verb, "--models-dir", str(self.models), *arguments]

    def run_raw(self, command, **more):
        return subprocess.run(command, cwd=self.pictures, env=self.environment(), capture_output=True, stdin=subprocess.DEVNULL, check=False, **more)

    def konnetec(self, verb, *arguments, status=0, before=()):
        """Runs a verb, behind the words of before; returns standard output and standard error as text."""
        done = self.run_raw([*before, *self.command(verb, *arguments)])
        output, errors = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, f"{arguments}: {output}{errors}")
        self.assertNotIn("CRITICAL", errors)
        self.assertNotIn("Sanitizer", errors)
        return output, errors

    def detect(self, *arguments, status=0, before=()):
        """The JSON objects of "detect --json"."""
        output, _ = self.konnetec("detect", "--json", *arguments, status=status, before=before)
        return [json.loads(line) for line in output.splitlines()]

    def history(self, *arguments):
        output, _ = self.konnetec("history", "--json", *arguments)
        return [json.loads(line) for line in output.splitlines()]

    # Questions

    def assert_one_sentence(self, text, *parts):
        """One clear line that names what it is about."""
        self.assertEqual(len(text.strip().splitlines()), 1, text)
        self.assertGreater(len(text.strip()), 20, text)
        for part in parts:
            self.assertIn(part, text)

    def assert_refused(self, name, *parts, status=1):
        """A file that cannot be read gives its line with an error; a good one beside it is read all the same."""
        good = self.add("zz-good.bmp", plate(10))
        bad, after = self.detect("--crops", name, good.name, status=status)
        self.assertEqual(bad["plates"], [])
        self.assert_one_sentence(bad["error"], *parts)
        self.assertEqual((after["error"], after["plates"][0]["text"]), (None, "AA"))
        _, errors = self.konnetec("detect", "--crops", name, good.name, status=status)
        self.assert_one_sentence(errors, *parts)
        return bad


def can(*command):
    """Whether this machine lets us do that."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main():
    global source, build
    source, build = map(pathlib.Path, sys.argv[1:3])
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
