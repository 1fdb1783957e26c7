#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measures what the built program finds and reads on labelled photos and plate crops.

    accuracy.py --program build/release/src/cli/konnetec --data DIR [--json] [--all] [--only SET]...

Of the sets that the project's models were trained on only the validation part is measured (training/split.py); --all takes
every row. Sets of other names are unknown to the models and measured whole. The layout of DIR: docs/accuracy.md.
"""
import argparse
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "training"))
import split  # noqa: E402

BATCH = 100             # pictures a call
COLUMNS = (("n", "{:d}"), ("recall50", "{:.3f}"), ("recall30", "{:.3f}"), ("false_per_image", "{:.3f}"), ("exact", "{:.3f}"), ("folded", "{:.3f}"),
           ("cer", "{:.4f}"), ("ece", "{:.3f}"), ("p_at_0_5", "{:.3f}"), ("coverage_0_5", "{:.3f}"), ("p_at_0_9", "{:.3f}"), ("coverage_0_9", "{:.3f}"),
           ("ms_median", "{:.1f}"), ("ms_p95", "{:.1f}"))


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def fold(text):
    return text.replace("O", "0").replace("I", "1")


def overlap(a, b):
    """Intersection over union of two boxes x, y, w, h."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    inter = max(0, w) * max(0, h)
    return inter / (a[2] * a[3] + b[2] * b[3] - inter) if inter else 0.


def ratio(a, b):
    return a / b if b else None


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(q * len(values)))] if values else None


class Tally:
    """What one set adds up to."""

    def __init__(self):
        self.images = self.boxes = self.hit50 = self.hit30 = self.false = self.failed = 0
        self.reads = []         # (wanted, got, confidence or None where no plate was found)
        self.ms = []

    def add(self, other):
        for name in ("images", "boxes", "hit50", "hit30", "false", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reads += other.reads
        self.ms += other.ms

    def calibration_error(self):
        bins = [[] for _ in range(10)]
        for wanted, got, confidence in self.reads:
            if confidence is not None:
                bins[min(9, int(confidence * 10))].append((confidence, wanted == got))
        total = sum(map(len, bins))
        return sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins) / total if total else None

    def sure(self, least):
        """Precision and coverage of the reads of at least that confidence."""
        right = [wanted == got for wanted, got, confidence in self.reads if confidence is not None and confidence >= least]
        return ratio(sum(right), len(right)), ratio(len(right), len(self.reads))

    def figures(self):
        n = len(self.reads)
        p5, c5 = self.sure(.5)
        p9, c9 = self.sure(.9)
        return {"n": self.boxes or n or self.images, "recall50": ratio(self.hit50, self.boxes), "recall30": ratio(self.hit30, self.boxes),
                "false_per_image": ratio(self.false, self.images) if self.boxes or not n else None,
                "exact": ratio(sum(w == g for w, g, _ in self.reads), n), "folded": ratio(sum(fold(w) == fold(g) for w, g, _ in self.reads), n),
                "cer": ratio(sum(edit_distance(w, g) for w, g, _ in self.reads), sum(len(w) for w, _, _ in self.reads)),
                "ece": self.calibration_error(), "p_at_0_5": p5, "coverage_0_5": c5, "p_at_0_9": p9, "coverage_0_9": c9,
                "ms_median": quantile(self.ms, .5), "ms_p95": quantile(self.ms, .95), "failed": self.failed}


def run_program(program, paths, extra=()):
    """The program's answer for each path: its JSON object, in the order of `paths`."""
    answers = []
    for start in range(0, len(paths), BATCH):
        batch = [str(p) for p in paths[start:start + BATCH]]
        done = subprocess.run([program, "detect", "--json", "--no-save", *extra, *batch], stdout=subprocess.PIPE, check=False)
        lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines() if line.strip()]
        if done.returncode not in (0, 1) or len(lines) != len(batch):
            raise SystemExit(f"{program} answered {len(lines)} of {len(batch)} pictures, exit status {done.returncode}")
        by_name = {line["file"]: line for line in lines}
        answers += [by_name[name] for name in batch]
    return answers


