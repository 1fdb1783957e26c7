# SPDX-License-Identifier: AGPL-3.0-or-later
"""Crops for the reader: real ones (read/ and cut from detect/) and rendered ones, worsened afresh each time.

    python3 read_data.py DATA OUT.png      a contact sheet
"""
import sys

import cv2
import numpy as np

import split
import synth
from augment import jitter_quad, to_grey, worsen
from nets import READER_HEIGHT, READER_WIDTH
from pictures import load

SIZE = (READER_WIDTH, READER_HEIGHT)
SOURCE_WEIGHT = {"romania": .25, "openalpr_eu": 1., "openalpr_eu_twoline": 2., "openalpr_br_cam": .6, "openalpr_br_misc": 1.2,
                 "openlpr_world": 1.6, "photo:romania": .1, "photo:openlpr": 1., "photo:easypr_cn": .3}
CODE = {c: i + 1 for i, c in enumerate(split.ALPHABET)}


def encode(text):
    return [CODE[c] for c in text]


def normalise(grey):
    return (grey.astype(np.float32) / 255 - .5) / .5


class Real:
    """Labelled crops; `rows` is [text, ""] where the shape says one row, None where it may be two."""

    def __init__(self, data):
        self.items, weights = [], []
        for crop in split.training_crops(data):
            image = load(crop.path)
            aspect = image.shape[1] / image.shape[0]
            one = crop.source in ("openalpr_eu", "romania", "openalpr_br_cam") or aspect > (2.2 if crop.source == "openalpr_br_misc" else 3.0)
            self.items.append((image, crop.text, one, .08))
            weights.append(SOURCE_WEIGHT[crop.source])
        for photo, plate in split.training_plates(data):
            image, (x, y, w, h) = load(photo.path), plate.box
            m = .2 * h
            cut = image[max(0, round(y - m)):round(y + h + m), max(0, round(x - m)):round(x + w + m)]
            if cut.shape[0] >= 10:
                self.items.append((cut.copy(), plate.text, w / h > 2.6, .15))
                weights.append(SOURCE_WEIGHT["photo:" + photo.source])
        self.weights = np.array(weights) / sum(weights)

    def sample(self, rng):
        image, text, one, margin = self.items[rng.choice(len(self.items), p=self.weights)]
        h, w = image.shape[:2]
        inner = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
        if rng.random() < .85:     # the window moves and tilts a little around the stored crop
            shift = rng.uniform(-.10, margin + .02, 4)
            inner = np.float32([[shift[0], shift[1]], [w / h - shift[2], shift[1]], [w / h - shift[2], 1 - shift[3]], [shift[0], 1 - shift[3]]]) * h
            inner += rng.normal(0, .03, (4, 2)).astype(np.float32) * h
            a = np.radians(rng.normal(0, 2.5))
            center = inner.mean(0)
            inner = (inner - center) @ np.float32([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) + center
        grey = to_grey(image, rng)
        if w > 1.7 * SIZE[0]:
            scale = 1.3 * SIZE[0] / w
            grey, inner = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), inner * scale
        frame = np.float32([[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]])
        matrix = cv2.getPerspectiveTransform(inner.astype(np.float32), frame)
        grey = cv2.warpPerspective(grey, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return grey, text, ([text, ""] if one else None)


class Rendered:
    """Rendered plates on a scrap of a real picture."""

    def __init__(self, data):
        self.fonts = synth.Fonts()
        self.scraps = [cv2.cvtColor(load(p), cv2.COLOR_RGB2GRAY) for p in split.negatives(data)]

    def sample(self, rng):
        flat = synth.plate(self.fonts, rng)
        grey = to_grey(flat.image, rng)
        h, w = grey.shape
        if w > 1.5 * SIZE[0]:
            grey = cv2.resize(grey, (SIZE[0] * 5 // 4, SIZE[1] * 5 // 4), interpolation=cv2.INTER_AREA)
            h, w = grey.shape
        scrap = self.scraps[rng.integers(len(self.scraps))]
        sh, sw = scrap.shape
        cw, ch = int(rng.integers(20, sw // 2)), int(rng.integers(10, sh // 2))
        x, y = int(rng.integers(sw - cw)), int(rng.integers(sh - ch))
        ground = cv2.resize(scrap[y:y + ch, x:x + cw], SIZE, interpolation=cv2.INTER_LINEAR)
        corners = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
        matrix = cv2.getPerspectiveTransform(corners, jitter_quad(*SIZE, rng))
        if rng.random() < .5:
            gain = rng.uniform(.5, 1.)
            grey = cv2.convertScaleAbs(grey, alpha=gain, beta=rng.uniform(0, 255 * (1 - gain)))
        out = cv2.warpPerspective(grey, matrix, SIZE, dst=ground.copy(), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
        rows = flat.rows + [""] if len(flat.rows) == 1 else flat.rows
        return out, "".join(flat.rows), rows


class Mix:
    """Batches of both: grey pictures [N,1,64,160], texts, rows."""

    def __init__(self, data, seed, real_share=.6):
        self.real, self.rendered = Real(data), Rendered(data)
        self.rng, self.share = np.random.default_rng(seed), real_share

    def sample(self):
        rng = self.rng
        source, strength = (self.real, .6) if rng.random() < self.share else (self.rendered, 1.)
        grey, text, rows = source.sample(rng)
        grey = worsen(grey, rng, strength)
        if rng.random() < .05:
            grey = 255 - grey
        return grey, text, rows

    def batch(self, count):
        samples = [self.sample() for _ in range(count)]
        return normalise(np.stack([s[0] for s in samples])[:, None]), [s[1] for s in samples], [s[2] for s in samples]


def plain(image):
    """A crop as the program feeds it: grey, resized to the network's window."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    shrink = grey.shape[1] > SIZE[0] and grey.shape[0] > SIZE[1]
    return cv2.resize(grey, SIZE, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)


def main():
    mix = Mix(sys.argv[1], 3)
    tiles = []
    for _ in range(120):
        grey, text, rows = mix.sample()
        tile = np.zeros((82, 164), np.uint8)
        tile[:64, :160] = grey
        cv2.putText(tile, ("?" + text) if rows is None else "/".join(rows), (2, 78), 0, .45, 255, 1)
        tiles.append(tile)
    cv2.imwrite(sys.argv[2], np.vstack([np.hstack(tiles[i:i + 10]) for i in range(0, 120, 10)]))


if __name__ == "__main__":
    main()
