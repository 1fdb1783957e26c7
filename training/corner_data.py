# SPDX-License-Identifier: AGPL-3.0-or-later
"""Samples for the network that draws a plate's corners: what shows around a box, and where in it the corners are.

    python3 corner_data.py DATA OUT.png      a contact sheet with the corners drawn in

Real plates are those of quads.csv: their corners are known, so any view of them can be made. Rendered ones hang where a real one hung.
"""
import sys

import cv2
import numpy as np

import split
import synth
from augment import worsen
from nets import CORNERS_HEIGHT, CORNERS_WIDTH
from pictures import load, write_sheet

SIZE = (CORNERS_WIDTH, CORNERS_HEIGHT)
FRAME = np.float32([[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]])
GROWTH = .25            # of the box's height: how far the window reaches past the box on each side
SURROUNDINGS = 1.2      # heights of the plate: what is kept around a plate
LARGEST = 240           # pixels: so wide are plates kept at most
POOL = 1500             # rendered plates that are at hand


def window(quad):
    """The corners of the window that is shown of a plate believed to have these corners."""
    quad = np.float32(quad)
    tall = np.linalg.norm(quad[[3, 2]] - quad[[0, 1]], axis=1).mean()
    wide = np.linalg.norm(quad[[1, 2]] - quad[[0, 3]], axis=1).mean()
    side, end = (quad[[1, 1, 2, 2]] - quad[[0, 0, 3, 3]]) / max(1e-3, wide), (quad[[3, 2, 2, 3]] - quad[[0, 1, 1, 0]]) / max(1e-3, tall)
    return quad + GROWTH * tall * (side * np.float32([[-1], [1], [1], [-1]]) + end * np.float32([[-1], [-1], [1], [1]]))


def cut(image, quad):
    """What the program shows the network of a plate believed at `quad`: RGB window and the matrix from picture to window."""
    matrix = cv2.getPerspectiveTransform(window(quad).astype(np.float32), FRAME)
    return cv2.warpPerspective(image, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), matrix


def box_quad(low, high):
    return np.float32([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])


def surroundings(image, quad):
    """The part of a picture around a plate, not larger than needed, and the corners in it."""
    quad = np.float32(quad)
    low, high = quad.min(0), quad.max(0)
    tall = (high - low)[1]
    x0, y0 = np.maximum(0, np.floor(low - SURROUNDINGS * tall)).astype(int)
    x1, y1 = np.minimum(image.shape[1::-1], np.ceil(high + SURROUNDINGS * tall)).astype(int)
    part, scale = image[y0:y1, x0:x1], min(1., LARGEST / (high - low)[0])
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(part), (quad - np.float32([x0, y0])) * np.float32(scale)