def measure_photos(program, photos):
    """Photos with boxes: each labelled plate takes the found one that fits it best."""
    tally = Tally()
    for photo, answer in zip(photos, run_program(program, [p.path for p in photos])):
        tally.images += 1
        tally.failed += answer["error"] is not None
        if answer["error"] is None:
            tally.ms.append(answer["ms"])
        found = answer["plates"] or []
        pairs = sorted(((overlap(plate.box, f["box"]), i, k) for i, plate in enumerate(photo.plates) for k, f in enumerate(found)), reverse=True)
        partner, taken = {}, set()
        for fit, i, k in pairs:
            if fit >= .3 and i not in partner and k not in taken:
                partner[i] = (k, fit)
                taken.add(k)
        tally.boxes += len(photo.plates)
        tally.hit30 += len(partner)
        tally.hit50 += sum(fit >= .5 for _, fit in partner.values())
        tally.false += sum(all(overlap(plate.box, f["box"]) < .3 for plate in photo.plates) for f in found)
        for i, plate in enumerate(photo.plates):
            if plate.text and i in partner:
                best = found[partner[i][0]]
                tally.reads.append((plate.text, best["text"], best["confidence"]))
            elif plate.text:
                tally.reads.append((plate.text, "", None))
    return tally


def measure_crops(program, crops):
    tally = Tally()
    for crop, answer in zip(crops, run_program(program, [c.path for c in crops], ["--crops"])):
        tally.images += 1
        tally.failed += answer["error"] is not None
        if answer["error"] is None:
            tally.ms.append(answer["ms"])
        best = answer["plates"][0] if answer["plates"] else None
        tally.reads.append((crop.text, best["text"], best["confidence"]) if best else (crop.text, "", None))
    return tally


def measure_empty(program, paths):
    tally = Tally()
    for answer in run_program(program, paths):
        tally.images += 1
        tally.failed += answer["error"] is not None
        if answer["error"] is None:
            tally.ms.append(answer["ms"])
        tally.false += len(answer["plates"] or [])
    return tally


def sets(data, everything):
    """name -> (how to measure, rows), in name order."""
    found = {}
    for kind, rows, measure in (("detect", split.photos(data), measure_photos), ("read", split.crops(data), measure_crops)):
        for row in rows:
            name = f"{kind}/{row.source}"
            if everything or name not in split.TRAINED_ON or row.validation:
                found.setdefault(name, (measure, []))[1].append(row)
    ours = any(name in split.TRAINED_ON for name in found)      # then its pictures without plates were trained on too
    empty = split.negatives(data, validation=True) + (split.negatives(data) if everything or not ours else [])
    if empty:
        found["negatives"] = (measure_empty, empty)
    return dict(sorted(found.items()))


def print_table(results):
    heads = ["set"] + [name for name, _ in COLUMNS]
    rows = [[name] + ["-" if figures[c] is None else f.format(figures[c]) for c, f in COLUMNS] for name, figures in results.items()]
    widths = [max(len(row[i]) for row in [heads] + rows) for i in range(len(heads))]
    for row in [heads] + rows:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))
    failed = sum(f["failed"] for name, f in results.items() if not name.startswith("total"))
    if failed:
        print(f"{failed} pictures could not be read")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all", action="store_true", help="every row, also those the models were trained on")
    parser.add_argument("--only", action="append", default=[], metavar="SET", help="a set such as read/romania")
    args = parser.parse_args()
    chosen = {name: what for name, what in sets(args.data, args.all).items() if not args.only or name in args.only}
    if not chosen:
        raise SystemExit(f"no labelled pictures in {args.data}: a folder laid out as docs/accuracy.md says is needed")
    results, totals = {}, {}
    for name, (measure, rows) in chosen.items():
        tally = measure(args.program, rows)
        results[name] = tally.figures()
        totals.setdefault("total " + name.split("/")[0], Tally()).add(tally)
    results.update((name, tally.figures()) for name, tally in totals.items() if name != "total negatives")
    if args.json:
        print(json.dumps(results))
    else:
        print_table(results)


if __name__ == "__main__":
    main()
