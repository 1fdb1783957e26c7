# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trains the plate finder until a time of day (or for '+minutes').

    python3 train_finder.py DATA RUN.pt --until 07:30

Cut off at any moment it goes on from RUN.pt. Cells near a plate's centre, on the grids that suit its size, learn
score (how well their box fits), box, corners where they are known, and whether the plate has two rows.
"""
import collections
import itertools
import time

import numpy as np
import torch
import torch.nn.functional as F

import split
from find_data import Scenes
from finding import look, normalise, overlap
from nets import STRIDES, Finder
from pictures import load
from training_loop import Run, ahead, deadline, options

REACH = ((0, 80), (44, 176), (112, 1e9))       # longer side of the plates that each grid learns, in pixels
SIZES = (384, 640, 256, 384, 640, 384)         # of the scenes, turn by turn; a batch keeps its number of pixels


def assign(scene, size):
    """Per grid cell: which target it learns (-1 none) and how much it counts as ground (0 ignored)."""
    owners, ground = [], []
    for stride, (low, high) in zip(STRIDES, REACH):
        n = size // stride
        owner, weight = np.full((n, n), -1, np.int64), np.ones((n, n), np.float32)
        centers = (np.arange(n) + .5) * stride
        for box in scene.ignored:
            weight[np.ix_((centers > box[1]) & (centers < box[3]), (centers > box[0]) & (centers < box[2]))] = 0
        for x0, y0, x1, y1 in scene.doubtful:
            inside = np.ix_((centers > y0) & (centers < y1), (centers > x0) & (centers < x1))
            weight[inside] = np.where(weight[inside] > 0, .5, 0)     # .5: forgiven where the score is high
        order = sorted(range(len(scene.targets)), key=lambda k: -np.prod(scene.targets[k].box[2:] - scene.targets[k].box[:2]))
        for k in order:
            box = scene.targets[k].box
            middle, side = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
            fits = low <= side.max() <= high
            reach = np.maximum(side * .25, stride * .5) if fits else side * .25
            near = np.ix_(np.abs(centers - middle[1]) <= reach[1], np.abs(centers - middle[0]) <= reach[0])
            if fits:
                owner[near] = k
            else:
                weight[near] = np.where(owner[near] < 0, 0, weight[near])    # another grid's business
        owners.append(owner.ravel())
        ground.append(weight.ravel())
    return np.concatenate(owners), np.concatenate(ground)


def cell_table(size):
    """Centres and strides of all cells, in the order of assign()."""
    centers, strides = [], []
    for stride in STRIDES:
        n = size // stride
        y, x = np.mgrid[0:n, 0:n]
        centers.append(np.stack((x.ravel() + .5, y.ravel() + .5), 1) * stride)
        strides.append(np.full(n * n, stride))
    return torch.from_numpy(np.concatenate(centers)).float(), torch.from_numpy(np.concatenate(strides)).float()


def giou(a, b):
    """Of rows of boxes; returns IoU and generalised IoU."""
    inter = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inter
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    iou = inter / union.clamp(min=1e-6)
    return iou, iou - (hull - union) / hull.clamp(min=1e-6)


def loss_of(grids, scenes, size):
    """Loss of a batch, and its parts for the log."""
    flat = torch.cat([g.flatten(2) for g in grids], 2).transpose(1, 2)      # N, cells, 14
    centers, strides = cell_table(size)
    owners, ground = (torch.from_numpy(np.stack(v)) for v in zip(*(assign(s, size) for s in scenes)))
    batch, cell = torch.nonzero(owners >= 0, as_tuple=True)
    target = torch.zeros(flat.shape[:2])
    count = max(1, len(batch))
    box_loss = corner_loss = row_loss = flat.new_zeros(())
    if len(batch):
        picked = flat[batch, cell]
        stride, center = strides[cell, None], centers[cell]
        plates = list(zip(batch.tolist(), owners[batch, cell].tolist()))
        chosen = [scenes[b].targets[o] for b, o in plates]
        wanted = torch.from_numpy(np.stack([t.box for t in chosen])).float()
        edges = picked[:, 1:5].clamp(-6, 6).exp() * stride
        boxes = torch.cat((center - edges[:, :2], center + edges[:, 2:]), 1)
        iou, general = giou(boxes, wanted)
        # a plate of n cells counts as much as the root of n
        numbers = collections.Counter(plates)
        share = torch.tensor([1. / numbers[p] ** .5 for p in plates])
        share = share / share.mean()
        box_loss = ((1 - general) * share).mean()
        target[batch, cell] = iou.detach().clamp(min=.05)
        cornered = [i for i, t in enumerate(chosen) if t.corners is not None]
        if cornered:
            quad = torch.from_numpy(np.stack([chosen[i].corners for i in cornered])).float()
            got = center[cornered, None] + picked[cornered, 5:13].reshape(-1, 4, 2) * stride[cornered, None]
            side = (wanted[cornered, 2:] - wanted[cornered, :2]).prod(1).sqrt()[:, None, None]
            corner_loss = (F.smooth_l1_loss(got / side, quad / side, beta=.05, reduction="none").mean((1, 2)) * share[cornered]).sum() / count
        rowed = [i for i, t in enumerate(chosen) if t.two_row >= 0]
        if rowed:
            row_loss = F.binary_cross_entropy_with_logits(picked[rowed, 13], torch.tensor([chosen[i].two_row for i in rowed]))
    score = flat[..., 0]
    p = score.detach().sigmoid()
    weight = torch.where(owners >= 0, torch.ones_like(ground), ground)
    weight = torch.where((weight == .5) & (p > .3), torch.zeros_like(weight), torch.where(weight == .5, torch.ones_like(weight), weight))
    score_loss = ((target - p).abs() ** 2 * F.binary_cross_entropy_with_logits(score, target, reduction="none") * weight).sum() / count
    total = 2 * score_loss + 2 * box_loss + 4 * corner_loss + .2 * row_loss
    return total, torch.stack([v.detach() for v in (score_loss, box_loss, corner_loss, row_loss)])


class Exam:
    """Validation photos and negatives, seen at the program's usual width."""

    def __init__(self, data, side=640, limit=None, bf16=False):
        self.photos = split.validation_photos(data)[:limit]
        self.images = [load(p.path) for p in self.photos]
        self.empty = [load(p) for p in split.negatives(data, validation=True)]
        self.side, self.bf16 = side, bf16

    def look(self, model, image, threshold):
        return look(model, image, self.side, threshold, self.bf16)

    def report(self, model, threshold=.35):
        found, wrong, sources = [], 0, {}
        for photo, image in zip(self.photos, self.images):
            boxes, _ = self.look(model, image, threshold)
            used = np.zeros(len(boxes), bool)
            for plate in photo.plates:
                x, y, w, h = plate.box
                fit = overlap(np.array([x, y, x + w, y + h]), boxes) if len(boxes) else np.zeros(1)
                found.append((fit.max() >= .5, fit.max() >= .3))
                sources.setdefault(photo.source, []).append(fit.max() >= .5)
                if len(boxes):
                    used |= fit >= .3
            wrong += (~used).sum()
        false = sum(len(self.look(model, image, threshold)[0]) for image in self.empty)
        half, third = np.mean(found, 0) * 100
        parts = " ".join(f"{s} {100 * np.mean(v):.1f}" for s, v in sources.items())
        return f"recall50 {half:.2f} recall30 {third:.2f} false/photo {wrong / len(self.photos):.3f} false/negative {false / max(1, len(self.empty)):.3f} | {parts}"


