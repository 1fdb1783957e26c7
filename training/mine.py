# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shows a trained finder the training pictures and lists what it takes for plates where none is labelled.

    python3 mine.py DATA RUN.pt hard.csv SHEET.png

Everything of score 0.5 and more lies on the sheet, row by row, in the order of the table; there some are real plates that
nobody labelled: those lines are changed from `ground` to `plate` by hand, the doubtful ones too. Weaker findings are kept only
for sets in which a forgotten plate is rare. `labels.py` says who reads the table.
"""
import csv
import pathlib
import sys

import cv2
import numpy as np
import torch

import split
from export import load_mean
from finding import common, look, overlap
from pictures import load, write_sheet

SIDES = (640, 960, 448)
SURE, WEAK = .5, .36
WELL_LABELLED = ("negatives", "easypr_cn", "openimages", "roboflow_us_in")
TILE, ROW = 110, 14


def false_plates(model, image, plates):
    """(box, score) of findings that touch no labelled plate."""
    labelled = np.array([[x, y, x + w, y + h] for x, y, w, h in plates]).reshape(-1, 4)
    seen = np.zeros((0, 4))
    for side in SIDES:
        for box, score in zip(*look(model, image, side, WEAK, bf16=True)):
            if (common(box, labelled) > .05 * np.prod(box[2:] - box[:2])).any() or (len(seen) and overlap(box, seen).max() > .3):
                continue
            seen = np.vstack((seen, box))
            yield box, score


def tile(image, box):
    middle, side = (box[:2] + box[2:]) / 2, 2.2 * max(box[2:] - box[:2])
    k = TILE / side
    shift = TILE / 2 - k * middle
    cut = cv2.warpAffine(image, np.float32([[k, 0, shift[0]], [0, k, shift[1]]]), (TILE, TILE), flags=cv2.INTER_AREA)
    low, high = (k * box[:2] + shift).astype(int).tolist(), (k * box[2:] + shift).astype(int).tolist()
    cv2.rectangle(cut, low, high, (0, 255, 0), 1)
    return cut


def main():
    data, run, table, sheet = sys.argv[1:]
    torch.set_num_threads(1)
    model = load_mean("finder", run)
    pictures = [(p.source, p.path, [q.box for q in p.plates]) for p in split.training_photos(data)]
    pictures += [("negatives", path, []) for path in split.negatives(data)]
    lines, tiles = [], []
    for source, path, plates in pictures:
        image = load(path)
        for box, score in false_plates(model, image, plates):
            if score >= SURE:
                tiles.append(tile(image, box))
            elif source not in WELL_LABELLED:
                continue
            x0, y0, x1, y1 = box
            lines.append([path.relative_to(pathlib.Path(data)), *(f"{v:.1f}" for v in (x0, y0, x1 - x0, y1 - y0)), "ground", f"{score:.3f}"])
    with open(table, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "x", "y", "w", "h", "what", "score"])
        writer.writerows(lines)
    if tiles:
        write_sheet(sheet, tiles, ROW)


if __name__ == "__main__":
    main()
