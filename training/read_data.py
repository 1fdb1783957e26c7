# SPDX-License-Identifier: AGPL-3.0-or-later
"""Crops for the reader: real ones (read/ and cut from detect/) and rendered ones, worsened afresh each time.

    python3 read_data.py DATA OUT.png      a contact sheet
"""
import sys

import cv2
import numpy as np

import split
import synth
import weather
from augment import jitter_quad, to_grey, worsen
from nets import READER_HEIGHT, READER_WIDTH
from pictures import load, write_sheet

SIZE = (READER_WIDTH, READER_HEIGHT)
SOURCE_WEIGHT = {"romania": .25, "openalpr_eu": 1., "openalpr_eu_twoline": 2., "openalpr_br_cam": .6, "openalpr_br_misc": 1.2,
                 "openlpr_world": 1.6, "unlabelled_mixed": 1.5, "unlabelled_br": .6, "photo:romania": .1, "photo:openlpr": 1., "photo:easypr_cn": .3}
BY_READER, TWO_ROW = .33, 2.        # crops that only a reader read weigh less, those of two rows seen by a person more
CODE = {c: i + 1 for i, c in enumerate(split.ALPHABET)}


def encode(text):
    return [CODE[c] for c in text]


def normalise(grey):
    return (grey.astype(np.float32) / 255 - .5) / .5


class Real:
    """Labelled crops; `rows` is [text, ""] where somebody saw one row or the shape says so, None where it may be two."""

    def __init__(self, data):
        self.items, weights = [], []
        for crop in split.training_crops(data):
            image = load(crop.path)
            aspect = image.shape[1] / image.shape[0]
            flat = crop.source in ("openalpr_eu", "romania", "openalpr_br_cam") or aspect > (2.2 if crop.source == "openalpr_br_misc" else 3.0)
            one = crop.layout == "one-row" if crop.layout else flat
            self.items.append((image, crop.text, one, .08))
            weights.append(SOURCE_WEIGHT[crop.source] * (BY_READER if crop.by == "reader" else TWO_ROW if crop.by and crop.layout == "two-row" else 1))
        for photo, plate in split.training_plates(data):
            image, (x, y, w, h) = load(photo.path), plate.box
            m = .2 * h
            cut = image[max(0, round(y - m)):round(y + h + m), max(0, round(x - m)):round(x + w + m)]
            if cut.shape[0] >= 10:
                self.items.append((cut.copy(), plate.text, plate.layout == "one-row" if plate.layout else w / h > 2.6, .15))
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
    """Rendered plates where a real one hung, or on a scrap of a real picture."""

    PLACES = 1200       # plates of photos whose surroundings are kept

    def __init__(self, data, seed=0):
        self.fonts = synth.Fonts(split.validation_texts(data))
        self.scraps = [cv2.cvtColor(load(p), cv2.COLOR_RGB2GRAY) for p in split.negatives(data)]
        photos = [p for p in split.training_photos(data) if p.source != "romania"]
        some = np.random.default_rng(seed).permutation(len(photos))[:self.PLACES]
        self.places = [place for i in some for place in around(photos[i])]

    def ground(self, quad, rng):
        """What shows around the plate."""
        if rng.random() < .65:
            image, box = self.places[int(rng.integers(len(self.places)))]
            return cv2.warpPerspective(image, cv2.getPerspectiveTransform(box, quad), SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        scrap = self.scraps[rng.integers(len(self.scraps))]
        sh, sw = scrap.shape
        cw, ch = int(rng.integers(20, sw // 2)), int(rng.integers(10, sh // 2))
        x, y = int(rng.integers(sw - cw)), int(rng.integers(sh - ch))
        return cv2.resize(scrap[y:y + ch, x:x + cw], SIZE, interpolation=cv2.INTER_LINEAR)

    def sample(self, rng):
        flat = synth.plate(self.fonts, rng)
        grey = to_grey(flat.image, rng)
        h, w = grey.shape
        if w > 1.4 * SIZE[0] or h > 1.4 * SIZE[1]:
            grey = cv2.resize(grey, (min(w, SIZE[0] * 5 // 4), min(h, SIZE[1] * 5 // 4)), interpolation=cv2.INTER_AREA)
            h, w = grey.shape
        quad = jitter_quad(*SIZE, rng, (-.08, .1) if rng.random() < .35 else (0., .25))
        ground = self.ground(quad, rng)
        if rng.random() < .08:     # night: the plate throws the light back, nothing else does
            ground = cv2.convertScaleAbs(ground, alpha=rng.uniform(.05, .4))
        elif rng.random() < .5:
            gain = rng.uniform(.5, 1.)
            grey = cv2.convertScaleAbs(grey, alpha=gain, beta=rng.uniform(0, 255 * (1 - gain)))
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), quad)
        out = cv2.warpPerspective(grey, matrix, SIZE, dst=ground, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
        rows = flat.rows + [""] if len(flat.rows) == 1 else flat.rows
        return out, "".join(flat.rows), rows


def around(photo):
    """Grey surroundings of a photo's plates, each with the corners of its box a little grown, about as large as the window."""
    image, found = cv2.cvtColor(load(photo.path), cv2.COLOR_RGB2GRAY), []
    for plate in photo.plates:
        x, y, w, h = plate.box
        x0, y0, x1, y1 = (max(0, round(v)) for v in (x - .3 * w, y - .8 * h, x + 1.3 * w, y + 1.8 * h))
        part = image[y0:y1, x0:x1]
        if w < 30 or min(part.shape) < 12:
            continue
        scale = min(1., SIZE[0] / w)
        corners = np.float32([[x - .02 * w, y - .05 * h], [x + 1.02 * w, y - .05 * h], [x + 1.02 * w, y + 1.05 * h], [x - .02 * w, y + 1.05 * h]]) - np.float32([x0, y0])
        found.append((cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), corners * np.float32(scale)))
    return found


class Mix:
    """Batches of both: grey pictures [N,1,64,160], texts, rows."""

    def __init__(self, data, seed, real_share=.6):
        self.real, self.rendered = Real(data), Rendered(data)
        self.rng, self.share = np.random.default_rng(seed), real_share

    def sample(self):
        rng = self.rng
        source, strength = (self.real, .6) if rng.random() < self.share else (self.rendered, .8)
        grey, text, rows = source.sample(rng)
        if rng.random() < .12 * strength:
            grey = weather.on_picture(grey, rng)
        grey = worsen(grey, rng, strength)
        if source is self.rendered and grey.std() < 5:      # nothing left to read
            return self.sample()
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
    write_sheet(sys.argv[2], tiles, 10)


if __name__ == "__main__":
    main()
