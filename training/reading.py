# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the reader's output to texts: the greedy reading that the program does too, and its confidence."""
import numpy as np

from split import ALPHABET


def softmax(logits):
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def greedy(rows, temperature=1.):
    """rows [2, steps, classes] of logits -> (upper, lower, confidence)."""
    texts, confidence = [], 1.
    for row in softmax(rows / temperature):
        best, text, last, peak = row.argmax(-1), "", 0, 0.
        for label, p in zip(best, row.max(-1)):
            if label != last:
                confidence *= peak if last else 1.
                peak = 0.
                if label:
                    text += ALPHABET[label - 1]
            peak, last = max(peak, p), label
        confidence *= peak if last else 1.
        texts.append(text)
    return texts[0], texts[1], float(confidence)


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def fold(text):
    return text.replace("O", "0").replace("I", "1")


def calibration_error(confidences, right, bins=10):
    confidences, right = np.asarray(confidences), np.asarray(right, float)
    which = np.minimum((confidences * bins).astype(int), bins - 1)
    return sum(abs(confidences[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which))
