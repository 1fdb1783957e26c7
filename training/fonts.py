# SPDX-License-Identifier: AGPL-3.0-or-later
"""The letters of rendered plates: fonts of the system by family (fonts.json) and alphabets drawn here (strokes.json).

A face is one font, or one drawn alphabet. Masks of its glyphs are drawn once and kept.
"""
import json
import pathlib
import unicodedata

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

HERE = pathlib.Path(__file__).parent
CAP = 56                # height of a capital in a mask
ABOVE = CAP // 12       # room above it; as much again, and a little more, lies below
HEIGHT = CAP * 4 // 3
SAMPLE = "ABCDEHKLMNPRSTUX0234567890"


def plain_letter(char):
    """The letter that a label gives for a letter with a mark."""
    return unicodedata.normalize("NFD", char)[0]


class FileFace:
    """A font of the system, at the size that makes its capitals CAP high."""

    def __init__(self, path):
        font = ImageFont.truetype(path, 100)
        top, foot = font.getbbox("H")[1::2]
        self.font = ImageFont.truetype(path, round(100 * CAP / (foot - top)))

    def draw(self, char):
        image = Image.new("L", (CAP * 3, HEIGHT))
        ImageDraw.Draw(image).text((CAP // 2, ABOVE - self.font.getbbox("H")[1]), char, 255, font=self.font)
        return np.asarray(image)


class DrawnFace:
    """An alphabet from strokes.json: how wide, how bold, how round, which shapes is drawn by lot."""

    FINE = 4            # glyphs are drawn this much larger, then shrunk

    def __init__(self, plan, strokes, rng):
        self.width, self.stroke, self.round = (rng.uniform(*plan[k]) for k in ("width", "stroke", "round"))
        self.flat = plan["ends"] == "flat"
        self.glyphs, self.wide = dict(strokes["glyphs"]), dict(strokes["wide"])
        for shape in plan["shapes"]:
            if rng.random() < .5:
                self.glyphs[shape[0]] = strokes["other"][shape]
                self.wide[shape[0]] = strokes["wide"].get(shape, strokes["wide"].get(shape[0], 1.))
        if self.wide["1"] != 0 and self.glyphs["I"] == strokes["other"]["I slab"]:
            self.wide["I"] = .5

    def draw(self, char):
        fine = self.FINE
        bold = self.stroke * CAP * fine
        wide = max(0., self.width * self.wide.get(char, 1.) * CAP * fine - bold)
        size = np.float64([wide, CAP * fine - bold])
        image = np.zeros((HEIGHT * fine, round(wide + 2 * bold) + 8), np.uint8)
        for path in self.glyphs[char].split(";"):
            self.line(image, path.split(), size, np.float64([bold + 2, ABOVE * fine + bold / 2]), bold)
        return cv2.resize(image, (image.shape[1] // fine, HEIGHT), interpolation=cv2.INTER_AREA)

    def line(self, image, words, size, origin, bold):
        closed = words[-1] == "z"
        words = words[:-1] if closed else words
        points = np.float64([[float(v) for v in w.rstrip("o").split(",")] for w in words]) * size
        radius = self.round * max(size[0], .3 * size[1])
        path, corner = [], []
        for i, (word, here) in enumerate(zip(words, points)):
            before, after = points[i - 1], points[(i + 1) % len(points)]
            inner = closed or 0 < i < len(points) - 1
            if not (word.endswith("o") and inner):
                path.append(here)
                corner.append(inner and right_angle(before - here, after - here))
                continue
            reach = [min(radius, np.linalg.norm(p - here) * .5) for p in (before, after)]
            a, b = (here + (p - here) * r / max(1e-6, np.linalg.norm(p - here)) for p, r in zip((before, after), reach))
            for t in np.linspace(0, 1, 9):      # a cubic: close to a circle's quarter
                path.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * (a + .55 * (here - a)) + 3 * (1 - t) * t * t * (b + .55 * (here - b)) + t ** 3 * b)
                corner.append(False)
        stroke(image, np.float64(path) + origin, corner, closed, bold, self.flat)


def right_angle(a, b):
    return abs(a @ b) < .35 * np.linalg.norm(a) * np.linalg.norm(b)


def stroke(image, path, corner, closed, bold, flat):
    """Draws a line of the given boldness; joints are round, right angles square where `flat`."""
    count = len(path)
    for i in range(count if closed else count - 1):
        a, b = path[i], path[(i + 1) % count]
        along = (b - a) / max(1e-6, np.linalg.norm(b - a))
        across = np.float64([-along[1], along[0]]) * bold / 2
        ends = [bold / 2 if flat and corner[j] else 0. for j in (i, (i + 1) % count)]
        if flat and not closed:     # an open end is cut square at the letter's edge
            ends = [bold / 2 if j in (0, count - 1) else e for j, e in zip((i, i + 1), ends)]
        a, b = a - along * ends[0], b + along * ends[1]
        cv2.fillConvexPoly(image, np.round(np.float64([a - across, a + across, b + across, b - across]) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    for i, p in enumerate(path):
        if closed or 0 < i < count - 1 or not flat:
            cv2.circle(image, tuple(np.round(p * 16).astype(int).tolist()), round(bold * 8), 255, -1, cv2.LINE_AA, 4)


class Fonts:
    """All faces; a family is a list of indices with weights."""

    def __init__(self, seed=17):
        rng = np.random.default_rng(seed)
        plan = json.loads((HERE / "fonts.json").read_text())
        strokes = json.loads((HERE / "strokes.json").read_text())
        files = {p.name: p for root in ("/usr/share/fonts", "/usr/local/share/fonts") for p in pathlib.Path(root).rglob("*.[ot]tf")}
        self.faces, self.families, self.missing, known = [], {}, [], {}
        for family, parts in plan.items():
            if family == "about":
                continue
            members = self.families[family] = []
            for name in parts["files"]:
                name, _, weight = name.partition(":")
                if name not in files:
                    self.missing.append(name)
                    continue
                if name not in known:
                    known[name] = len(self.faces)
                    self.faces.append(FileFace(str(files[name])))
                members.append((known[name], float(weight or 1)))
            for drawn in parts.get("drawn", []):
                for _ in range(drawn["count"]):
                    members.append((len(self.faces), drawn["weight"]))
                    self.faces.append(DrawnFace(drawn, strokes, rng))
        if not known:
            raise SystemExit("no fonts found: install the packages of training/packages-debian.txt")
        self.families = {k: ([i for i, _ in v], np.cumsum([w for _, w in v]) / sum(w for _, w in v)) for k, v in self.families.items()}
        self.cache, self.widths, self.words = {}, {}, {}

    def pick(self, rng, family=None):
        """The index of a face, of one family or of any."""
        if family is None:
            return int(rng.integers(len(self.faces)))
        faces, bounds = self.families[family]
        return faces[int(np.searchsorted(bounds, rng.random()))]

    def glyph(self, face, char):
        """Mask of a letter, HEIGHT high, no wider than the letter."""
        key = (face, char)
        if key not in self.cache:
            letter = plain_letter(char)
            mask = self.faces[face].draw(letter)
            columns = np.flatnonzero(mask.any(0))
            mask = mask[:, columns[0]:columns[-1] + 1] if len(columns) else mask[:, :CAP // 3]
            self.cache[key] = np.ascontiguousarray(mask if letter == char else marked(mask, unicodedata.normalize("NFD", char)[1]))
        return self.cache[key]

    def mean_width(self, face):
        """Of a plain letter, against the capitals' height."""
        if face not in self.widths:
            self.widths[face] = float(np.mean([self.glyph(face, c).shape[1] for c in SAMPLE])) / CAP
        return self.widths[face]

    def word(self, face, text):
        """Mask of small print, where only the look counts."""
        if not text.isascii():
            face = self.families["arabic"][0][0]
        elif isinstance(self.faces[face], DrawnFace) and not all(c == " " or c in self.faces[face].glyphs for c in text):
            face = self.families["sans"][0][face % len(self.families["sans"][0])]
        key = (face, text)
        if key not in self.words:
            gap = np.zeros((HEIGHT, 5), np.uint8)
            parts = [p for c in text for p in ((np.zeros((HEIGHT, 18), np.uint8) if c == " " else self.glyph(face, c)), gap)]
            self.words[key] = cv2.resize(np.hstack(parts), None, fx=.4, fy=.4, interpolation=cv2.INTER_AREA)
            if len(self.words) > 3000:
                self.words.pop(next(iter(self.words)))
        return self.words[key]


def marked(mask, mark):
    """A letter with dots or a hook over it, as high as a plain one."""
    out = np.zeros_like(mask)
    out[ABOVE + CAP // 4:ABOVE + CAP] = cv2.resize(mask[ABOVE:ABOVE + CAP], (mask.shape[1], CAP - CAP // 4), interpolation=cv2.INTER_AREA)
    w, y, r = mask.shape[1], ABOVE + CAP // 12, max(2, CAP // 13)
    if mark == "̈":
        for x in (w // 4, w - 1 - w // 4):
            cv2.circle(out, (x, y), r, 255, -1, cv2.LINE_AA)
    else:
        cv2.polylines(out, [np.int32([[w // 4, y - r], [w // 2, y + r], [w - w // 4, y - r]])], False, 255, r, cv2.LINE_AA)
    return out