def view(quad, rng):
    """A matrix that shows the plane of a plate from elsewhere."""
    center, tall = quad.mean(0), np.linalg.norm(quad[3] - quad[0])
    angle = np.radians(rng.normal(0, 9)) if rng.random() < .7 else 0.
    turn = np.float64([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    if rng.random() < .6:
        turn = turn @ np.float64([[1, rng.normal(0, .14)], [rng.normal(0, .14), 1]])
    turn = turn @ np.diag([np.exp(rng.normal(0, .12)), 1])
    wide = np.linalg.norm(quad[1] - quad[0])
    slope = np.float64([rng.normal(0, .12) / wide, rng.normal(0, .06) / tall]) if rng.random() < .6 else np.zeros(2)
    to, back = np.eye(3), np.eye(3)
    to[:2, 2], back[:2, 2] = -center, center
    middle = np.eye(3)
    middle[:2, :2], middle[2, :2] = turn, slope
    return back @ middle @ to


def seen(points, matrix):
    return cv2.perspectiveTransform(np.float32(points)[None], matrix)[0]


class Samples:
    def __init__(self, data, seed):
        self.rng = np.random.default_rng(seed)
        self.fonts = synth.Fonts()
        self.real, self.places = [], []
        for photo in split.training_photos(data):
            image = load(photo.path)
            for plate in photo.plates:
                x, y, w, h = plate.box
                if plate.quad is not None:
                    self.real.append(surroundings(image, plate.quad))
                elif w >= 40 and self.rng.random() < .6:
                    self.places.append(surroundings(image, box_quad((x, y), (x + w, y + h))))
        self.scraps = [load(p) for p in split.negatives(data)]
        self.pool = []

    def flat(self):
        """A rendered plate; one of five is new."""
        rng = self.rng
        if len(self.pool) < POOL or rng.random() < .2:
            image = synth.plate(self.fonts, rng).image
            if image.shape[1] > LARGEST:
                image = cv2.resize(image, None, fx=LARGEST / image.shape[1], fy=LARGEST / image.shape[1], interpolation=cv2.INTER_AREA)
            if len(self.pool) < POOL:
                self.pool.append(image)
                return image
            self.pool[rng.integers(POOL)] = image
            return image
        return self.pool[rng.integers(POOL)]

    def rendered(self):
        """A picture with a rendered plate in it, and its corners."""
        rng, image = self.rng, self.flat()
        fh, fw = image.shape[:2]
        if rng.random() < .75:
            ground, hung = self.places[rng.integers(len(self.places))]
            ground, low, high = ground.copy(), hung.min(0), hung.max(0)
            scale = rng.uniform(1., 1.12) * max((high[0] - low[0]) / fw, (high[1] - low[1]) / fh)
            center = (low + high) / 2
        else:
            scrap = self.scraps[rng.integers(len(self.scraps))]
            wide = int(np.exp(rng.uniform(np.log(40), np.log(LARGEST))))
            tall, scale = max(10, wide * fh // fw), wide / fw
            cw, ch = min(scrap.shape[1], wide + 2 * tall), min(scrap.shape[0], 3 * tall)
            x, y = int(rng.integers(scrap.shape[1] - cw + 1)), int(rng.integers(scrap.shape[0] - ch + 1))
            ground, center = scrap[y:y + ch, x:x + cw].copy(), np.float32([cw, ch]) / 2
        half = np.float32([fw, fh]) * scale / 2
        quad = box_quad(center - half, center + half)
        quad = seen(quad, view(quad, rng)) if rng.random() < .4 else quad
        light = np.clip(ground.mean() / 140, .3, 1.3) if rng.random() < .8 else 1.
        image = np.clip(image * np.float32(light * rng.uniform(.7, 1.35)), 0, 255).astype(np.uint8)
        if rng.random() < .35:      # a frame that holds it
            grown = quad.mean(0) + (quad - quad.mean(0)) * np.float32([1 + rng.uniform(.02, .08), 1 + rng.uniform(.06, .3)])
            color = tuple(int(v) for v in (rng.integers(0, 80, 3) if rng.random() < .7 else rng.integers(0, 256, 3)))
            cv2.fillConvexPoly(ground, np.round(grown * 16).astype(np.int32), color, cv2.LINE_AA, 4)
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [fw, 0], [fw, fh], [0, fh]]), quad)
        cv2.warpPerspective(image, matrix, ground.shape[1::-1], dst=ground, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)
        return ground, quad

    def sample(self):
        """(RGB window, corners in its pixels, corners of the box there, heights of the plate a pixel is long: across and down)"""
        rng = self.rng
        image, quad = self.real[rng.integers(len(self.real))] if rng.random() < .5 else self.rendered()
        matrix = view(quad, rng)
        if rng.random() < .3:
            matrix = np.float64([[-1, 0, image.shape[1]], [0, 1, 0], [0, 0, 1]]) @ matrix
        shown = seen(quad, matrix)
        if matrix[0, 0] < 0:
            shown = shown[[1, 0, 3, 2]]
        low, high = shown.min(0), shown.max(0)
        tall = np.linalg.norm(shown[[3, 2]] - shown[[0, 1]], axis=1).mean()
        loose = rng.uniform(-.14, .22, 4) if rng.random() < .8 else rng.normal(0, .12, 4)
        believed = box_quad(low - loose[:2] * tall, high + loose[2:] * tall)
        into = cv2.getPerspectiveTransform(window(believed), FRAME)
        picture = cv2.warpPerspective(image, into @ matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return worsen(picture, rng, .5), seen(shown, into), seen(believed, into), tall * np.float32([into[0, 0], into[1, 1]])

    def batch(self, count):
        """Pictures, targets as offsets from the box's corners, and scale of the offsets, in heights of the plate."""
        made = [self.sample() for _ in range(count)]
        return np.stack([m[0] for m in made]), np.stack([m[1] for m in made]), np.stack([m[2] for m in made]), np.stack([m[3] for m in made])


def main():
    samples, tiles = Samples(sys.argv[1], 5), []
    for _ in range(96):
        picture, corners, box, _ = samples.sample()
        tile = cv2.resize(picture, None, fx=1.5, fy=1.5)
        cv2.polylines(tile, [np.int32(corners * 24)], True, (0, 255, 0), 1, cv2.LINE_AA, 4)
        cv2.circle(tile, tuple(np.int32(corners[0] * 1.5).tolist()), 3, (255, 255, 0), -1)
        tiles.append(tile)
    write_sheet(sys.argv[2], tiles, 8)


if __name__ == "__main__":
    main()
