# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scenes for the finder: real photos scaled, turned, squeezed and put together, and rendered plates pasted into them.

    python3 find_data.py DATA OUT.png      a contact sheet with the labels drawn in
"""
import sys
from dataclasses import dataclass, field

import cv2
import numpy as np

import labels
import split
import synth
import weather
from augment import worsen
from pictures import load, write_sheet

GREY = 114
SOURCE_WEIGHT = {"openlpr": 1., "romania": .6, "openimages": 1.6, "roboflow_us_in": 1.5, "easypr_cn": .6}
SQUEEZED = ("openimages", "roboflow_us_in")
MARKED_WEIGHT = 4       # of photos in which somebody marked a plate's corners: there are few
# How far the boxes of a source reach past the plate: left, above, right, below, in heights of the plate (median over the training side of quads.csv).
LOOSE = {"openlpr": (.11, .11, .16, .14), "romania": (.24, .24, .23, .24)}


@dataclass
class Target:
    box: np.ndarray                 # x0, y0, x1, y1
    corners: np.ndarray = None      # TL, TR, BR, BL of the plate as it is read; None where unknown
    two_row: float = -1.            # 1, 0, or -1 where unknown


@dataclass
class Scene:
    image: np.ndarray
    targets: list = field(default_factory=list)
    ignored: list = field(default_factory=list)     # boxes that are neither plate nor ground
    doubtful: list = field(default_factory=list)    # areas that may hold plates nobody labelled


def box_of(corners, source):
    """The box that `source` would give a plate with these corners."""
    low, high = corners.min(0), corners.max(0)
    left, above, right, below = LOOSE.get(source, (0, 0, 0, 0))
    tall = np.linalg.norm(corners[[3, 2]] - corners[[0, 1]], axis=1).mean()
    return low - np.float32([left, above]) * tall, high + np.float32([right, below]) * tall


def move(points, matrix):
    return np.float32(points) @ matrix[:, :2].T + matrix[:, 2]


def is_marked(photo):
    return any(plate.quad is not None for plate in photo.plates)


def shares(weights):
    return np.array(weights) / max(1e-9, np.sum(weights))


class Scenes:
    def __init__(self, data, seed):
        self.rng = np.random.default_rng(seed)
        self.fonts = synth.Fonts()
        self.photos = split.training_photos(data)
        self.images = [load(p.path) for p in self.photos]
        self.empty = [load(p) for p in split.negatives(data)]
        self.weights = shares([SOURCE_WEIGHT[p.source] * (MARKED_WEIGHT if is_marked(p) else 1) for p in self.photos])
        self.learn_hard(data)

    def learn_hard(self, data):
        """What looks like a plate and is none comes up more often; what may be a plate is forgiven."""
        known = {str(p.path.relative_to(data)): k for k, p in enumerate(self.photos)}
        empty = {str(p.relative_to(data)): k for k, p in enumerate(split.negatives(data))}
        self.hard, weights = [], []     # (photo or None, picture without plates or None, box)
        for file, boxes in labels.hard().items():
            for box, what, score in boxes:
                if what == "plate" and file in known:
                    self.photos[known[file]].ignored.append(box)
                elif what == "ground" and (file in known or file in empty):
                    self.hard.append((known.get(file), empty.get(file), box))
                    weights.append(score)
        self.hard_weights = shares(weights)

    def scene(self, size):
        """A square scene: one photo, or four or nine side by side."""
        rng = self.rng
        scene = Scene(np.full((size, size, 3), GREY, np.uint8))
        cuts = [[0, size], [0, int(rng.uniform(.25, .75) * size), size], [0, size // 3, 2 * size // 3, size]][rng.choice(3, p=(.5, .35, .15))]
        areas = [(x0, y0, x1, y1) for y0, y1 in zip(cuts, cuts[1:]) for x0, x1 in zip(cuts, cuts[1:])]
        for area in areas:
            kind = rng.random()
            if kind < .2:
                self.place_empty(scene, area)
            elif kind < .35 and self.hard:
                self.place_hard(scene, area, size)
            else:
                self.place_photo(scene, area, size)
        if rng.random() < .3:
            self.worsen_color(scene)
        if rng.random() < .07:
            scene.image = weather.on_picture(scene.image, rng)
        scene.image = worsen(scene.image, rng, .45)
        if rng.random() < .08:
            self.grain(scene)
        return scene

    def worsen_color(self, scene):
        rng = self.rng
        if rng.random() < .3:
            grey = cv2.cvtColor(scene.image, cv2.COLOR_RGB2GRAY)
            scene.image = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
        else:
            gains = rng.uniform(.6, 1.3, 3).astype(np.float32)
            scene.image = np.clip(scene.image * gains, 0, 255).astype(np.uint8)

    def grain(self, scene):
        """Strong noise, in the colours or as lone dots."""
        rng = self.rng
        if rng.random() < .5:
            noise = np.empty(scene.image.shape, np.float32)
            cv2.randn(noise, 0, rng.uniform(10, 40))
            scene.image = np.clip(scene.image + noise, 0, 255).astype(np.uint8)
        else:
            dots = rng.random(scene.image.shape[:2]) < rng.uniform(.005, .06)
            scene.image[dots] = rng.integers(0, 256, (int(dots.sum()), 3))

    def place_hard(self, scene, area, size):
        photo, empty, box = self.hard[self.rng.choice(len(self.hard), p=self.hard_weights)]
        if photo is not None:
            self.place_photo(scene, area, size, photo, box)
        else:
            self.place_empty(scene, area, image=self.empty[empty], around=box)

    def place_empty(self, scene, area, plates=True, image=None, around=None):
        rng = self.rng
        x0, y0, x1, y1 = area
        if x1 - x0 < 16 or y1 - y0 < 16:
            return
        if image is None:
            image = self.empty[rng.integers(len(self.empty))]
        h, w = image.shape[:2]
        part = rng.uniform(.3, 1.)
        ch, cw = max(8, int(h * part)), max(8, int(w * part))
        y, x = int(rng.integers(h - ch + 1)), int(rng.integers(w - cw + 1))
        if around is not None:      # what is shown holds this box
            x = int(np.clip(around[0] + around[2] / 2 - cw * rng.uniform(.2, .8), 0, w - cw))
            y = int(np.clip(around[1] + around[3] / 2 - ch * rng.uniform(.2, .8), 0, h - ch))
        scene.image[y0:y1, x0:x1] = cv2.resize(image[y:y + ch, x:x + cw], (x1 - x0, y1 - y0))
        if plates and rng.random() < .35:      # a rendered plate somewhere on it
            wide = np.exp(rng.uniform(np.log(14), np.log(max(20, .8 * (x1 - x0)))))
            center = (rng.uniform(x0, x1), rng.uniform(y0, y1))
            self.paste(scene, center, wide, area, None)

    def place_photo(self, scene, area, size, index=None, anchor=None):
        """A photo, one of its plates (or `anchor`) somewhere in the area, as large as chance wants it."""
        rng = self.rng
        x0, y0, x1, y1 = area
        aw, ah = x1 - x0, y1 - y0
        if aw < 24 or ah < 24:
            return
        if index is None:
            index = rng.choice(len(self.photos), p=self.weights)
        photo, image = self.photos[index], self.images[index]
        h, w = image.shape[:2]
        mirror = rng.random() < .3
        anchor = anchor or photo.plates[rng.integers(len(photo.plates))].box
        # how wide the plate shall be; a photo is not blown up without limit, nor cut to less than a scrap
        wide = np.exp(rng.uniform(np.log(11), np.log(.97 * max(aw, 60))))
        if aw == size and rng.random() < .3:      # up to a plate that fills the frame
            wide = rng.uniform(.5, .98) * aw
        scale = float(np.clip(wide / anchor[2], .12, 5. if aw == size else 3.))
        if rng.random() < .25:     # the whole photo, as the program sees it
            scale = min(aw / w, ah / h)
        stretch = rng.uniform(.6, 1.25) if photo.source in SQUEEZED else np.exp(rng.normal(0, .12))
        if photo.source in SQUEEZED and rng.random() < .5:
            stretch = 1.
        marked = is_marked(photo)       # their boxes stay tight however they are turned
        angle = rng.normal(0, 9 if marked else 7) if rng.random() < (.6 if marked else .35) else 0.
        a = np.radians(angle)
        shear = np.float64([[1, rng.normal(0, .1)], [rng.normal(0, .1), 1]]) if marked and rng.random() < .6 else np.eye(2)
        turn = np.float64([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) @ shear @ np.diag([scale * np.sqrt(1 / stretch) * (-1 if mirror else 1), scale * np.sqrt(stretch)])
        middle = np.float64([anchor[0] + anchor[2] / 2, anchor[1] + anchor[3] / 2])
        aim = np.float64([rng.uniform(.1, .9) * aw, rng.uniform(.1, .9) * ah])
        extent = [abs(turn[i, 0]) * w + abs(turn[i, 1]) * h for i in (0, 1)]
        for i, side in ((0, aw), (1, ah)):     # a small photo lies inside the area as a whole
            center = (turn @ np.float64([w / 2, h / 2]))[i]
            low, high = sorted((extent[i] / 2, side - extent[i] / 2))
            aim[i] = np.clip(aim[i] - (turn @ middle)[i] + center, low, high) + (turn @ middle)[i] - center
        matrix = np.column_stack((turn, aim - turn @ middle))
        source = image
        if scale < .5:
            source = cv2.resize(image, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA)
            matrix_used = matrix.copy()
            matrix_used[:, :2] = matrix[:, :2] @ np.diag([w / source.shape[1], h / source.shape[0]])
        else:
            matrix_used = matrix
        under = scene.image[y0:y1, x0:x1]
        if extent[0] * extent[1] < .8 * aw * ah and rng.random() < .75:
            self.place_empty(scene, area, plates=False)
        scene.image[y0:y1, x0:x1] = cv2.warpAffine(source, matrix_used, (aw, ah), dst=under.copy(), flags=cv2.INTER_LINEAR,
                                                   borderMode=cv2.BORDER_TRANSPARENT)
        if photo.source == "openlpr":
            scene.doubtful.append(area)
        replace = rng.random() < .3
        for plate in photo.plates:
            self.add_plate(scene, photo, plate, matrix, area, mirror, replace)
        for x, y, w, h in photo.ignored:
            corners = move([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], matrix) + np.float32([x0, y0])
            low, high = np.maximum(corners.min(0), (x0, y0)), np.minimum(corners.max(0), (x1, y1))
            if (low < high).all():
                scene.ignored.append(np.concatenate((low, high)))
        if rng.random() < .15:
            wide = np.exp(rng.uniform(np.log(14), np.log(.7 * max(aw, 60))))
            self.paste(scene, (rng.uniform(x0, x1), rng.uniform(y0, y1)), wide, area, None)

    def add_plate(self, scene, photo, plate, matrix, area, mirror, replace):
        x, y, w, h = plate.box
        x0, y0, x1, y1 = area
        corners = move([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], matrix) + np.float32([x0, y0])
        low, high = corners.min(0), corners.max(0)
        quad = None
        if plate.quad is not None:
            quad = (move(plate.quad, matrix) + np.float32([x0, y0])).astype(np.float32)
            low, high = box_of(quad, photo.source)
        seen_low, seen_high = np.maximum(low, (x0, y0)), np.minimum(high, (x1, y1))
        if (seen_high <= seen_low).any():
            return
        seen = np.prod(seen_high - seen_low) / max(1e-6, np.prod(high - low))
        box = np.concatenate((seen_low, seen_high))
        if seen < .6 or high[0] - low[0] < 9 or high[1] - low[1] < 3.5:
            scene.ignored.append(box)
            return
        if replace and not photo.source == "romania" and seen > .98:
            center = tuple(corners.mean(0))
            if self.paste(scene, center, max(high[0] - low[0], 1.2 * (high[1] - low[1])), area, (low, high)):
                return
        if quad is not None:
            quad = (quad[[1, 0, 3, 2]] if mirror else quad) if seen > .98 else None
        two_row = {"one-row": 0., "two-row": 1.}.get(plate.layout, 0. if w / h > 3.8 and photo.source not in SQUEEZED else -1.)
        scene.targets.append(Target(box, quad, two_row))

    def paste(self, scene, center, wide, area, cover):
        """Renders a plate around `center`; with `cover` it hides what lies there. False where it would not fit."""
        rng = self.rng
        flat = synth.plate(self.fonts, rng)
        fh, fw = flat.image.shape[:2]
        scale = wide / fw
        if cover is not None:
            scale = 1.08 * max((cover[1][0] - cover[0][0]) / fw, (cover[1][1] - cover[0][1]) / fh)
        w, h = fw * scale, fh * scale
        if w < 10 or h < 4:
            return False
        quad = np.float32([[-w, -h], [w, -h], [w, h], [-w, h]]) / 2
        if cover is None or rng.random() < .6:     # seen from the side, from above
            quad[:, 0] *= np.float32(rng.uniform(.75, 1.) if cover is None else 1)
            quad[:, 1] += quad[:, 0] * np.float32(rng.normal(0, .12))
            quad[:, 0] += quad[:, 1] * np.float32(rng.normal(0, .12))
            quad *= 1 + (quad[:, :1] / w) * np.float32(rng.normal(0, .12))
            a = np.radians(rng.normal(0, 6))
            quad = quad @ np.float32([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        quad = (quad + np.float32(center)).astype(np.float32)
        low, high = quad.min(0), quad.max(0)
        if (low < (area[0], area[1])).any() or (high > (area[2], area[3])).any():
            return False
        for other in scene.targets:     # never over a plate already there
            if (np.maximum(low, other.box[:2]) < np.minimum(high, other.box[2:])).all():
                return False
        image = flat.image
        if scale < .7:
            image = cv2.resize(image, (max(8, round(fw * scale * 1.3)), max(4, round(fh * scale * 1.3))), interpolation=cv2.INTER_AREA)
            fh, fw = image.shape[:2]
        (x0, y0), (x1, y1) = low.astype(int), np.minimum(np.ceil(high).astype(int) + 1, scene.image.shape[1::-1])
        patch = scene.image[y0:y1, x0:x1]
        light = patch.mean() / 150 if rng.random() < .8 else 1.
        image = np.clip(image.astype(np.float32) * np.clip(light * rng.uniform(.7, 1.4), .25, 1.3), 0, 255).astype(np.uint8)
        inner = quad - np.float32([x0, y0])
        matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [fw, 0], [fw, fh], [0, fh]]), inner)
        if rng.random() < .3:      # a dark or bright frame around it
            middle = inner.mean(0)
            grown = middle + (inner - middle) * np.float32([1 + .06 * rng.random() + .02, 1 + .2 * rng.random() + .05])
            cv2.fillConvexPoly(patch, np.round(grown * 16).astype(np.int32), tuple(int(v) for v in rng.integers(0, 90, 3)), cv2.LINE_AA, 4)
        side = (int(x1 - x0), int(y1 - y0))
        warped = cv2.warpPerspective(image, matrix, side, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        mask = np.zeros(side[::-1], np.uint8)
        cv2.fillConvexPoly(mask, np.round(inner * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        if rng.random() < .5:
            warped = cv2.GaussianBlur(warped, (0, 0), rng.uniform(.3, 1.2))
        patch[:] = np.where(mask[..., None] > 127, warped, patch)
        scene.targets.append(Target(np.concatenate((low, high)), quad, float(len(flat.rows) == 2)))
        return True


def main():
    scenes = Scenes(sys.argv[1], 5)
    tiles = []
    for _ in range(24):
        scene = scenes.scene(384)
        image = scene.image.copy()
        for t in scene.targets:
            cv2.rectangle(image, tuple(np.int32(t.box[:2]).tolist()), tuple(np.int32(t.box[2:]).tolist()), (0, 255, 0), 1)
            if t.corners is not None:
                cv2.polylines(image, [np.int32(t.corners)], True, (255, 0, 0), 1)
                cv2.circle(image, tuple(np.int32(t.corners[0]).tolist()), 3, (255, 255, 0), -1)
        for b in scene.ignored:
            cv2.rectangle(image, tuple(np.int32(b[:2]).tolist()), tuple(np.int32(b[2:]).tolist()), (255, 0, 255), 1)
        tiles.append(image)
    write_sheet(sys.argv[2], tiles, 6)


if __name__ == "__main__":
    main()
