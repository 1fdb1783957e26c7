# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renders licence plates: flat, front on, with their text. Country-like layouts and pure chance.

    python3 synth.py OUT.png        a contact sheet, to look at before training on it
"""
import pathlib
import sys
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
GLYPH = 72              # cap height at which glyphs are cached

FONT_NAMES = """
OSP-DIN.ttf:3 RG2014B.ttf RG2014C.ttf RG2014D.ttf:2 RG2014E.ttf:2 RG2014EM.ttf routed-gothic.ttf:2
routed-gothic-narrow.ttf:2 Dosis-Bold.otf:3 Dosis-SemiBold.otf:2 Dosis-ExtraBold.otf:2 ClearSans-Bold.ttf
BebasNeue-Bold.otf BebasNeue-Regular.otf:2 LeagueMono-NarrowBold.otf:2 LeagueMono-CondensedBold.otf:2
LeagueMono-Bold.otf LeagueMono-NarrowMedium.otf LeagueMono-CondensedSemiBold.otf B612Mono-Bold.otf
LiberationSans-Bold.ttf:2 LiberationSansNarrow-Bold.ttf:2 LiberationSans-Regular.ttf LiberationMono-Bold.ttf
FreeSansBold.ttf FreeMonoBold.ttf DejaVuSans-Bold.ttf DejaVuSansCondensed-Bold.ttf DejaVuSansMono-Bold.ttf
Roboto-Medium.ttf Roboto-Bold.ttf RobotoCondensed-Bold.ttf:2 RobotoCondensed-Regular.ttf Lato-Bold.ttf
Lato-Heavy.ttf Inconsolata-Bold.otf Inconsolata.otf Hack-Bold.ttf Play-Bold.ttf
""".split()

# (pattern, weight): L letter, D digit, A either; '-' dash, '.' dot, ' ' gap, '@' seal or crest
ONE_ROW = [(p, w) for p, w in (
    ("LL-DDD-LL", 3), ("LLL DDD", 3), ("LLL-DDDD", 3), ("LLLDDDD", 2), ("LLDD LLL", 3), ("DLLLDDD", 3), ("LLLDLDD", 3),
    ("L@LL DDDD", 2), ("LL@LL DDD", 2), ("LLL@L DD", 1), ("LL DDDDL", 1), ("LL DDDDD", 2), ("DD-LL-LL", 1),
    ("DD-LLL-D", 1), ("L-DDD-LL", 1), ("DDL DDDD", 2), ("D-LLL-DDD", 2), ("DDDD LLL", 2), ("LL DDD LL", 1),
    ("LLDDDLL", 1), ("LL@DDDD", 1), ("LLL@DDD", 2), ("L DDDDDD", 1), ("LDDDLLDD", 1), ("LL DD L DDDD", 1),
    ("LL DD LL DDDD", 2), ("L DD LLL", 1), ("LL DD LLL", 1), ("DDD-DDD", 1), ("LDDD LLL", 1), ("DDDLLL", 1),
    ("LLL DDL", 1), ("LL-DDDD", 1), ("DDDDD", 1), ("AAAAAAA", 3), ("AAAAAA", 3), ("AAAAA", 2), ("AAAA", 1), ("AAA", 1),
    ("AAAAAAAA", 1), ("AAA AAA", 2), ("AAA-AAAA", 2), ("AAA.AAAA", 1), ("LLLLLLL", 1), ("LLLLL", 1), ("D DDDDDD", 1),
    ("DD-DDD-DD", 1), ("LLL.DDDD", 2), ("AAAAAAAAA", 1), ("LLLDDDDD", 1), ("DDD-LL-DDD", 1))
    for _ in range(1)]
TWO_ROW = [
    ("LL", "DDDD", 2), ("LLL", "DDDD", 3), ("LLL", "DDD", 2), ("LLL", "DLDD", 2), ("LL", "DDDLL", 2), ("L@", "LL DD", 2),
    ("LL@", "DDD LL", 2), ("LLL@", "L DD", 1), ("LL DD", "LLL", 2), ("LL DD", "DDDD", 2), ("LL-DD-L", "DDDD", 1),
    ("LLDD LL", "DDDD", 1), ("LLDD", "LL", 1), ("DD-LL", "DDDD", 2), ("DD-LD", "DDDDD", 2), ("LDDD", "LLL", 2),
    ("AA", "AAAA", 2), ("AAA", "AAAA", 2), ("AAA", "AAA", 2), ("AAAA", "AAA", 2), ("AA", "AAA", 1), ("AAA", "AA AA", 1),
    ("D LLL", "DDD", 1), ("DDD", "LL DD", 1), ("LL", "DD-DD", 1), ("L-DD", "DD-DD", 1), ("A", "AAAA", 1), ("AA-AA", "AA", 1)]

WORDS = """REPUBLICA BRASIL MERCOSUL OKLAHOMA California TEXAS Florida VIRGINIA ONTARIO Oregon Minnesota SINDH PUNJAB
ISLAMABAD KARACHI VICTORIA NSW QUEENSLAND MOTORS AUTOHAUS www.dealer.com CURITIBA SAO-PAULO BELO-HORIZONTE RS-ERECHIM
The-Garden-State SUNSHINE-STATE Discover BOY-COOL AMAZING Je-me-souviens First-in-Flight GARAGE RENAULT SKODA TOYOTA
Centennial STAY-ALERT DRIVE-SAFELY""".split()


@dataclass
class Flat:
    image: np.ndarray       # RGB, the plate from edge to edge
    rows: list              # texts, upper first


class Fonts:
    """Finds the font files and keeps glyph masks, cut to the cap height (with room for a descender)."""

    def __init__(self):
        files = {p.name: p for root in ("/usr/share/fonts", "/usr/local/share/fonts") for p in pathlib.Path(root).rglob("*.[ot]tf")}
        self.fonts, self.weights = [], []
        for name in FONT_NAMES:
            name, _, weight = name.partition(":")
            if name in files:
                self.fonts.append(self.at_cap_height(str(files[name])))
                self.weights.append(int(weight or 1))
        if not self.fonts:
            raise SystemExit("no fonts found: install the packages of training/packages-debian.txt")
        self.weights = np.array(self.weights, float) / sum(self.weights)
        self.cache = {}

    @staticmethod
    def at_cap_height(path):
        font = ImageFont.truetype(path, 100)
        top, bottom = font.getbbox("H")[1::2]
        return ImageFont.truetype(path, round(100 * GLYPH / (bottom - top)))

    def pick(self, rng):
        return rng.choice(len(self.fonts), p=self.weights)

    def glyph(self, index, char):
        key = (index, char)
        if key not in self.cache:
            font = self.fonts[index]
            top = font.getbbox("H")[1]
            image = Image.new("L", (GLYPH * 3, GLYPH * 4 // 3))
            ImageDraw.Draw(image).text((GLYPH // 2, GLYPH // 12 - top), char, 255, font=font)
            mask = np.asarray(image)
            columns = np.flatnonzero(mask.any(0))
            mask = mask[:, columns[0]:columns[-1] + 1] if len(columns) else mask[:, :GLYPH // 3]
            self.cache[key] = np.ascontiguousarray(mask)
        return self.cache[key]


def fill(pattern, rng):
    letters = "".join(LETTERS)
    out = []
    for c in pattern:
        out.append(rng.choice(list(letters)) if c == "L" else rng.choice(list(DIGITS)) if c == "D"
                   else rng.choice(list(LETTERS + DIGITS)) if c == "A" else c)
    return "".join(out)


def weighted(rng, table):
    weights = np.array([row[-1] for row in table], float)
    return table[rng.choice(len(table), p=weights / weights.sum())]


def line_mask(fonts, font, text, rng, spacing, equal):
    """Mask of a line of text, GLYPH high (plus room above and below), and where seals would go."""
    parts, seals, x = [], [], 0
    widest = max((fonts.glyph(font, c).shape[1] for c in text if c.isalnum()), default=GLYPH)
    for c in text:
        if c == " ":
            x += round(GLYPH * rng.uniform(.15, .45))
        elif c == "@":
            size = round(GLYPH * rng.uniform(.35, .6))
            seals.append((x + size // 2, size))
            x += size + round(GLYPH * spacing)
        elif c in "-.":
            wide = round(GLYPH * (rng.uniform(.2, .4) if c == "-" else .16))
            mask = np.zeros((GLYPH * 4 // 3, wide), np.uint8)
            mid, half = GLYPH // 12 + GLYPH // 2, round(GLYPH * (.06 if c == "-" else .08))
            mask[mid - half:mid + half] = 255
            parts.append((x, mask))
            x += wide + round(GLYPH * spacing)
        else:
            mask = fonts.glyph(font, c)
            step = widest if equal else mask.shape[1]
            parts.append((x + (step - mask.shape[1]) // 2, mask))
            x += step + round(GLYPH * spacing)
    line = np.zeros((GLYPH * 4 // 3, max(x, 4) + 4), np.uint8)
    for at, mask in parts:
        area = line[:, at:at + mask.shape[1]]
        np.maximum(area, mask[:, :area.shape[1]], out=area)
    return line, seals


def blend(image, mask, x, y, color):
    """Paints `color` through `mask` at x, y, clipped to the picture."""
    h, w = image.shape[:2]
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + mask.shape[1], w), min(y + mask.shape[0], h)
    if x0 >= x1 or y0 >= y1:
        return
    alpha = mask[y0 - y:y1 - y, x0 - x:x1 - x, None].astype(np.float32) / 255
    area = image[y0:y1, x0:x1]
    area[:] = (area * (1 - alpha) + np.float32(color) * alpha).astype(np.uint8)


def write(image, fonts, font, text, box, color, rng, spacing=.1, equal=False, weight=0, relief=0, seal=None):
    """Fits a line of text into box (x0, y0, x1, y1: y of the capitals' top and foot)."""
    x0, y0, x1, y1 = box
    line, seals = line_mask(fonts, font, text, rng, spacing, equal)
    if weight:
        kernel = np.ones((abs(weight) + 1,) * 2, np.uint8)
        line = cv2.dilate(line, kernel) if weight > 0 else cv2.erode(line, kernel)
    scale = (y1 - y0) / GLYPH
    squeeze = min(rng.uniform(.8, 1.15), (x1 - x0) / (line.shape[1] * scale))
    width, height = max(2, round(line.shape[1] * scale * squeeze)), max(3, round(line.shape[0] * scale))
    mask = cv2.resize(line, (width, height), interpolation=cv2.INTER_AREA)
    x = round(x0 + (x1 - x0 - width) * rng.uniform(.35, .65))
    y = round(y0 - GLYPH / 12 * scale)
    if relief:
        blend(image, mask // 3, x + relief, y + relief, (255, 255, 255) if rng.random() < .5 else (0, 0, 0))
    blend(image, mask, x, y, color)
    for at, size in seals:
        center = (round(x + at * scale * squeeze), round((y0 + y1) / 2 + (y1 - y0) * rng.uniform(-.15, .15)))
        cv2.circle(image, center, max(2, round(size * scale * .45)), seal or tuple(int(v) for v in rng.integers(0, 255, 3)), -1, cv2.LINE_AA)


def colors(rng):
    """Ground and ink."""
    kind = rng.random()
    light = int(rng.integers(190, 256))
    dark = tuple(int(v) for v in rng.integers(0, 60, 3))
    if kind < .45:
        tint = rng.integers(-12, 13, 3)
        return tuple(int(np.clip(light + t, 0, 255)) for t in tint), dark
    if kind < .62:
        return (int(rng.integers(215, 256)), int(rng.integers(150, 215)), int(rng.integers(0, 90))), dark
    if kind < .72:      # dark ground, light ink
        ground = [(20, 20, 24), (150, 20, 25), (20, 60, 130), (20, 90, 50), (60, 60, 65)][rng.integers(5)]
        return tuple(int(np.clip(v + rng.integers(-15, 16), 0, 255)) for v in ground), tuple(int(v) for v in rng.integers(190, 256, 3))
    if kind < .82:      # grey on grey
        base = int(rng.integers(110, 200))
        return (base, base, base), tuple(int(np.clip(base - rng.integers(50, 110) + v, 0, 255)) for v in rng.integers(-8, 9, 3))
    ink = [(180, 20, 30), (20, 40, 150), (10, 90, 40), (90, 30, 110), (0, 0, 0)][rng.integers(5)]
    return tuple(int(v) for v in rng.integers(170, 256, 3)), ink


def ground(height, width, color, rng):
    image = np.empty((height, width, 3), np.uint8)
    image[:] = color
    if rng.random() < .25:     # a gradient, as on American plates
        other = np.float32(rng.integers(90, 256, 3))
        t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        image[:] = np.float32(color) * (1 - t) + other * t * .6 + np.float32(color) * t * .4
    if rng.random() < .12:     # a picture behind the text
        for _ in range(rng.integers(1, 5)):
            center = (int(rng.integers(width)), int(rng.integers(height)))
            axes = (int(rng.integers(6, width // 3)), int(rng.integers(4, height // 2)))
            tint = tuple(int(v) for v in rng.integers(120, 256, 3))
            cv2.ellipse(image, center, axes, float(rng.uniform(0, 180)), 0, 360, tint, -1, cv2.LINE_AA)
    return image


def word(fonts, image, box, color, rng):
    text = WORDS[rng.integers(len(WORDS))].replace("-", " " if rng.random() < .7 else "-")
    write(image, fonts, fonts.pick(rng), text, box, color, rng, spacing=rng.uniform(.02, .2))


def border(image, ink, rng):
    h, w = image.shape[:2]
    if rng.random() < .6:
        inset, thick = int(rng.integers(1, 5)), int(rng.integers(1, 4))
        cv2.rectangle(image, (inset, inset), (w - 1 - inset, h - 1 - inset), ink, thick, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 3)) * 2 if rng.random() < .4 else 0):    # screws
        center = (int(rng.uniform(.05, .95) * w), int(h * (.08 if rng.random() < .5 else .92)))
        cv2.circle(image, center, max(1, int(h * rng.uniform(.02, .05))), tuple(int(v) for v in rng.integers(30, 220, 3)), -1, cv2.LINE_AA)


def band(fonts, image, x0, x1, rng, digits=False):
    """The blue (or other) strip at an edge, with stars or letters: never part of the text."""
    h = image.shape[0]
    color = (20, 50, 160) if rng.random() < .8 else tuple(int(v) for v in rng.integers(0, 200, 3))
    image[:, x0:x1] = color
    cx, wide = (x0 + x1) // 2, x1 - x0
    if rng.random() < .7:
        for a in np.arange(0, 2 * np.pi, np.pi / 6):
            cv2.circle(image, (round(cx + wide * .3 * np.cos(a)), round(h * .3 + wide * .3 * np.sin(a))), max(1, h // 50), (240, 210, 40), -1)
    if rng.random() < .8:
        text = fill("DD" if digits else rng.choice(["L", "LL", "LLL"]), rng)
        write(image, fonts, fonts.pick(rng), text, (x0 + 1, round(h * .62), x1 - 1, round(h * .82)), (245, 245, 245), rng)


def one_row(fonts, rng, text):
    style = rng.random()
    aspect = rng.uniform(4., 5.2) if style < .55 else rng.uniform(1.7, 3.4)
    height = 104
    width = round(height * aspect)
    paper, ink = colors(rng)
    image = ground(height, width, paper, rng)
    look = dict(spacing=rng.uniform(.03, .28), equal=rng.random() < .3, weight=int(rng.integers(-3, 5)), relief=int(rng.integers(0, 3)) if rng.random() < .4 else 0)
    left, right, top, foot = .03, .97, .13, .87
    if style < .55:
        share = rng.uniform(.06, .11)
        if rng.random() < .6:
            band(fonts, image, 0, round(width * share), rng)
            left = share + .015
        if rng.random() < .2:
            band(fonts, image, round(width * (1 - share)), width, rng, digits=True)
            right = 1 - share - .015
        size = rng.uniform(.6, .8)
        if rng.random() < .15:
            size = rng.uniform(.5, .62)
            word(fonts, image, (round(width * .2), round(height * .86), round(width * .8), round(height * .95)), ink, rng)
        top = .5 - size / 2 + rng.uniform(-.04, .04)
        foot = top + size
    else:
        size = rng.uniform(.42, .62)
        above, below = rng.random() < .7, rng.random() < .5
        top = (.3 if above else .15) + rng.uniform(-.05, .05)
        foot = min(top + size, .78 if below else .92)
        if above:
            if rng.random() < .2:
                image[:round(height * .24)] = tuple(int(v) for v in rng.integers(0, 256, 3))
            word(fonts, image, (round(width * .15), round(height * .06), round(width * .85), round(height * (top - .06))), ink if rng.random() < .6 else tuple(int(v) for v in rng.integers(0, 256, 3)), rng)
        if below:
            word(fonts, image, (round(width * .15), round(height * (foot + .06)), round(width * .85), round(height * .95)), ink if rng.random() < .6 else tuple(int(v) for v in rng.integers(0, 256, 3)), rng)
        for _ in range(int(rng.integers(0, 3))):     # stickers in the corners
            x, y = int(width * rng.choice([.03, .85])), int(height * rng.choice([.04, .78]))
            cv2.rectangle(image, (x, y), (x + width // 10, y + height // 6), tuple(int(v) for v in rng.integers(0, 256, 3)), -1)
            write(image, fonts, fonts.pick(rng), fill("DD", rng), (x + 1, y + 3, x + width // 10 - 1, y + height // 6 - 3), (240, 240, 240), rng)
    font = fonts.pick(rng)
    write(image, fonts, font, text, (round(width * left), round(height * top), round(width * right), round(height * foot)), ink, rng, **look)
    border(image, ink, rng)
    return image


def two_row(fonts, rng, upper, lower):
    height = 128
    width = round(height * rng.uniform(1.05, 1.8))
    paper, ink = colors(rng)
    image = ground(height, width, paper, rng)
    look = dict(spacing=rng.uniform(.03, .28), equal=rng.random() < .3, weight=int(rng.integers(-3, 5)), relief=int(rng.integers(0, 3)) if rng.random() < .4 else 0)
    left, split = .05, rng.uniform(.44, .54)
    top, foot = .07, .94
    upper_left = left
    if rng.random() < .5:     # a band beside the upper line, or all the way down
        share = rng.uniform(.1, .18)
        if rng.random() < .6:
            patch = image[:round(height * split)]
            band(fonts, patch, 0, round(width * share), rng)
            upper_left = share + .03
        else:
            band(fonts, image, 0, round(width * share), rng)
            left = upper_left = share + .03
    elif rng.random() < .25:
        word(fonts, image, (round(width * .15), round(height * .03), round(width * .85), round(height * .11)), ink, rng)
        top = .16
    if rng.random() < .12:
        word(fonts, image, (round(width * .15), round(height * .9), round(width * .85), round(height * .97)), ink, rng)
        foot = .85
    gap = rng.uniform(.03, .06)
    if rng.random() < .3:      # a smaller upper line
        split -= rng.uniform(.03, .1)
    font = fonts.pick(rng)
    upper_right = .95 if rng.random() < .7 else rng.uniform(.75, .95)
    write(image, fonts, font, upper, (round(width * upper_left), round(height * top), round(width * upper_right), round(height * (split - gap))), ink, rng, **look)
    write(image, fonts, font, lower, (round(width * left), round(height * (split + gap)), round(width * .95), round(height * foot)), ink, rng, **look)
    border(image, ink, rng)
    return image


def plate(fonts, rng, two=None):
    """One random plate."""
    if two is None:
        two = rng.random() < .4
    if two:
        upper, lower, _ = weighted(rng, TWO_ROW)
        upper, lower = fill(upper, rng), fill(lower, rng)
        return Flat(two_row(fonts, rng, upper, lower), ["".join(c for c in t if c.isalnum()) for t in (upper, lower)])
    text = fill(weighted(rng, ONE_ROW)[0], rng)
    return Flat(one_row(fonts, rng, text), ["".join(c for c in text if c.isalnum())])


def main():
    fonts, rng = Fonts(), np.random.default_rng(7)
    tiles = []
    for _ in range(80):
        flat = plate(fonts, rng)
        tile = np.zeros((100, 200, 3), np.uint8)
        scale = min(196 / flat.image.shape[1], 80 / flat.image.shape[0])
        small = cv2.resize(flat.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        tile[:small.shape[0], :small.shape[1]] = small
        cv2.putText(tile, "/".join(flat.rows), (2, 96), 0, .45, (0, 255, 255), 1)
        tiles.append(tile)
    sheet = np.vstack([np.hstack(tiles[i:i + 8]) for i in range(0, len(tiles), 8)])
    cv2.imwrite(sys.argv[1], sheet[:, :, ::-1])


if __name__ == "__main__":
    main()
