# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boxes x, y, w, h, one against another; finding.py does it with many at once."""


def common(a, b):
    """The area that both cover."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0, w) * max(0, h)


def overlap(a, b):
    """Intersection over union."""
    inter = common(a, b)
    return inter / (a[2] * a[3] + b[2] * b[3] - inter) if inter else 0.
