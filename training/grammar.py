# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plate texts from a pattern.

  l letter (the layout's own)   d digit   n digit but 0   a letter or digit   [ABC] one of these   $name one of the file's list
  (AB|lll|d) one of these   x{2} x{1,3} repeated   A-Z 0-9 themselves   / next row
  drawn, but no text: '-' '.' ' ' gap   '_' small gap   '@' seal or crest   '&' a sign of another script
"""
import unicodedata

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
DRAWN = "-. _@&"


class Grammar:
    def __init__(self, pattern, letters=LETTERS, lists=None):
        self.letters, self.lists, self.rest = letters, lists or {}, pattern
        self.tree = self.sequence()
        if self.rest:
            raise ValueError(f"the pattern {pattern!r} ends before {self.rest!r}")

    def take(self):
        char, self.rest = self.rest[0], self.rest[1:]
        return char

    def until(self, end):
        inner, found, self.rest = self.rest.partition(end)
        if not found:
            raise ValueError(f"{end!r} is missing after {inner!r}")
        return inner

    def sequence(self):
        parts = []
        while self.rest and self.rest[0] not in "|)":
            parts.append(self.repeated(self.item()))
        return ("all", parts)

    def item(self):
        char = self.take()
        if char == "(":
            choices = [self.sequence()]
            while self.rest.startswith("|"):
                self.take()
                choices.append(self.sequence())
            self.until(")")
            return ("any", choices)
        if char == "[":
            return ("any", [("is", c) for c in self.until("]")])
        if char == "$":
            name = max((n for n in self.lists if self.rest.startswith(n)), key=len, default=None)
            if name is None:
                raise ValueError(f"there is no list for ${self.rest}")
            self.rest = self.rest[len(name):]
            return ("any", [("is", w) for w in self.lists[name]])
        sets = {"l": self.letters, "d": DIGITS, "n": DIGITS[1:], "a": self.letters + DIGITS}
        if char in sets:
            return ("any", [("is", c) for c in sets[char]])
        if char.islower() or not (char.isalnum() or char in DRAWN + "/"):
            raise ValueError(f"{char!r} means nothing in a pattern")
        return ("is", char)

    def repeated(self, node):
        if not self.rest.startswith("{"):
            return node
        self.take()
        low, _, high = self.until("}").partition(",")
        return ("times", node, int(low), int(high or low))

    def draw(self, rng, node=None):
        """One text, with what is drawn between the letters."""
        kind, *rest = node or self.tree
        if kind == "is":
            return rest[0]
        if kind == "all":
            return "".join(self.draw(rng, n) for n in rest[0])
        if kind == "any":
            return self.draw(rng, rest[0][int(rng.random() * len(rest[0]))])
        node, low, high = rest
        return "".join(self.draw(rng, node) for _ in range(low + int(rng.random() * (high - low + 1))))


def plain(text):
    """What a label says: letters without marks, no separators."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c in LETTERS or c in DIGITS)
