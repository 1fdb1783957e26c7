# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws a plate, flat and front on, from a layout. Boxes are parts of the plate's width and height; a row's box is what its capitals fill."""
import functools
import json
from dataclasses import dataclass

import cv2
import numpy as np

import weather
from fonts import ABOVE, CAP, HEIGHT, HERE, plain_letter
from grammar import plain

AREA = 30000            # pixels of a plate
COLORS = json.loads((HERE / "styles.json").read_text())["colors"]
STAR = (240, 205, 50)


@dataclass
class Flat:
    image: np.ndarray       # RGB, the plate from edge to edge
    rows: list              # texts, upper first


def between(rng, limits):
    return limits[0] + (limits[1] - limits[0]) * rng.random()


def one_of(rng, things):
    return things[int(rng.random() * len(things))]


def color(rng, name):
    """A named colour with some luck in it, or any."""
    if name == "any":
        return tuple(int(256 * rng.random()) for _ in range(3))
    light = rng.random()
    return tuple(min(255, max(0, int(a + (b - a) * light - 8 + 16 * rng.random()))) for a, b in zip(*COLORS[name]))


def blend(image, mask, x, y, ink):
    """Paints `ink` through `mask` at x, y, clipped to the picture; gives the area it touched."""
    h, w = image.shape[:2]
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + mask.shape[1], w), min(y + mask.shape[0], h)
    if x0 >= x1 or y0 >= y1:
        return None
    area = image[y0:y1, x0:x1]
    weather.lay(area, mask[y0 - y:y1 - y, x0 - x:x1 - x], ink)
    return area


