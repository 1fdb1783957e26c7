# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people decided by eye about the data. The data set itself is never changed; five tables lie beside this file.

  label-fixes.csv   set,file,plate,old,new,x,y,w,h,reason
      new is the right text, or `drop` (this row is no label), or `ignore` (this box is neither plate nor ground, and nobody is
      blamed for finding or missing it); x,y,w,h is the right box, empty where the stored one holds.
  layouts.csv       set,file,plate,layout        one-row, two-row, unreadable; all of validation, training crops whose shape leaves a doubt
  hard.csv          file,x,y,w,h,what,score    what a finder took for a plate in training pictures: `ground` where it is none, `plate`
                                               where one may be that nobody labelled
  quads.csv         set,file,plate,x0,y0,x1,y1,x2,y2,x3,y3       corners of the plate as it is read: top left first, clockwise
  crops-read.csv    file,text,layout,by         texts of crops-unlabelled/: `by` an `eye` or the `reader`, see guess_crops.py; no text where
                                               it cannot be told

`set` is detect/NAME, read/NAME or negatives; `file` stands in the set's own table; `plate` counts the rows of that file there
from 0. A number past the last row is a plate that the data set forgot; a fix gives it its box.
"""
import csv
import pathlib
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
DROP, IGNORE = "drop", "ignore"


@dataclass(frozen=True)
class Fix:
    old: str
    new: str
    box: tuple          # None where the stored box holds


def lines(path):
    """Each line of a table by its heads; none where there is no such table."""
    if path.exists():
        with open(path, encoding="utf-8", newline="") as table:
            yield from csv.DictReader(table)


def rows(path):
    """((set, file, plate), row) of each line."""
    for row in lines(path):
        yield (row["set"], row["file"], int(row["plate"] or 0)), row


def fixes():
    """(set, file) -> {plate: Fix}"""
    found = {}
    for (name, file, plate), row in rows(HERE / "label-fixes.csv"):
        box = tuple(float(row[k]) for k in "xywh") if row["w"] else None
        found.setdefault((name, file), {})[plate] = Fix(row["old"], row["new"], box)
    return found


def layouts():
    """(set, file, plate) -> layout"""
    return {key: row["layout"] for key, row in rows(HERE / "layouts.csv")}


def quads(path=None):
    """(set, file, plate) -> four corners; of quads.csv, or of a draft of it"""
    return {key: tuple((float(row[f"x{i}"]), float(row[f"y{i}"])) for i in range(4)) for key, row in rows(path or HERE / "quads.csv")}


def hard():
    """file (from the data's root) -> [(box, what, score)]: what an earlier finder wrongly took for plates, see mine.py"""
    found = {}
    for row in lines(HERE / "hard.csv"):
        found.setdefault(row["file"], []).append((tuple(float(row[k]) for k in "xywh"), row["what"], float(row["score"])))
    return found


def crops_read():
    """[{file, text, layout, by}] of the crops that came without a label"""
    return [row for row in lines(HERE / "crops-read.csv") if row["text"]]
