# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading pictures as RGB."""
import cv2

cv2.setNumThreads(1)        # the trainers run side by side


def load(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"cannot read {path}: is the data set complete?")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
