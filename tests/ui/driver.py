"""Drives the real window through assistive technology, keys and the pointer. Everything is waited for, nothing slept through.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import functools
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from accessible import Desktop, read_tree

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM, COMMAND, SOURCE, PICTURES = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
SAMPLES = SOURCE / "data" / "samples"
LIMIT = 60  # seconds; a busy machine needs them, a quiet one never


def wait_for(what, words, limit=LIMIT):
    """What `what` returns once it is true; fails with `words` after `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            save_picture("failure")
            raise AssertionError(f"waited in vain for {words}")
        time.sleep(0.05)


def save_picture(name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    subprocess.run(["import", "-window", "root", str(PICTURES / f"{name}.png")], check=True)


def keys(*names):
    subprocess.run(["xdotool", "key", "--delay", "30", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--delay", "15", text], check=True)


def find_windows(title):
    done = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True, check=False)
    return done.stdout.split()


@functools.cache
def read_plates(path):
    """The texts that the command line reads: what the window must show too."""
    done = subprocess.run([str(COMMAND), "detect", "--json", str(path)], capture_output=True, text=True, check=True)
    return [plate["text"] for plate in json.loads(done.stdout.splitlines()[0])["plates"]]


class App:
    """The window program, started with `arguments`; ended at the end of a with block."""

    def __init__(self, *arguments, program=PROGRAM, env=None):
        self.closed = False
        self.process = subprocess.Popen([str(program), *map(str, arguments)],
                                        env={**os.environ, "G_DEBUG": "fatal-warnings", **(env or {})})
        self.desktop = Desktop()
        self.root = wait_for(self.find_application, "the program in the accessible tree")
        self.window = wait_for(self.find_window, "the window")
        subprocess.run(["xdotool", "windowfocus", "--sync", self.window], check=False)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            save_picture("failure")
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(LIMIT)
        elif kind is None and not self.closed:
            raise AssertionError(f"the program ended with status {self.process.returncode}")

    def find_application(self):
        self.check_is_running()
        return self.desktop.find_program(self.process.pid)

    def check_is_running(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with status {self.process.returncode}")

    def find_window(self):
        done = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                              capture_output=True, text=True, check=False)
        return done.stdout.split()[-1] if done.stdout.split() else None

    def nodes(self):
        """All that is visible now."""
        self.check_is_running()
        return read_tree(self.root)

    def texts(self):
        """All words that are showing now."""
        return [node.name for node in self.nodes()]

    def find(self, role, name, least_actions=0):
        for node in self.nodes():
            if re.fullmatch(role, node.role) and re.fullmatch(name, node.name) and (not least_actions or node.count_actions() >= least_actions):
                return node
        return None

    def wait_text(self, pattern, limit=LIMIT):
        return wait_for(lambda: next((text for text in self.texts() if re.search(pattern, text)), None), pattern, limit)

    def wait_no_text(self, pattern):
        wait_for(lambda: not any(re.search(pattern, text) for text in self.texts()), f"the end of {pattern}")

    def wait_node(self, role, name):
        return wait_for(lambda: self.find(role, name), f"{role} “{name}”")

    def click(self, role, name):
        def press():
            node = self.find(role, name, least_actions=1)  # a button may hold a second one of its name that does nothing
            return node and node.act()

        wait_for(press, f"{role} “{name}” to be clicked")

    def activate(self):
        """Gives the window the keys."""
        subprocess.run(["xdotool", "windowactivate", "--sync", self.window], check=True)

    def place(self, window=None):
        done = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window or self.window],
                              capture_output=True, text=True, check=True)
        return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", done.stdout)}

    def close(self):
        """Closes the window as a person does, so that its state is kept."""
        keys("ctrl+q")
        assert self.process.wait(LIMIT) == 0, "the program did not end well"
        self.closed = True


def run(*scenarios):
    """Runs them one after the other, or only those named after the fourth argument."""
    for scenario in scenarios:
        if sys.argv[5:] and scenario.__name__ not in sys.argv[5:]:
            continue
        begin = time.monotonic()
        print(f"{scenario.__name__} ...", flush=True)
        scenario()
        print(f"{scenario.__name__}: {time.monotonic() - begin:.1f} s", flush=True)
