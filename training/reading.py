# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the reader's output to texts, and how good they are."""
import numpy as np

from split import ALPHABET


def greedy(rows):
    """rows [2, steps, classes] of logits -> (upper, lower): the likeliest class of each step, repeats merged, blanks dropped."""
    texts = []
    for row in rows.argmax(-1):
        kept = [label for label, before in zip(row, [0, *row[:-1]]) if label and label != before]
        texts.append("".join(ALPHABET[label - 1] for label in kept))
    return tuple(texts)


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def calibration_error(confidences, right, bins=10):
    confidences, right = np.asarray(confidences), np.asarray(right, float)
    which = np.minimum((confidences * bins).astype(int), bins - 1)
    return sum(abs(confidences[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which))
