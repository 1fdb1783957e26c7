# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the reader's output to texts, and how good they are."""
from split import ALPHABET


def greedy(rows):
    """rows [2, steps, classes] of logits -> (upper, lower): the likeliest class of each step, repeats merged, blanks dropped."""
    texts = []
    for row in rows.argmax(-1):
        kept = [label for label, before in zip(row, [0, *row[:-1]]) if label and label != before]
        texts.append("".join(ALPHABET[label - 1] for label in kept))
    return tuple(texts)


def edit_distance(a, b):
    """Letters to put in, take out or change."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def calibration_error(confidences, right, count=10):
    """How far the confidences lie from the shares that are right, on average over so many bins; None of nothing."""
    bins = [[] for _ in range(count)]
    for confidence, is_right in zip(confidences, right):
        bins[min(count - 1, int(confidence * count))].append(confidence - is_right)
    total = sum(map(len, bins))
    return sum(abs(sum(b)) for b in bins) / total if total else None
