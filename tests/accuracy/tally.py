# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a set of measured plates adds up to. Knows neither the program nor the files: docs/accuracy.md explains each figure."""
import math
from dataclasses import dataclass

from reading import calibration_error, edit_distance

LAYOUTS = ("one-row", "two-row", "unreadable")
FOLDS = 5


def fold(text):
    return text.replace("O", "0").replace("I", "1")


def ratio(a, b):
    return a / b if b else None


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(q * len(values)))] if values else None


def wilson(right, n, z=1.96):
    """The 95 % interval of a share of which `right` of `n` were seen."""
    if not n:
        return None
    share, center = right / n, (right + z * z / 2) / (n + z * z)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) * n / (n + z * z)
    return [max(0., center - half), min(1., center + half)]


def corner_error(found, marked):
    """Mean distance of four corners in per cent of the plate's height."""
    height = (math.dist(marked[0], marked[3]) + math.dist(marked[1], marked[2])) / 2
    return 25 * sum(map(math.dist, found, marked)) / height


@dataclass
class Seen:
    """A labelled plate and what the program made of it."""
    picture: str
    wanted: str             # empty: nobody could read it
    got: str = ""
    confidence: float = None        # None: not found
    fit: float = 0.         # intersection over union
    width: float = 0.
    layout: str = None
    corners: float = None   # error in per cent of the height; None where not found or not marked
    marked: bool = False    # corners were marked by hand
    boxed: bool = True      # False: a crop, nothing to find
    fifth: int = 0          # which fifth of the plates it belongs to

    def right(self):
        return self.wanted == self.got


@dataclass
class FalseAlarm:
    """A found plate that is none."""
    width: float
    layout: str


class Tally:
    """The plates of one set, or of a part of it."""

    def __init__(self):
        self.seen, self.false, self.times = [], [], {}      # times: picture -> ms
        self.images = self.failed = 0

    def add(self, other):
        self.seen += other.seen
        self.false += other.false
        self.times.update(other.times)
        self.images += other.images
        self.failed += other.failed

    def part(self, keep):
        """Those plates, and false ones, for which keep(plate) holds."""
        part = Tally()
        part.seen = [s for s in self.seen if keep(s)]
        part.false = [f for f in self.false if keep(f)]
        pictures = {s.picture for s in part.seen}
        part.times = {p: ms for p, ms in self.times.items() if p in pictures}
        part.images = self.images
        return part

    def parts(self):
        """(name, part) by layout and by width; only those with plates in them."""
        cuts = [(layout, lambda s, layout=layout: s.layout == layout) for layout in LAYOUTS]
        cuts += [("<60 px", lambda s: s.width < 60), ("60-100 px", lambda s: 60 <= s.width <= 100), (">100 px", lambda s: s.width > 100),
                 (">=40 px", lambda s: s.width >= 40)]
        for name, keep in cuts:
            part = self.part(keep)
            if part.seen:
                yield name, part

    def reads(self):
        return [s for s in self.seen if s.wanted]

    def sure(self, least):
        """Right ones and all of the reads of at least that confidence."""
        right = [s.right() for s in self.reads() if s.confidence is not None and s.confidence >= least]
        return sum(right), len(right)

    def figures(self):
        reads, boxes = self.reads(), [s for s in self.seen if s.boxed]
        n, told = len(reads), [s for s in reads if s.confidence is not None]
        exact, folded = sum(s.right() for s in reads), sum(fold(s.wanted) == fold(s.got) for s in reads)
        (right5, all5), (right9, all9) = self.sure(.5), self.sure(.9)
        marked = [s for s in boxes if s.marked]
        errors = [s.corners for s in marked if s.corners is not None]
        fifths = [[s.right() for s in reads if s.fifth == i] for i in range(FOLDS)]
        return {"n": len(boxes) or n or self.images, "recall50": ratio(sum(s.fit >= .5 for s in boxes), len(boxes)),
                "recall30": ratio(sum(s.fit >= .3 for s in boxes), len(boxes)),
                "false_per_image": ratio(len(self.false), self.images) if boxes or not n else None,
                "reads": n, "exact": ratio(exact, n), "exact_interval": wilson(exact, n),
                "exact_fifths": [ratio(sum(f), len(f)) for f in fifths] if n else None,
                "folded": ratio(folded, n), "folded_interval": wilson(folded, n),
                "cer": ratio(sum(edit_distance(s.wanted, s.got) for s in reads), sum(len(s.wanted) for s in reads)),
                "ece": calibration_error([s.confidence for s in told], [s.right() for s in told]),
                "p_at_0_5": ratio(right5, all5), "p_at_0_5_interval": wilson(right5, all5), "coverage_0_5": ratio(all5, n),
                "p_at_0_9": ratio(right9, all9), "p_at_0_9_interval": wilson(right9, all9), "coverage_0_9": ratio(all9, n),
                "corners": len(marked), "corners_found": len(errors), "corner_error": quantile(errors, .5), "corner_error_p90": quantile(errors, .9),
                "ms_median": quantile(self.times.values(), .5), "ms_p95": quantile(self.times.values(), .95), "failed": self.failed}
