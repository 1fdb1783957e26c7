# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures as RGB, read and put side by side."""
import cv2
import numpy as np

cv2.setNumThreads(1)        # the trainers run side by side


def load(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"cannot read {path}: is the data set complete?")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def write_sheet(path, tiles, columns):
    """A contact sheet of tiles of one size, RGB or grey, row by row; what is left of the last row stays black."""
    tiles = tiles + [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    sheet = np.vstack([np.hstack(tiles[i:i + columns]) for i in range(0, len(tiles), columns)])
    cv2.imwrite(str(path), sheet if sheet.ndim == 2 else sheet[:, :, ::-1])
