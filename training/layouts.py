# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads what plates look like: layouts/*.json, one file a country or a group of states, over the common styles in styles.json.

A file holds {"name", "weight", "layouts": [...], "lists": {...}}. A layout names a style ("like") and says what differs; all
fields are listed in README.md. The weight of a file is shared out among its layouts.
"""
import json
import pathlib

import numpy as np

from grammar import LETTERS, Grammar, plain

HERE = pathlib.Path(__file__).parent
FIELDS = {"name", "like", "kind", "weight", "text", "letters", "aspect", "paper", "ink", "fonts", "rows", "letter", "gap", "space", "align", "pitch",
          "bold", "seal", "border", "corner", "ground", "marks", "bands", "top", "foot", "top_at", "foot_at", "emboss", "frame", "bolts"}


class Layout:
    """One look: fields as attributes; `texts` draws from the grammars."""

    def __init__(self, region, fields, styles, lists):
        unknown = set(fields) - FIELDS
        if unknown:
            raise ValueError(f"{region}: nobody reads {', '.join(sorted(unknown))}")
        merged, name = {}, fields.get("like")
        chain = [fields]
        while name:
            if name not in styles:
                raise ValueError(f"{region}: there is no style {name}")
            chain.append(styles[name])
            name = styles[name].get("like")
        for part in reversed(chain):
            merged.update(part)
        self.__dict__.update(merged)
        self.region, self.name = region, merged.get("name", region)
        patterns = [merged["text"]] if isinstance(merged["text"], str) else merged["text"]
        self.grammars = [Grammar(p, merged.get("letters", LETTERS), lists) for p in patterns]

    def draw_text(self, rng):
        return self.grammars[int(rng.random() * len(self.grammars))].draw(rng)


class Layouts:
    """All of them; `pick` draws one by weight, of one row or of two where asked."""

    def __init__(self, folder=HERE / "layouts"):
        styles = json.loads((HERE / "styles.json").read_text())
        styles.pop("about")
        self.all, self.weights, self.regions = [], [], {}
        for path in sorted(folder.glob("*.json")):
            try:
                region = json.loads(path.read_text())
                found = [Layout(region["name"], f, styles, region.get("lists")) for f in region["layouts"]]
            except (ValueError, KeyError) as error:
                raise SystemExit(f"{path}: {error!r}") from error
            total = sum(getattr(l, "weight", 1.) for l in found)
            self.regions[path.stem] = found
            self.all += found
            self.weights += [region["weight"] * getattr(l, "weight", 1.) / total for l in found]
        self.weights = np.array(self.weights) / sum(self.weights)
        self.bounds = {None: self.within(self.all)}
        for rows in (1, 2):
            self.bounds[rows] = self.within([l for l in self.all if len(l.rows) == rows])

    @property
    def places(self):
        """How many countries and states: a file is one, or as many as it gives a name of their own."""
        count = 0
        for stem, found in self.regions.items():
            states = {layout.name for layout in found if layout.name != layout.region}
            count += 0 if stem == "chance" else len(states) if len(states) > 5 else 1
        return count

    def within(self, some):
        inside = np.array([any(l is s for s in some) for l in self.all])
        weights = np.where(inside, self.weights, 0)
        return np.cumsum(weights) / weights.sum()

    def pick(self, rng, rows=None):
        return self.all[int(np.searchsorted(self.bounds[rows], rng.random(), side="right"))]


def faults(layouts, rng):
    """What is wrong with the texts and the names that the layouts use, in words."""
    common = json.loads((HERE / "styles.json").read_text())
    families, found = json.loads((HERE / "fonts.json").read_text()), []
    for layout in layouts.all:
        where = f"{layout.region}, {layout.name}"
        found += [f"{where}: there is no family {f}" for f in layout.fonts if f not in families]
        plans = layout.bands + layout.marks
        names = layout.paper + layout.ink + [c for p in plans for k in ("color", "box", "line", "blob", "ink") for c in p.get(k, [])]
        found += [f"{where}: there is no colour {c}" for c in names if c not in common["colors"] and c != "any"]
        for _ in range(40):
            text = layout.draw_text(rng)
            rows = [plain(r) for r in text.split("/")]
            if len(rows) != len(layout.rows) or not all(rows):
                found.append(f"{where}: {text!r} for {len(layout.rows)} rows")
            elif not 2 <= len("".join(rows)) <= 12:
                found.append(f"{where}: {text!r} is no plate")
    return sorted(set(found))
