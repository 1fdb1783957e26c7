# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trains the network that draws a plate's corners until a time of day (or for '+minutes').

    python3 train_corners.py DATA RUN.pt --until 07:30

Cut off at any moment it goes on from RUN.pt. What is learned is how far each corner lies from the corner of the box.
"""
import time

import numpy as np
import torch
import torch.nn.functional as F

import split
from corner_data import SIZE, Samples, box_quad, cut, seen
from finding import normalise
from nets import Corners
from pictures import load
from training_loop import Run, ahead, deadline, options


def draw(model, image, quad, looks=1):
    """The corners in an RGB picture of a plate believed at `quad`."""
    for _ in range(looks):
        picture, matrix = cut(image, quad)
        with torch.no_grad():
            moved = model(torch.from_numpy(normalise(picture[None]))).numpy().reshape(4, 2)
        quad = seen(seen(quad, matrix) + moved * np.float32(SIZE), np.linalg.inv(matrix))
    return quad


def error_of(quad, right):
    """How far the corners lie from the right ones on average, in heights of the plate."""
    tall = np.linalg.norm(right[[3, 2]] - right[[0, 1]], axis=1).mean()
    return np.linalg.norm(quad - right, axis=1).mean() / tall


class Exam:
    """Validation plates whose corners somebody marked, from the boxes of the data set."""

    def __init__(self, data):
        photos = [photo for photo in split.validation_photos(data) if any(p.quad for p in photo.plates)]
        self.plates = [(photo.source, load(photo.path), p) for photo in photos for p in photo.plates if p.quad]

    def report(self, model):
        errors, twice, sources = [], [], {}
        for source, image, plate in self.plates:
            x, y, w, h = plate.box
            box, right = box_quad((x, y), (x + w, y + h)), np.float32(plate.quad)
            errors.append(error_of(draw(model, image, box), right))
            twice.append(error_of(draw(model, image, box, 2), right))
            sources.setdefault(source, []).append(errors[-1])
        parts = " ".join(f"{s} {100 * np.median(v):.1f}" for s, v in sources.items())
        return f"median {100 * np.median(errors):.2f} 90th {100 * np.quantile(errors, .9):.1f} second look {100 * np.median(twice):.2f} | {parts}"


def loss_of(moved, corners, boxes, tall):
    """In heights of the plate."""
    wanted = (torch.from_numpy(corners - boxes)) / torch.tensor(SIZE).float()
    scale = torch.tensor(SIZE).float() / torch.from_numpy(tall)[:, None]
    return F.smooth_l1_loss(moved.reshape(-1, 4, 2) * scale, wanted * scale, beta=.04)


def batches_of(data, step, count):
    samples = Samples(data, step + 1)
    while True:
        yield samples.batch(count)


def main():
    args = options(__doc__, 2e-3, 48).parse_args()
    torch.set_num_threads(1)
    run = Run(Corners(), args.run, args.rate, deadline(args.until), again=args.again)
    batches, exam = ahead(batches_of(args.data, run.step, args.batch)), Exam(args.data)
    average, begin = None, time.time()
    while not run.over:
        pictures, corners, boxes, tall = next(batches)
        run.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
            moved = run.model(torch.from_numpy(normalise(pictures)))
        loss = loss_of(moved.float(), corners, boxes, tall)
        rate = run.learn(loss)
        average = loss.item() if average is None else .98 * average + .02 * loss.item()
        if run.step % 100 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {run.step} loss {average:.4f} rate {rate:.5f} {100 * args.batch / (time.time() - begin):.0f}/s", flush=True)
            begin = time.time()
        if run.step % args.every == 0:
            run.save()
            print("  exam:", exam.report(run.mean), flush=True)
            begin = time.time()
    run.save()
    print("  exam:", exam.report(run.mean), flush=True)


if __name__ == "__main__":
    main()
