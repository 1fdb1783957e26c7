#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looks for pictures that lie on both sides of the split: the same photo, or the same plate under another label.

    near_duplicates.py DATA [SHEET.png]     prints the pairs, nearest first; draws them

A difference hash of 256 bits is taken of whole photos, of 128 bits of plates (crops, and plates cut from photos). What a person
finds to be one and the same is put into label-fixes.csv as `drop` on the training side; such rows are no longer reported.
"""
import sys

import cv2
import numpy as np

import split
from pictures import load, write_sheet

PHOTO_LIMIT, PLATE_LIMIT = 40, 14
NARROWEST = 36          # plates cut from photos: below, all look alike


def difference_hash(image, w, h):
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (w + 1, h), interpolation=cv2.INTER_AREA).astype(int)
    return (small[:, 1:] > small[:, :-1]).ravel()


def cut(image, box):
    x, y, w, h = box
    return image[max(0, round(y)):max(0, round(y)) + max(1, round(h)), max(0, round(x)):max(0, round(x)) + max(1, round(w))]


def pairs(training, validation, limit):
    """(distance, training item, validation item) nearer than the limit; items are (name, text, image, hash)."""
    bits = np.float32([t[3] for t in training]) * 2 - 1
    found = []
    for item in validation:
        distance = (bits.shape[1] - bits @ (np.float32(item[3]) * 2 - 1)) / 2
        found += [(int(distance[i]), training[i], item) for i in np.nonzero(distance <= limit)[0]]
    return sorted(found, key=lambda p: p[0])


def gather(photos, crops):
    """Whole photos, and plates of both kinds."""
    wholes, plates = [], []
    for photo in photos:
        image = load(photo.path)
        name = f"detect/{photo.source} {photo.path.name}"
        wholes.append((name, "/".join(p.text for p in photo.plates), image, difference_hash(image, 16, 16)))
        for plate in photo.plates:
            piece = cut(image, plate.box)
            if piece.shape[1] >= NARROWEST and piece.shape[0] >= 8:
                plates.append((f"{name} {plate.index}", plate.text, piece, difference_hash(piece, 16, 8)))
    for crop in crops:
        image = load(crop.path)
        plates.append((f"read/{crop.source} {crop.path.name}", crop.text, image, difference_hash(image, 16, 8)))
    return wholes, plates


def draw(found, path):
    tiles = []
    for number, (distance, a, b) in enumerate(found):
        halves = [cv2.resize(i[2], (190, 110)) for i in (a, b)]
        tile = cv2.copyMakeBorder(np.hstack(halves), 0, 18, 0, 4, cv2.BORDER_CONSTANT)
        cv2.putText(tile, f"{number} {distance} {a[1][:12]} {b[1][:12]}", (2, 123), 0, .42, (255, 255, 255), 1, cv2.LINE_AA)
        tiles.append(tile)
    write_sheet(path, tiles, 4)


def main():
    data = sys.argv[1]
    training = gather(split.training_photos(data), split.training_crops(data) + split.calibration_crops(data))
    validation = gather(split.validation_photos(data), split.validation_crops(data))
    found = [p for sort, limit in ((0, PHOTO_LIMIT), (1, PLATE_LIMIT)) for p in pairs(training[sort], validation[sort], limit)]
    for number, (distance, a, b) in enumerate(found):
        print(f"{number}\t{distance}\t{a[0]}\t{a[1]}\t{b[0]}\t{b[1]}")
    print(f"{len(found)} pairs: photos nearer than {PHOTO_LIMIT} of 256 bits, plates nearer than {PLATE_LIMIT} of 128")
    if len(sys.argv) > 2 and found:
        draw(found, sys.argv[2])


if __name__ == "__main__":
    main()
