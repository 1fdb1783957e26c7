# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rendered licence plates: flat, front on, with their text. What they look like is data: layouts/*.json, styles.json, fonts.json.

    python3 synth.py OUT.png [NAME...]     a contact sheet, of the named files of layouts/ only: look at it before training on it
    python3 synth.py --check               every layout is read, gives plausible texts and can be drawn
    python3 synth.py --shares              how often each kind of plate is drawn
"""
import sys

import cv2
import numpy as np

from fonts import Fonts as Faces
from grammar import plain
from layouts import Layouts, faults
from pictures import write_sheet
from render import Flat, draw
from split import held_out

__all__ = ["Flat", "Fonts", "plate"]


class Fonts(Faces):
    """What a plate is drawn from: the faces, the layouts, and the texts that are never drawn."""

    def __init__(self, forbidden=()):
        super().__init__()
        self.layouts, self.forbidden = Layouts(), frozenset(forbidden)

    def draw_text(self, layout, rng):
        """A text that training may see, with its separators."""
        while True:
            text = layout.draw_text(rng)
            if not held_out(plain(text)) and plain(text) not in self.forbidden:
                return text


def plate(fonts, rng, two=None):
    """One random plate; of two rows or of one where asked."""
    layout = fonts.layouts.pick(rng, None if two is None else 2 if two else 1)
    return draw(layout, fonts, fonts.draw_text(layout, rng), rng)


def sheet(path, names):
    fonts, rng, tiles = Fonts(), np.random.default_rng(7), []
    some = [l for n in names for l in fonts.layouts.regions[n]]
    for i in range(108):
        layout = some[i % len(some)] if some else fonts.layouts.pick(rng)
        flat = draw(layout, fonts, fonts.draw_text(layout, rng), rng)
        tile = np.zeros((110, 200, 3), np.uint8)
        scale = min(196 / flat.image.shape[1], 86 / flat.image.shape[0])
        small = cv2.resize(flat.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        tile[:small.shape[0], :small.shape[1]] = small
        cv2.putText(tile, "/".join(flat.rows) + " " + layout.region[:8], (2, 105), 0, .4, (0, 255, 255), 1)
        tiles.append(tile)
    write_sheet(path, tiles, 9)


def check():
    fonts, rng = Fonts(), np.random.default_rng(11)
    found = faults(fonts.layouts, rng)
    for layout in fonts.layouts.all:
        for _ in range(4):
            flat = draw(layout, fonts, fonts.draw_text(layout, rng), rng)
            if flat.image.dtype != np.uint8 or flat.image.ndim != 3 or min(flat.image.shape[:2]) < 50:
                found.append(f"{layout.region}, {layout.name}: drawn as {flat.image.shape}")
    print(f"{len(fonts.layouts.regions)} files, {fonts.layouts.places} countries and states, {len(fonts.layouts.all)} layouts, {len(fonts.faces)} faces")
    if fonts.missing:
        print("fonts not installed:", ", ".join(fonts.missing))
    print("\n".join(found) or "all layouts are sound")
    return 1 if found else 0


def shares():
    layouts, kinds = Layouts(), {}
    for layout, weight in zip(layouts.all, layouts.weights):
        kinds[layout.kind] = kinds.get(layout.kind, 0) + weight
    for kind, weight in sorted(kinds.items(), key=lambda k: -k[1]):
        print(f"{100 * weight:5.1f} %  {kind}")
    return 0


def main():
    if "--check" in sys.argv:
        return check()
    if "--shares" in sys.argv:
        return shares()
    sheet(sys.argv[1], sys.argv[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
