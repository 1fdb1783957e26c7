#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labels for the unlabelled crops: a trained reader guesses, what it is sure of is taken over, a person reads the rest.

    guess_crops.py guess DATA RUN.pt DRAFT.csv          reads every crop; two-row shapes first, then the least sure
    guess_crops.py trust DRAFT.csv                      adds what the reader is sure of to crops-read.csv
    guess_crops.py show DATA DRAFT.csv SHEET NUMBER...  draws rows of the draft, 48 on a sheet: SHEET-00.png ... (`0-95` is a range)
    guess_crops.py put DRAFT.csv ANSWERS                adds what a person read to crops-read.csv

A line of ANSWERS: the row's number and the text, its two rows parted by a slash (`12 AB/1234`); `12 =` where the guess is right,
`12 -` where it cannot be told: then the reader is not believed either. Of `br_weak` the reader is believed only where another
machine's guess (`weak_text`) differs by look-alikes at most and the text is of Brazil's old format.
"""
import csv
import pathlib
import re
import sys

import cv2
import numpy as np
import torch

import labels
from export import load_mean
from pictures import load, write_sheet
from read_data import normalise, plain
from reading import greedy
from train_reader import confidences

SURE = .98
SHAPES = str.maketrans("OQDUILZSBGTA", "000011258674")      # what is easily taken for what
HEAD = ["file", "text", "layout", "by"]
PER_SHEET, COLUMNS, TILE = 48, 6, 230


def guess(data, run):
    """The rows of a draft; its guesses part two rows by a slash."""
    torch.set_num_threads(1)
    folder, model, rows = pathlib.Path(data, "crops-unlabelled"), load_mean("reader", run), []
    for name in ("mixed", "br_weak"):
        for row in labels.lines(folder / f"{name}.csv"):
            image = load(folder / row["file"])
            with torch.no_grad():
                logits = model(torch.from_numpy(normalise(plain(image))[None, None])).numpy()
            upper, lower = greedy(logits[0])
            confidence = confidences(logits, [upper + lower])[0]
            wide = image.shape[1] / image.shape[0]
            rows.append({"file": row["file"], "guess": f"{upper}/{lower}".strip("/"), "confidence": f"{confidence:.3f}",
                         "aspect": f"{wide:.2f}", "weak": row.get("weak_text", "")})
    return sorted(rows, key=lambda r: (not may_be_two_row(r), float(r["confidence"])))


def may_be_two_row(row):
    return "/eu2" in row["file"] or "/" in row["guess"] or float(row["aspect"]) < 2.2 and not row["weak"]


def believed(row):
    text = row["guess"].replace("/", "")
    if float(row["confidence"]) < SURE or len(text) < 4:
        return False
    return not row["weak"] or (re.fullmatch("[A-Z]{3}[0-9]{4}", text) and text.translate(SHAPES) == row["weak"].translate(SHAPES))


def label(row, text, by):
    return {"file": row["file"], "text": text.replace("/", ""), "layout": "two-row" if "/" in text else "one-row", "by": by}


def add(found):
    """Puts labels into crops-read.csv; those by eye stand above the reader's. A label without a text takes one away."""
    path = labels.HERE / "crops-read.csv"
    known = {row["file"]: row for row in labels.lines(path)}
    known.update({row["file"]: row for row in found if row["by"] == "eye" or known.get(row["file"], row)["by"] != "eye"})
    with open(path, "w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(known[file] for file in sorted(known))


def tile(data, number, row):
    image = load(pathlib.Path(data, "crops-unlabelled", row["file"]))
    h, w = image.shape[:2]
    scale = min(TILE / w, (TILE - 60) / h)
    shown = np.zeros((TILE - 40, TILE + 4, 3), np.uint8)
    image = cv2.resize(image, (max(1, round(w * scale)), max(1, round(h * scale))), interpolation=cv2.INTER_CUBIC)
    shown[:image.shape[0], :image.shape[1]] = image
    cv2.putText(shown, f"{number} {row['guess']} {row['confidence'][1:]}", (2, TILE - 46), 0, .45, (255, 255, 0), 1, cv2.LINE_AA)
    return shown


def numbers(words):
    for word in words:
        first, _, last = word.partition("-")
        yield from range(int(first), int(last or first) + 1)


def answers(rows, lines):
    for line in lines:
        words = line.split("#")[0].split()
        if words:
            row = rows[int(words[0])]
            yield label(row, {"=": row["guess"], "-": ""}.get(words[1], words[1]), "eye")


def main():
    verb, *rest = sys.argv[1:]
    if verb == "guess":
        data, run, draft = rest
        rows = guess(data, run)
        with open(draft, "w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    elif verb == "trust":
        add([label(row, row["guess"], "reader") for row in labels.lines(pathlib.Path(rest[0])) if believed(row)])
    elif verb == "show":
        data, draft, sheet, *which = rest
        rows = list(labels.lines(pathlib.Path(draft)))
        tiles = [tile(data, number, rows[number]) for number in numbers(which)]
        for start in range(0, len(tiles), PER_SHEET):
            write_sheet(f"{sheet}-{start // PER_SHEET:02d}.png", tiles[start:start + PER_SHEET], COLUMNS)
    elif verb == "put":
        draft, given = rest
        add(answers(list(labels.lines(pathlib.Path(draft))), open(given, encoding="utf-8")))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
