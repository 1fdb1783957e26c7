#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small plates in very large photos: pastes validation photos into 6000x4000 scenes, the plate 80 to 160 pixels wide, and
asks the program for them. At least nine of ten must be found (IoU >= 0.5).

    far.py --program build/release/src/cli/konnetec --data DIR [--count 60] [--keep DIR]

Needs python3-opencv and python3-numpy.
"""
import argparse
import pathlib
import sys
import tempfile

import cv2
import numpy as np

from accuracy import overlap, run_program, split
from tally import quantile

WIDTH, HEIGHT = 6000, 4000


def scene(photo, grounds, rng):
    """A large picture and where the photo's plates lie in it; None where the photo does not suit."""
    image = cv2.imread(str(photo.path))
    widest = max(p.box[2] for p in photo.plates)
    scale = rng.uniform(80, 160) / min(p.box[2] for p in photo.plates)
    if scale > 2 or widest > .7 * image.shape[1] or max(image.shape[:2]) * scale > .9 * HEIGHT:
        return None
    ground = cv2.imread(str(grounds[rng.integers(len(grounds))]))
    canvas = cv2.resize(ground, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    h, w = small.shape[:2]
    x, y = int(rng.integers(WIDTH - w)), int(rng.integers(HEIGHT - h))
    canvas[y:y + h, x:x + w] = small
    noise = np.empty(canvas.shape, np.int8)
    cv2.randn(noise, 0, 3)
    canvas = cv2.add(canvas, noise, dtype=cv2.CV_8U)
    return canvas, [(px * scale + x, py * scale + y, pw * scale, ph * scale) for px, py, pw, ph in (p.box for p in photo.plates)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--keep", type=pathlib.Path, help="leave the scenes in this folder")
    args = parser.parse_args()
    rng = np.random.default_rng(24)
    photos = [p for p in split.photos(args.data) if p.validation and p.plates and p.source in ("openlpr", "romania", "easypr_cn")]
    rng.shuffle(photos)
    grounds = split.negatives(args.data, validation=True)
    scratch = tempfile.TemporaryDirectory()
    folder = args.keep or pathlib.Path(scratch.name)
    folder.mkdir(parents=True, exist_ok=True)
    paths, labels = [], []
    for photo in photos:
        made = scene(photo, grounds, rng)
        if made is None:
            continue
        paths.append(folder / f"far-{len(paths):03d}.jpg")
        labels.append(made[1])
        cv2.imwrite(str(paths[-1]), made[0], [cv2.IMWRITE_JPEG_QUALITY, 90])
        if len(paths) == args.count:
            break
    found, false, ms = [], 0, []
    for boxes, answer in zip(labels, run_program(args.program, paths, ["--threads", "1"])):
        ms.append(answer["ms"])
        found += [max([overlap(box, f["box"]) for f in answer["plates"]], default=0.) >= .5 for box in boxes]
        false += sum(all(overlap(box, f["box"]) < .3 for box in boxes) for f in answer["plates"])
    share = sum(found) / max(1, len(found))
    print(f"{len(paths)} scenes of {WIDTH}x{HEIGHT}, {len(found)} plates of 80 pixels or more: found {share:.3f}, false per scene "
          f"{false / max(1, len(paths)):.2f}, ms median {quantile(ms, .5):.0f}, p95 {quantile(ms, .95):.0f}, the first {ms[0]:.0f}")
    return 0 if share >= .9 else 1


if __name__ == "__main__":
    sys.exit(main())