def sign(rng):
    """Something that looks like a letter of another script."""
    mask = np.zeros((HEIGHT, round(CAP * between(rng, (.6, 1.)))), np.uint8)
    w = mask.shape[1]
    for _ in range(int(rng.integers(4, 9))):
        a = rng.integers((3, ABOVE + 3), (w - 3, ABOVE + CAP - 3))
        b = np.clip(a + (rng.integers(-w // 2, w // 2, 2) * ((1, .1) if rng.random() < .5 else (.2, 1))).astype(int), (3, ABOVE + 3), (w - 3, ABOVE + CAP - 3))
        cv2.line(mask, tuple(a.tolist()), tuple(b.tolist()), 255, int(rng.integers(3, 6)), cv2.LINE_AA)
    return mask


@dataclass
class Hand:
    """How all rows of one plate are written."""
    face: int
    squeeze: float
    gap: float
    space: float
    equal: bool
    bold: int
    emboss: float
    light: int          # from which side it falls on embossed letters
    worn: bool


def hand(layout, fonts, rng):
    family = None if rng.random() < .04 else one_of(rng, layout.fonts)
    face = fonts.pick(rng, family)
    width = between(rng, layout.letter)
    squeeze = float(np.clip(width / fonts.mean_width(face), .55, 1.6))
    emboss = between(rng, layout.emboss) if rng.random() < .5 else 0.
    return Hand(face, squeeze, between(rng, layout.gap), between(rng, layout.space), rng.random() < layout.pitch,
                round(between(rng, layout.bold)), emboss, 1 if rng.random() < .8 else -1, rng.random() < .025)


def compose(fonts, hand, text, rng):
    """Mask of a row, HEIGHT high, not yet squeezed, and the places of its seals."""
    parts, seals, x = [], [], 0
    unit = CAP / hand.squeeze           # one capital's height, measured along the squeezed row
    gap = max(1, round(hand.gap * unit))
    cell = max((fonts.glyph(hand.face, c).shape[1] for c in text if c.isalnum()), default=CAP) if hand.equal else 0
    for c in text:
        if c == " ":
            x += round(hand.space * unit)
        elif c == "_":
            x += round(hand.space * unit * .4)
        elif c == "@":
            size = between(rng, (.38, .5))
            seals.append((x + size * unit / 2, size))
            x += round((size + .02) * unit) + gap
        else:
            if c in "-.":
                mask = np.zeros((HEIGHT, round(unit * (between(rng, (.18, .34)) if c == "-" else .15))), np.uint8)
                middle, half = ABOVE + CAP // 2, round(CAP * (.055 if c == "-" else .07))
                mask[middle - half:middle + half + 1] = 255
            else:
                mask = sign(rng) if c == "&" else fonts.glyph(hand.face, c)
            step = max(cell, mask.shape[1]) if plain_letter(c).isalnum() else mask.shape[1]
            parts.append((x + (step - mask.shape[1]) // 2, mask))
            x += step + gap
    line = np.zeros((HEIGHT, max(x - gap, 4)), np.uint8)
    for at, mask in parts:
        area = line[:, at:at + mask.shape[1]]
        np.maximum(area, mask[:, :area.shape[1]], out=area)
    return line, seals


def write_row(image, fonts, layout, hand, text, box, ink, rng):
    x0, y0, x1, y1 = box
    line, seals = compose(fonts, hand, text, rng)
    if hand.bold:
        kernel = np.ones((abs(hand.bold) + 1,) * 2, np.uint8)
        line = cv2.dilate(line, kernel) if hand.bold > 0 else cv2.erode(line, kernel)
    scale = (y1 - y0) / CAP
    squeeze = min(hand.squeeze, (x1 - x0) / (line.shape[1] * scale))
    width, height = max(2, round(line.shape[1] * scale * squeeze)), max(3, round(HEIGHT * scale))
    mask = cv2.resize(line, (width, height), interpolation=cv2.INTER_AREA)
    if hand.worn:
        mask = weather.wear(mask, rng)
    x = round(x0 + (x1 - x0 - width) * between(rng, layout.align))
    y = round(y0 - ABOVE * scale)
    area = blend(image, mask, x, y, ink)
    if hand.emboss and area is not None and area.shape[:2] == mask.shape:
        edge = cv2.filter2D(mask, cv2.CV_16S, np.float32([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]) * (hand.emboss * hand.light / 3))
        cv2.add(area, cv2.merge((edge, edge, edge)), dst=area, dtype=cv2.CV_8U)
    kind = one_of(rng, layout.seal)
    for at, size in seals:
        seal(image, kind, x + at * scale * squeeze, (y0 + y1) / 2, size * (y1 - y0), y1 - y0, rng)


def seal(image, kind, x, y, size, cap, rng):
    """Marks between the letters: never text."""
    any_color = color(rng, "any")
    if kind == "german":       # inspection above, the state's below; one may be missing
        for dy, lot in ((-.26, color(rng, one_of(rng, ["orange", "blue", "green", "yellow", "red", "brown"]))), (.24, color(rng, one_of(rng, ["white", "silver", "silver", "any"])))):
            if rng.random() < .88:
                spot = (round(x), round(y + dy * cap))
                radius = max(2, round(size * (.46 if dy > 0 else .42)))
                cv2.circle(image, spot, radius, lot, -1, cv2.LINE_AA)
                cv2.circle(image, spot, max(1, radius // 2), any_color, -1 if rng.random() < .5 else 1, cv2.LINE_AA)
    elif kind == "crest":
        w, h = size * .48, min(size * .62, cap * .45)
        shield = np.float32([[-w, -h], [w, -h], [w, .3 * h], [0, h], [-w, .3 * h]]) + np.float32([x, y + cap * between(rng, (-.12, .12))])
        cv2.fillConvexPoly(image, np.round(shield * 16).astype(np.int32), any_color, cv2.LINE_AA, 4)
        inner = shield.mean(0) + (shield - shield.mean(0)) * np.float32([.55, .8] if rng.random() < .5 else [1., .35])
        cv2.fillConvexPoly(image, np.round(inner * 16).astype(np.int32), color(rng, one_of(rng, ["white", "any", "any"])), cv2.LINE_AA, 4)
    elif kind == "small":
        spot = (round(x), round(y + cap * between(rng, (-.4, .0))))
        cv2.circle(image, spot, max(1, round(size * between(rng, (.14, .3)))), any_color, -1, cv2.LINE_AA)
    elif kind == "star":
        for turn in (0, np.pi / 3):
            points = np.float32([[np.sin(a + turn), np.cos(a + turn)] for a in (0, 2 * np.pi / 3, 4 * np.pi / 3)]) * size * .45 + np.float32([x, y])
            cv2.fillConvexPoly(image, np.round(points * 16).astype(np.int32), any_color, cv2.LINE_AA, 4)
    else:                      # a sticker
        w, h = size * between(rng, (.3, .48)), cap * between(rng, (.2, .4))
        cv2.rectangle(image, (round(x - w), round(y - h)), (round(x + w), round(y + h)), any_color, -1)
        if rng.random() < .5:
            cv2.circle(image, (round(x), round(y)), max(1, round(w * .6)), color(rng, "any"), -1, cv2.LINE_AA)


def word(image, fonts, text, box, ink, rng, family=None):
    """Small print inside a box."""
    x0, y0, x1, y1 = box
    if text == "$number":
        text = str(100 + 7 * int(60 * rng.random()))
    mask = fonts.word(fonts.pick(rng, family), text)
    scale = (y1 - y0) / (.4 * CAP)
    width = min(mask.shape[1] * scale * between(rng, (.8, 1.15)), x1 - x0)
    size = (max(2, round(width)), max(2, round(mask.shape[0] * scale)))
    mask = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    blend(image, mask, round((x0 + x1 - width) / 2), round(y0 - ABOVE * .4 * scale), ink)


def fold(image, box):
    h, w = image.shape[:2]
    return box[0] * w, box[1] * h, box[2] * w, box[3] * h


def fill(image, box, paint):
    x0, y0, x1, y1 = (round(v) for v in fold(image, box))
    image[max(y0, 0):max(y1, 0), max(x0, 0):max(x1, 0)] = paint


def band(image, fonts, plan, rng):
    """The strip at an edge, with stars or a flag and letters. Gives the width that it took."""
    if rng.random() >= plan.get("chance", 1.):
        return 0.
    share = between(rng, plan["share"])
    y0, y1 = {"full": (0, 1), "upper": (0, .5), "lower": (.5, 1)}[plan.get("rows", "full")]
    left = plan.get("side", "left") == "left"
    box = (0, y0, share, y1) if left else (1 - share, y0, 1, y1)
    fill(image, box, color(rng, one_of(rng, plan.get("color", ["blue"]))))
    x0, top, x1, foot = fold(image, box)
    wide, high, cx = x1 - x0, foot - top, (x0 + x1) / 2
    if rng.random() < plan.get("stars", 0):
        r, cy = min(wide * .32, high * .28), top + high * .3
        for a in np.arange(0, 2 * np.pi, np.pi / 6):
            cv2.circle(image, (round(cx + r * np.cos(a)), round(cy + r * np.sin(a))), max(1, round(r * .14)), STAR, -1, cv2.LINE_AA)
    elif rng.random() < plan.get("flag", 0):
        for i in range(3):
            fill(image, (box[0] + share * .15, y0 + (y1 - y0) * (.12 + .1 * i), box[2] - share * .15, y0 + (y1 - y0) * (.22 + .1 * i)), color(rng, "any"))
    if plan.get("text") and rng.random() < .93:
        size = min(high * .22, wide * .7)
        word(image, fonts, one_of(rng, plan["text"]), (x0 + 1, foot - high * .14 - size, x1 - 1, foot - high * .14), color(rng, one_of(rng, plan.get("ink", ["white"]))), rng, "narrow")
    return share


def mark(image, fonts, plan, rng):
    """A word, a coloured box (with or without a word), a line or a blob."""
    if rng.random() >= plan.get("chance", 1.):
        return
    box = plan["at"]
    if "box" in plan:
        fill(image, box, color(rng, one_of(rng, plan["box"])))
    if "line" in plan:
        x0, y0, x1, y1 = (round(v) for v in fold(image, box))
        cv2.line(image, (x0, y0), (x1, y1), color(rng, one_of(rng, plan["line"])), 1 + int(rng.random() * 2), cv2.LINE_AA)
    if "blob" in plan:
        x0, y0, x1, y1 = fold(image, box)
        for _ in range(1 + int(rng.random() * 4)):
            spot = (round(between(rng, (x0, x1))), round(between(rng, (y0, y1))))
            axes = (max(1, round((x1 - x0) * between(rng, (.15, .5)))), max(1, round((y1 - y0) * between(rng, (.15, .5)))))
            cv2.ellipse(image, spot, axes, 360 * rng.random(), 0, 360, color(rng, one_of(rng, plan["blob"])), -1, cv2.LINE_AA)
    if "text" in plan:
        if "box" in plan:       # inside it
            dx, dy = (box[2] - box[0]) * .12, (box[3] - box[1]) * .2
            box = (box[0] + dx, box[1] + dy, box[2] - dx, box[3] - dy)
        word(image, fonts, one_of(rng, plan["text"]), fold(image, box), color(rng, one_of(rng, plan.get("ink", ["black"]))), rng, plan.get("fonts"))


def apart(one, other):
    return sum(abs(a - b) for a, b in zip(one, other))


def second(paper, ink, rng):
    """Another colour for the ground, which leaves the letters legible."""
    other = color(rng, "pastel")
    return other if apart(other, ink) > 220 else tuple((3 * a + b) // 4 for a, b in zip(paper, other))


def ground(shape, paper, ink, layout, rng):
    image = np.empty((*shape, 3), np.uint8)
    image[:] = paper
    gradient, picture = layout.ground
    if rng.random() < gradient:
        other, turn = np.float32(second(paper, ink, rng)), rng.random() < .3
        t = np.linspace(rng.random() * .5, 1, shape[0], dtype=np.float32)[:, None, None]
        if turn:
            t = 1 - abs(2 * t - 1)
        image[:] = np.float32(paper) * (1 - t) + other * t
    if rng.random() < picture:
        h, w = shape
        for _ in range(int(rng.integers(1, 5))):
            spot = (int(rng.integers(w)), int(rng.integers(h)))
            axes = (int(rng.integers(4, w // 3)), int(rng.integers(4, h // 2)))
            cv2.ellipse(image, spot, axes, 180 * rng.random(), 0, 360, second(paper, ink, rng), -1, cv2.LINE_AA)
    return image


@functools.lru_cache(64)
def quarter(r):
    """What lies outside a rounded corner of radius r."""
    y, x = np.mgrid[:r, :r]
    return (x - r + .5) ** 2 + (y - r + .5) ** 2 > r * r


def border(image, layout, ink, rng):
    h, w = image.shape[:2]
    if rng.random() < layout.border:
        inset, thick = int(rng.integers(1, 4)), int(rng.integers(1, 4))
        cv2.rectangle(image, (inset, inset), (w - 1 - inset, h - 1 - inset), ink, thick, cv2.LINE_AA)
    if layout.corner and rng.random() < .7:     # the corners are cut round: something dark looks through
        r = round(layout.corner * min(h, w))
        paint = color(rng, one_of(rng, ["black", "any", "steel"]))
        outside = quarter(r)
        for piece in (image[:r, :r], image[:r, ::-1][:, :r], image[::-1, :r][:r], image[::-1, ::-1][:r, :r]):
            piece[outside] = paint


def frame(image, fonts, layout, rng):
    """A holder that lies over the edges, often with the dealer's name."""
    low, high = min(r[1] for r in layout.rows), 1 - max(r[3] for r in layout.rows)
    top, foot, side = (between(rng, (.25, .8)) * v for v in (low, high, .04))
    paint = color(rng, one_of(rng, ["black", "black", "steel", "any"]))
    for box in ((0, 0, 1, top), (0, 1 - foot, 1, 1), (0, 0, side, 1), (1 - side, 0, 1, 1)):
        fill(image, box, paint)
    for y0, y1 in ((0, top), (1 - foot, 1)):
        if y1 - y0 > .07 and rng.random() < .7:
            inset = (y1 - y0) * .2
            word(image, fonts, one_of(rng, DEALERS), fold(image, (.12, y0 + inset, .88, y1 - inset)), color(rng, one_of(rng, ["white", "silver", "any"])), rng, one_of(rng, ["sans", "narrow", "serif", "italic"]))


DEALERS = ["AUTOHAUS MEYER", "www.cars.com", "BMW", "FORD", "TOYOTA", "RENAULT", "VOLVO", "SKODA", "HONDA OF TROY", "Concessionaria", "GARAGE DUPONT", "MERCEDES-BENZ",
           "LEXUS", "CHEVROLET", "ALUMNI", "NISSAN", "HYUNDAI", "Tel. 0800 4711", "AUTO CENTER", "JEEP", "SUZUKI MOTORS", "KIA"]


def draw(layout, fonts, text, rng):
    """The plate with this text; '/' in it begins the second row."""
    aspect = between(rng, layout.aspect)
    shape = (round((AREA / aspect) ** .5), round((AREA * aspect) ** .5))
    paper, ink = color(rng, one_of(rng, layout.paper)), color(rng, one_of(rng, layout.ink))
    if apart(paper, ink) < 200:      # a weak pair of colours: make them part
        ink = tuple(v // 3 for v in paper) if sum(paper) > 330 else tuple(255 - (255 - v) // 4 for v in paper)
    image = ground(shape, paper, ink, layout, rng)
    edges = {"left": 0., "right": 0.}
    for plan in layout.bands:
        taken = band(image, fonts, plan, rng)
        for i in range(len(layout.rows)):
            if plan.get("rows", "full") in ("full", ("upper", "lower")[i]) and taken:
                edges[plan.get("side", "left"), i] = taken + .012
    for plan in layout.marks:
        mark(image, fonts, plan, rng)
    for words, at in ((layout.top, layout.top_at), (layout.foot, layout.foot_at)):
        if words:
            mark(image, fonts, {"at": at, "text": words, "ink": ["black", "any"] if rng.random() < .3 else layout.ink, "chance": .92}, rng)
    pen = hand(layout, fonts, rng)
    shift = rng.normal(0, .012)
    for i, (row, box) in enumerate(zip(text.split("/"), layout.rows)):
        grow = between(rng, (-.02, .02)) + (box[3] - box[1]) * between(rng, (-.06, .03))
        x0 = max(box[0], edges.get(("left", i), 0.))
        x1 = min(box[2], 1 - edges.get(("right", i), 0.))
        write_row(image, fonts, layout, pen, row, fold(image, (x0, box[1] - grow / 2 + shift, x1, box[3] + grow / 2 + shift)), ink, rng)
    border(image, layout, ink, rng)
    if rng.random() < layout.bolts:
        weather.bolts(image, rng)
    if rng.random() < layout.frame:
        frame(image, fonts, layout, rng)
    return Flat(weather.on_plate(image, rng), [plain(r) for r in text.split("/")])