def batches_of(data, step, count):
    """Scenes for every step from `step` on, with their size; `count` of 384 pixels, of other sizes as many pixels."""
    scenes = Scenes(data, step + 1)
    for step in itertools.count(step):
        size = SIZES[step % len(SIZES)]
        yield size, [scenes.scene(size) for _ in range(max(2, round(count * (384 / size) ** 2)))]


def main():
    args = options(__doc__, 1.5e-3, 8).parse_args()      # scenes of 384 pixels
    torch.set_num_threads(1)
    run = Run(Finder(), args.run, args.rate, deadline(args.until), again=args.again)
    batches, exam = ahead(batches_of(args.data, run.step, args.batch)), Exam(args.data, bf16=args.bf16)
    average, begin = None, time.time()
    while not run.over:
        size, batch = next(batches)
        run.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
            grids = run.model(torch.from_numpy(normalise(np.stack([s.image for s in batch]))))
        grids = [g.float() for g in grids]
        loss, parts = loss_of(grids, batch, size)
        rate = run.learn(loss)
        average = parts if average is None else .98 * average + .02 * parts
        if run.step % 100 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {run.step} score {average[0]:.3f} box {average[1]:.3f} corner {average[2]:.4f} rows {average[3]:.3f} "
                  f"rate {rate:.5f} {100 * args.batch / (time.time() - begin):.1f}/s", flush=True)
            begin = time.time()
        if run.step % args.every == 0:
            run.save()
            print("  exam:", exam.report(run.mean), flush=True)
            begin = time.time()
    run.save()
    print("  exam:", exam.report(run.mean), flush=True)


if __name__ == "__main__":
    main()
