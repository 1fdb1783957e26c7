#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marking the corners of real plates by hand: the program guesses, a person looks at enlarged plates and corrects.

    konnetec detect --json --no-save PHOTO... >answers.jsonl
    label_quads.py guess DATA answers.jsonl DRAFT.csv [--count 100] [--validation]     chooses plates, guesses their corners
    label_quads.py show DATA DRAFT.csv SHEET                                           draws SHEET-00.png ...: numbered, with a ruler
    label_quads.py put DRAFT.csv CORRECTIONS                                           takes corrections over, then show again
    label_quads.py keep DRAFT.csv                                                      adds them to quads.csv

A line of CORRECTIONS: `12 drop` (not to be seen), `12 x0 y0 x1 y1 x2 y2 x3 y3` in pixels of the stored picture, `12 turn` (the
first corner becomes the last), or `12 tl +1 -2.5 br 0 3` (these corners move). The corners are those of the board itself with its border
and bands, without the frame that holds it; a rounded corner is where its sides would meet. Top left is that of the plate as it is read.
"""
import argparse
import csv
import json
import pathlib
import sys

import cv2
import numpy as np

import labels
import split
from boxes import overlap
from pictures import load, write_sheet

HEAD = ["set", "file", "plate"] + [f"{axis}{i}" for i in range(4) for axis in "xy"]
NARROWEST = 40          # pixels: below, a corner is a guess
PER_SHEET, COLUMNS, TILE = 15, 3, (386, 196)
CORNERS = {"tl": 0, "tr": 1, "br": 2, "bl": 3}


def rows_of(path):
    return [(*key, np.float64(quad)) for key, quad in labels.quads(pathlib.Path(path)).items()]


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows([name, file, plate, *(f"{v:.1f}".removesuffix(".0") for v in np.ravel(quad))] for name, file, plate, quad in rows)


def best_line(image, p, q, outward, reach, low_high=(.1, .9)):
    """The line near p-q across which the picture changes most: how far its ends lie outward, and how much it changes."""
    steps = np.linspace(-reach, reach, 33)
    along = np.linspace(*low_high, 40)[:, None]
    points = (p + (q - p) * along)[:, None] + outward * (steps[None, :, None])
    sampled = cv2.remap(image, points[..., 0].astype(np.float32), points[..., 1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    change = np.gradient(sampled.astype(np.float64), axis=1)
    a, b = np.mgrid[:33, :33].reshape(2, -1)
    where = np.round(a + (b - a) * along).astype(int)
    strength = np.abs(change[np.arange(40)[:, None], where].sum(0)).max(-1) * np.exp(-((a - 16) ** 2 + (b - 16) ** 2) / 400)
    strength[np.abs(a - b) > 14] = 0
    best = strength.argmax()
    return strength[best], steps[a[best]], steps[b[best]]


def meet(a, b):
    """Where the lines a and b, each of two points, cross."""
    d, e = a[1] - a[0], b[1] - b[0]
    t = np.cross(b[0] - a[0], e) / np.cross(d, e)
    return a[0] + d * t


def tighten(image, quad, reach):
    """Moves each side to the strongest edge near it."""
    lines, total = [], 0.
    for i in range(4):
        p, q = quad[i], quad[(i + 1) % 4]
        d = (q - p) / max(1e-6, np.linalg.norm(q - p))
        outward = np.float64([d[1], -d[0]])
        strength, a, b = best_line(image, p, q, outward, reach)
        lines.append((p + outward * a, q + outward * b))
        total += strength
    corners = [meet(lines[i - 1], lines[i]) for i in range(4)]
    return np.float64(corners), total


def guess(image, box, found):
    """Corners of a plate: what the finder says, or the box, drawn to the edges of the picture."""
    x, y, w, h = box
    starts = []
    for slant in (0, .15, .3, .45):      # a tilted plate touches its box at two corners
        d = slant * h
        starts += [np.float64([[x, y + d], [x + w, y], [x + w, y + h - d], [x, y + h]]), np.float64([[x, y], [x + w, y + d], [x + w, y + h], [x, y + h - d]])]
    if found is not None:
        starts.append(np.float64(found))
    smooth = cv2.GaussianBlur(image, (0, 0), max(.5, h / 40))
    best = None
    for start in starts:
        quad = start
        for reach in (.14, .08, .05):
            tried = tighten(smooth, quad, reach * h)[0]
            if np.abs(tried - start).max() > .3 * h or not np.isfinite(tried).all():
                break
            quad = tried
        total = tighten(smooth, quad, .03 * h)[1]
        if best is None or total > best[1]:
            best = (quad, total)
    return best[0]


def choose(data, answers, count, validation):
    """Plates not yet marked, spread over the sources, tilted ones first among two."""
    marked = set(labels.quads())
    everything = split.photos(data)
    rng = np.random.default_rng(7)
    by_source = {}
    for photo in everything:
        if photo.validation != validation:
            continue
        answer = answers.get(str(photo.path))
        for plate in photo.plates:
            key = ("detect/" + photo.source, f"{photo.source}/{photo.path.name}", plate.index)
            if plate.box[2] < NARROWEST or key in marked or answer is None:
                continue
            found = max(answer["plates"], key=lambda f: overlap(plate.box, f["box"]), default=None)
            quad = found["quad"] if found and overlap(plate.box, found["box"]) > .4 else None
            tilt = 0. if quad is None else abs(np.arctan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]))
            by_source.setdefault(photo.source, []).append((rng.random() + 3 * tilt, photo, plate, quad, key))
    chosen = []
    for rows in by_source.values():
        rows.sort(key=lambda r: -r[0])
    while len(chosen) < count and any(by_source.values()):
        for rows in by_source.values():
            if rows and len(chosen) < count:
                chosen.append(rows.pop(0)[1:])
    return chosen


def tile(image, quad, number):
    """The plate enlarged: ticks each 5 pixels of the stored picture, the corners joined, a ring at the first one."""
    low, high = quad.min(0), quad.max(0)
    middle, half = (low + high) / 2, (high - low) / 2 + .3 * (high - low).min()
    scale = min((TILE[0] - 30) / 2 / half[0], (TILE[1] - 20) / 2 / half[1])
    half = np.float64([TILE[0] - 30, TILE[1] - 20]) / 2 / scale
    low, high = middle - half, middle + half
    matrix = np.float64([[scale, 0, 30 - scale * low[0]], [0, scale, 20 - scale * low[1]]])
    shift = matrix.copy()
    shift[:, 2] += (scale - 1) / 2          # a pixel's own middle is at half
    shown = cv2.warpAffine(image, shift, TILE, flags=cv2.INTER_CUBIC, borderValue=(60, 60, 60))
    shown[:20], shown[:, :30] = 0, 0
    step = next(s for s in (1, 2, 5, 10, 20, 50) if s * scale >= 13)
    for axis in (0, 1):
        for v in range(int(np.ceil(low[axis] / step)) * step, int(high[axis]) + 1, step):
            at = int(round(matrix[axis] @ (v if axis == 0 else 0, v if axis == 1 else 0, 1)))
            if at < (30, 20)[axis] or at >= TILE[axis]:
                continue
            label = (v // step) % 2 == 0
            if axis == 0:
                cv2.line(shown, (at, 15), (at, 20), (255, 255, 255))
                if label:
                    cv2.putText(shown, str(v), (at - 9, 12), 0, .33, (255, 255, 255), 1, cv2.LINE_AA)
            else:
                cv2.line(shown, (25, at), (30, at), (255, 255, 255))
                if label:
                    cv2.putText(shown, str(v), (3, at + 4), 0, .33, (255, 255, 255), 1, cv2.LINE_AA)
    points = np.round((quad @ matrix[:, :2].T + matrix[:, 2]) * 16).astype(np.int32)
    cv2.polylines(shown, [points], True, (0, 255, 0), 1, cv2.LINE_AA, 4)
    cv2.circle(shown, tuple((points[0] // 16).tolist()), 4, (255, 0, 0), 1, cv2.LINE_AA)
    cv2.putText(shown, str(number), (2, 12), 0, .5, (255, 255, 0), 1, cv2.LINE_AA)
    return cv2.copyMakeBorder(shown, 0, 4, 0, 4, cv2.BORDER_CONSTANT)


def show(data, rows, out):
    tiles = []
    for number, (_, file, _, quad) in enumerate(rows):
        tiles.append(tile(load(pathlib.Path(data, "detect", file)), quad, number))
    for start in range(0, len(tiles), PER_SHEET):
        write_sheet(f"{out}-{start // PER_SHEET:02d}.png", tiles[start:start + PER_SHEET], COLUMNS)


def put(rows, lines):
    """The rows with the corrections done; a dropped row stays as None."""
    rows = list(rows)
    for line in lines:
        words = line.split("#")[0].split()
        if not words:
            continue
        number, how = int(words[0]), words[1:]
        name, file, plate, quad = rows[number]
        if how == ["drop"]:
            rows[number] = None
            continue
        if how == ["turn"]:
            quad = np.roll(quad, -1, axis=0)
        elif how[0] in CORNERS:
            quad = quad.copy()
            for i in range(0, len(how), 3):
                quad[CORNERS[how[i]]] += (float(how[i + 1]), float(how[i + 2]))
        else:
            quad = np.float64(how).reshape(4, 2)
        rows[number] = (name, file, plate, quad)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("verb", choices=("guess", "show", "put", "keep"))
    parser.add_argument("rest", nargs="+")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--validation", action="store_true")
    args = parser.parse_args()
    if args.verb == "guess":
        data, answers, draft = args.rest
        known = {a["file"]: a for a in map(json.loads, open(answers, encoding="utf-8"))}
        rows = []
        for photo, plate, found, key in choose(data, known, args.count, args.validation):
            rows.append((*key, guess(load(photo.path), plate.box, found)))
        write_rows(draft, rows)
    elif args.verb == "show":
        data, draft, out = args.rest
        show(data, rows_of(draft), out)
    elif args.verb == "put":
        draft, corrections = args.rest
        write_rows(draft, [r for r in put(rows_of(draft), open(corrections, encoding="utf-8")) if r])
    else:
        marked = {**labels.quads(), **labels.quads(pathlib.Path(args.rest[0]))}
        write_rows(labels.HERE / "quads.csv", [(*key, quad) for key, quad in sorted(marked.items())])
    return 0


if __name__ == "__main__":
    sys.exit(main())
