# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the finder's grids to plates, as the program does it."""
import cv2
import numpy as np
import torch

from find_data import GREY
from nets import STRIDES

MEAN, STD = .5, .25


def prepare(image, side, grow=True):
    """Fits an RGB picture into side x side, pads to a multiple of 32; returns NCHW input and the scale."""
    h, w = image.shape[:2]
    scale = min(side / w, side / h)
    if not grow:
        scale = min(1., scale)
    nw, nh = max(1, round(w * scale)), max(1, round(h * scale))
    small = cv2.resize(image, (nw, nh), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    padded = np.full((-(-nh // 32) * 32, -(-nw // 32) * 32, 3), GREY, np.uint8)
    padded[:nh, :nw] = small
    return normalise(padded)[None], scale


def normalise(image):
    """[..., H, W, 3] uint8 -> [..., 3, H, W] float."""
    return np.moveaxis((image.astype(np.float32) / 255 - MEAN) / STD, -1, -3)


def decode(grids, threshold):
    """Three grids [14, h, w] -> boxes [n, 4], corners [n, 4, 2], scores, two-row probabilities; not yet thinned out."""
    boxes, corners, scores, rows = [], [], [], []
    for grid, stride in zip(grids, STRIDES):
        score = 1 / (1 + np.exp(-grid[0]))
        j, i = np.nonzero(score >= threshold)
        cell = grid[:, j, i]
        center = np.stack((i + .5, j + .5), -1) * stride
        edges = np.exp(np.clip(cell[1:5], -10, 8)).T * stride
        boxes.append(np.concatenate((center - edges[:, :2], center + edges[:, 2:]), 1))
        corners.append(center[:, None] + cell[5:13].T.reshape(-1, 4, 2) * stride)
        scores.append(score[j, i])
        rows.append(1 / (1 + np.exp(-cell[13])))
    return np.concatenate(boxes), np.concatenate(corners), np.concatenate(scores), np.concatenate(rows)


def common(box, boxes):
    """The area that one box shares with each of many."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    return np.prod(np.clip(high - low, 0, None), 1)


def overlap(box, boxes):
    """Intersection over union of one box with many."""
    inter = common(box, boxes)
    return inter / (np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - inter + 1e-9)


def thin(boxes, scores, limit=.5):
    """Non-maximum suppression: indices kept, best first."""
    order, keep = np.argsort(-scores), []
    while len(order):
        keep.append(order[0])
        order = order[1:][overlap(boxes[order[0]], boxes[order[1:]]) < limit] if len(order) > 1 else order[1:]
    return keep


def look(model, image, side, threshold, bf16=False):
    """What a network finds in an RGB picture that is fitted into side x side: boxes in its pixels, scores, best first."""
    x, scale = prepare(image, side)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        grids = [g[0].float().numpy() for g in model(torch.from_numpy(x).contiguous(memory_format=torch.channels_last))]
    boxes, _, scores, _ = decode(grids, threshold)
    keep = thin(boxes, scores)
    return boxes[keep] / scale, scores[keep]
