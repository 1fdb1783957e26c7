# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which rows of the data set are for training, which for validation.

Everything that trains or measures asks here, so that no plate can lie on both sides:
  read/*    a plate text belongs to validation when md5(text) mod 10 is 0;
  detect/*  a photo belongs to validation when md5(file stem) mod 10 is 0; for `romania`, one long drive
            in which the same car returns, md5(first text of the photo) decides;
  negatives/*  as detect/;
  crops-unlabelled/*  trains only, less every crop that looks like a plate of another side, and is never measured.
The side is decided by the label as stored; what is learned and measured is the label as corrected (labels.py).
A plate text that occurs anywhere in validation is kept out of everything the reader learns from.
Run it to print the sizes and to check that nothing leaks:  python3 split.py DATA
"""
import hashlib
import pathlib
import sys
from dataclasses import dataclass, field

import labels

# The sets that this project trains on. Of any other set every row may be measured.
TRAINED_ON = {"detect/easypr_cn", "detect/openimages", "detect/openlpr", "detect/roboflow_us_in", "detect/romania",
              "read/openalpr_br_cam", "read/openalpr_br_misc", "read/openalpr_eu", "read/openalpr_eu_twoline",
              "read/openlpr_world", "read/romania", "negatives"}
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def bucket(text, count=10):
    return int(hashlib.md5(text.encode()).hexdigest(), 16) % count


def held_out(text):
    """On the validation or the calibration side: no gradient sees a plate of this text."""
    return bucket(text) == 0 or in_calibration(text)


def in_calibration(text):
    return bucket(text, 30) == 7


def clean_text(text):
    """The label in our alphabet: drops the province character of Chinese plates."""
    return "".join(c for c in text if c in ALPHABET)


@dataclass
class Plate:
    box: tuple              # x, y, w, h in pixels of the stored picture
    text: str               # empty where it was not read
    index: int = 0          # the row of its file
    layout: str = None      # one-row, two-row, unreadable; None where nobody looked
    quad: tuple = None      # four corners, top left first; None where nobody marked them


@dataclass
class Photo:
    source: str
    path: pathlib.Path
    plates: list = field(default_factory=list)
    ignored: list = field(default_factory=list)     # boxes that are neither plate nor ground
    first_text: str = None                          # as stored

    @property
    def validation(self):
        if self.source == "romania":
            return self.first_text is not None and bucket(self.first_text) == 0
        return bucket(self.path.stem) == 0


@dataclass
class Crop:
    source: str
    path: pathlib.Path
    text: str
    stored: str             # the text before any correction
    layout: str = None
    by: str = None          # who read a crop that came without a label: eye, reader

    @property
    def validation(self):
        return bucket(self.stored) == 0

    @property
    def calibration(self):
        """A slice of the training side that no gradient sees: the temperature is fitted on it."""
        return in_calibration(self.stored)

    @property
    def reserved(self):
        """The corrected text belongs to another side than the stored one: for neither."""
        return self.text != self.stored and held_out(self.text)


def photos(data, fixed=True):
    """Every photo of detect/, with its plates; `fixed`: with the labels as corrected."""
    found, stored = {}, {}
    fixes, layouts, quads = labels.fixes() if fixed else {}, labels.layouts(), labels.quads()
    for source in sorted(pathlib.Path(data, "detect").glob("*.csv")):
        for row in labels.lines(source):
            photo = found.setdefault(row["file"], Photo(source.stem, pathlib.Path(data, "detect", row["file"])))
            text = clean_text(row["text"])
            photo.first_text = photo.first_text or text or None
            stored.setdefault(row["file"], []).append((text, tuple(float(row[k]) for k in "xywh"), row.get("layout")))
    for file, photo in found.items():
        name = "detect/" + photo.source
        known, changes = stored[file], fixes.get((name, file), {})
        for index in sorted(set(range(len(known))) | set(changes)):
            text, box, layout = known[index] if index < len(known) else ("", None, None)
            fix = changes.get(index)
            if fix and fix.old == text:
                text, box = fix.new, fix.box or box
            if not box or text == labels.DROP:
                continue
            if text == labels.IGNORE:
                photo.ignored.append(box)
            else:
                key = (name, file, index)
                photo.plates.append(Plate(box, text, index, layout or layouts.get(key), quads.get(key)))
    return list(found.values())


def crops(data, fixed=True):
    """Every labelled crop of read/; `fixed`: with the labels as corrected."""
    found = []
    fixes, layouts = labels.fixes() if fixed else {}, labels.layouts()
    for source in sorted(pathlib.Path(data, "read").glob("*.csv")):
        name = "read/" + source.stem
        for row in labels.lines(source):
            stored = text = clean_text(row["text"])
            fix = fixes.get((name, row["file"]), {}).get(0)
            if fix and fix.old == text:
                text = fix.new
            if text and text not in (labels.DROP, labels.IGNORE):
                layout = row.get("layout") or layouts.get((name, row["file"], 0))
                found.append(Crop(source.stem, pathlib.Path(data, "read", row["file"]), text, stored, layout))
    return found


def nearly(text):
    """The text and what is left of it when any one letter goes: texts a letter apart have one of these in common."""
    return {text} | {text[:i] + text[i + 1:] for i in range(len(text))}


def unlabelled_crops(data, held):
    """Crops of crops-unlabelled/ that somebody has read: none within a letter of a plate that is held out, none of a validation photo."""
    near, found = set().union(*map(nearly, held)), []
    for row in labels.crops_read():
        path, text = pathlib.Path(data, "crops-unlabelled", row["file"]), row["text"]
        source, _, rest = path.stem.partition("_")
        photo = rest.rpartition("_")[0]         # openlpr_PHOTO_NUMBER
        if path.exists() and not held_out(text) and not near & nearly(text) and not (source == "openlpr" and bucket(photo) == 0):
            found.append(Crop("unlabelled_" + path.parent.name.removesuffix("_weak"), path, text, text, row["layout"], row["by"]))
    return found


def negatives(data, validation=False, fixed=True):
    """Pictures without a plate, those of one side; `fixed`: less those in which there is one after all."""
    plated = {file for name, file in labels.fixes() if name == "negatives"} if fixed else ()
    return [p for p in sorted(pathlib.Path(data, "negatives").glob("*.jpg"))
            if (bucket(p.stem) == 0) == validation and p.name not in plated]


def validation_texts(data):
    """Plate texts that the reader must never have seen, as stored and as corrected."""
    texts = set()
    for fixed in (False, True):
        texts.update(c.text for c in crops(data, fixed) if c.validation)
        for photo in photos(data, fixed):
            if photo.validation:
                texts.update(p.text for p in photo.plates if p.text)
    return texts


def training_photos(data):
    """Photos the finder may learn from: none shows a plate that a validation photo shows."""
    everything = photos(data)
    seen = {p.text for photo in everything if photo.validation for p in photo.plates if p.text}
    return [photo for photo in everything if photo.plates and not photo.validation
            and not any(p.text in seen for p in photo.plates)]


def validation_photos(data):
    return [photo for photo in photos(data) if photo.validation]


def training_crops(data):
    held = validation_texts(data)
    labelled = [c for c in crops(data) if not c.validation and not c.calibration and not c.reserved and c.text not in held]
    return labelled + unlabelled_crops(data, held | {c.text for c in calibration_crops(data)})


def calibration_crops(data):
    held = validation_texts(data)
    return [c for c in crops(data) if c.calibration and not c.validation and not c.reserved and c.text not in held]


def validation_crops(data):
    return [c for c in crops(data) if c.validation]


def training_plates(data):
    """(photo, plate) pairs of detect/ that the reader may learn from."""
    held = validation_texts(data)
    return [(photo, p) for photo in training_photos(data) for p in photo.plates
            if p.text and p.text not in held and not held_out(p.text)]


def main():
    data = sys.argv[1]
    held = validation_texts(data)
    learned = {c.text for c in training_crops(data)} | {p.text for _, p in training_plates(data)}
    calibrated = {c.text for c in calibration_crops(data)}
    print("photos: training %d, validation %d" % (len(training_photos(data)), len(validation_photos(data))))
    print("crops: training %d + %d cut from photos, calibration %d, validation %d" % (
        len(training_crops(data)), len(training_plates(data)), len(calibration_crops(data)), len(validation_crops(data))))
    shared = (learned & held) | (calibrated & held) | (learned & calibrated)
    print("plate texts on two sides: %d" % len(shared))
    return 1 if shared else 0


if __name__ == "__main__":
    sys.exit(main())
