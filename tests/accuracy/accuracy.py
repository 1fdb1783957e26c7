#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measures what the built program finds and reads on labelled photos and plate crops.

    accuracy.py --program build/release/src/cli/konnetec --data DIR [--json] [--all] [--only SET]...

Of the sets that the project's models were trained on only the validation part is measured (training/split.py); --all takes
every row. Sets of other names are unknown to the models and measured whole. The layout of DIR and every figure: docs/accuracy.md.
"""
import argparse
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "training"))
import split  # noqa: E402
from boxes import common, overlap  # noqa: E402
from tally import FOLDS, FalseAlarm, Seen, Tally, corner_error  # noqa: E402

BATCH = 100             # pictures a call
STORED = ", labels as stored"
COLUMNS = (("n", "{:d}"), ("recall50", "{:.3f}"), ("recall30", "{:.3f}"), ("false_per_image", "{:.3f}"), ("exact", "{:.3f}"),
           ("exact_interval", "{0[0]:.3f}-{0[1]:.3f}"), ("folded", "{:.3f}"), ("cer", "{:.4f}"), ("ece", "{:.3f}"), ("p_at_0_5", "{:.3f}"),
           ("coverage_0_5", "{:.3f}"), ("p_at_0_9", "{:.3f}"), ("p_at_0_9_interval", "{0[0]:.3f}-{0[1]:.3f}"), ("coverage_0_9", "{:.3f}"),
           ("corners", "{:d}"), ("corner_error", "{:.1f}"), ("ms_median", "{:.1f}"), ("ms_p95", "{:.1f}"))


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


class Program:
    """The program, asked once about each picture however often its answer is weighed."""

    def __init__(self, path, options=()):
        self.path, self.options, self.known = path, options, {}

    def answers(self, paths, extra=()):
        new = [p for p in paths if (p, extra) not in self.known]
        for path, answer in zip(new, run_program(self.path, new, [*self.options, *extra])):
            self.known[path, extra] = answer
        return [self.known[p, extra] for p in paths]


def count_picture(tally, answer):
    tally.images += 1
    if answer["error"] is None:
        tally.times[answer["file"]] = answer["ms"]
    else:
        tally.failed += 1


def match(plates, found):
    """plate number -> (found plate, overlap): each labelled plate takes the found one that fits it best."""
    pairs = sorted(((overlap(plate.box, f["box"]), i, k) for i, plate in enumerate(plates) for k, f in enumerate(found)), reverse=True)
    partner, taken = {}, set()
    for fit, i, k in pairs:
        if fit >= .3 and i not in partner and k not in taken:
            partner[i] = (found[k], fit)
            taken.add(k)
    return partner


def ignorable(box, ignored):
    """Most of the found box lies in an area that is neither plate nor ground."""
    return any(common(box, area) >= .5 * max(1e-9, box[2] * box[3]) or overlap(box, area) >= .3 for area in ignored)


def fifth_of(text):
    return split.bucket(text, 10 * FOLDS) // 10


def measure_photos(program, photos):
    tally = Tally()
    for photo, answer in zip(photos, program.answers([p.path for p in photos])):
        count_picture(tally, answer)
        found = answer["plates"] or []
        partner = match(photo.plates, found)
        for i, plate in enumerate(photo.plates):
            seen = Seen(answer["file"], plate.text, width=plate.box[2], layout=plate.layout, marked=plate.quad is not None, fifth=fifth_of(plate.text))
            if i in partner:
                best, seen.fit = partner[i]
                seen.got, seen.confidence = best["text"], best["confidence"]
                if plate.quad and "quad" in best:
                    seen.corners = corner_error(best["quad"], plate.quad)
            tally.seen.append(seen)
        tally.false += [FalseAlarm(f["box"][2], f.get("layout")) for f in found
                        if all(overlap(plate.box, f["box"]) < .3 for plate in photo.plates) and not ignorable(f["box"], photo.ignored)]
    return tally


def measure_crops(program, crops):
    tally = Tally()
    for crop, answer in zip(crops, program.answers([c.path for c in crops], ("--crops",))):
        count_picture(tally, answer)
        best = answer["plates"][0] if answer["plates"] else {"text": "", "confidence": None}
        tally.seen.append(Seen(answer["file"], crop.text, best["text"], best["confidence"], width=answer.get("width") or 0, layout=crop.layout,
                               boxed=False, fifth=fifth_of(crop.text)))
    return tally


def measure_empty(program, paths):
    tally = Tally()
    for answer in program.answers(paths):
        count_picture(tally, answer)
        tally.false += [FalseAlarm(f["box"][2], f.get("layout")) for f in answer["plates"] or []]
    return tally


def sets(data, everything, fixed=True):
    """name -> (how to measure, rows), in name order; `fixed`: with the labels as corrected."""
    found = {}
    for kind, rows, measure in (("detect", split.photos(data, fixed), measure_photos), ("read", split.crops(data, fixed), measure_crops)):
        for row in rows:
            name = f"{kind}/{row.source}"
            if everything or name not in split.TRAINED_ON or row.validation:
                found.setdefault(name, (measure, []))[1].append(row)
    ours = any(name in split.TRAINED_ON for name in found)      # then its pictures without plates were trained on too
    empty = split.negatives(data, True, fixed) + (split.negatives(data, False, fixed) if everything or not ours else [])
    if empty:
        found["negatives"] = (measure_empty, empty)
    return dict(sorted(found.items()))


def weigh(program, chosen):
    """name -> Tally of each set, then of each kind together."""
    tallies, totals = {}, {}
    for name, (measure, rows) in chosen.items():
        tallies[name] = measure(program, rows)
        totals.setdefault("total " + name.split("/")[0], Tally()).add(tallies[name])
    return {**tallies, **{name: t for name, t in totals.items() if name != "total negatives"}}


def report(program, data, everything, only):
    """name -> figures: the sets, their parts, and what changes with the labels as they were stored."""
    chosen, stored = ({name: what for name, what in sets(data, everything, fixed).items() if not only or name in only} for fixed in (True, False))
    if not chosen:
        raise SystemExit(f"no labelled pictures in {data}: a folder laid out as docs/accuracy.md says is needed")
    tallies = weigh(program, chosen)
    results = {name: tally.figures() for name, tally in tallies.items()}
    for name, tally in tallies.items():
        results.update((f"{name}, {part}", inner.figures()) for part, inner in tally.parts())
    for name, tally in weigh(program, stored).items():
        figures = tally.figures()
        if figures != results.get(name):
            results[name + STORED] = figures
    return results


def print_table(results):
    heads = ["set"] + [name for name, _ in COLUMNS]
    rows = [[name] + ["-" if figures[c] is None else f.format(figures[c]) for c, f in COLUMNS] for name, figures in results.items()]
    widths = [max(len(row[i]) for row in [heads] + rows) for i in range(len(heads))]
    for row in [heads] + rows:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))
    failed = sum(f["failed"] for name, f in results.items() if not name.startswith("total") and STORED not in name)
    if failed:
        print(f"{failed} pictures could not be read")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all", action="store_true", help="every row, also those the models were trained on")
    parser.add_argument("--only", action="append", default=[], metavar="SET", help="a set such as read/romania")
    parser.add_argument("--threads", type=int, help="pictures at once; for times that mean something: 1")
    args = parser.parse_args()
    options = ("--threads", str(args.threads)) if args.threads else ()
    results = report(Program(args.program, options), args.data, args.all, args.only)
    if args.json:
        print(json.dumps(results))
    else:
        print_table(results)


if __name__ == "__main__":
    main()
