# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two networks: plain convolutions, so that the program runs them as they are."""
import torch
from torch import nn

CLASSES = 37            # 0 is CTC's blank, then 0-9, A-Z
READER_WIDTH, READER_HEIGHT, READER_STEPS = 160, 64, 40
STRIDES = (8, 16, 32)
CORNERS_WIDTH, CORNERS_HEIGHT = 160, 64
FINDER_CHANNELS = 14    # score, 4 box edges, 8 corner coordinates, two-row


def conv(cin, cout, kernel=3, stride=1, padding=None):
    """Convolution, normalisation, ReLU."""
    if padding is None:
        padding = kernel // 2 if isinstance(kernel, int) else tuple(k // 2 for k in kernel)
    return nn.Sequential(nn.Conv2d(cin, cout, kernel, stride, padding, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, width, inner=None, kernels=(3, 3)):
        super().__init__()
        inner = inner or width
        self.body = nn.Sequential(conv(width, inner, kernels[0]), nn.Conv2d(inner, width, kernels[1], 1,
                                  tuple(k // 2 for k in kernels[1]) if isinstance(kernels[1], tuple) else kernels[1] // 2, bias=False),
                                  nn.BatchNorm2d(width))

    def forward(self, x):
        return torch.relu(x + self.body(x))


class Reader(nn.Module):
    """Grey 1x64x160 crop -> logits [N, 2 rows, 40 steps, 37 classes]; each step sees the whole height."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            conv(1, 24, 3, 2), conv(24, 32),                                     # 32 x 80
            conv(32, 64, 3, 2), Residual(64),                                    # 16 x 40
            conv(64, 96, 3, (2, 1)), Residual(96), Residual(96),                 # 8 x 40
            conv(96, 128, 3, (2, 1)), Residual(128),                             # 4 x 40
            conv(128, 160, (4, 1), padding=0),                                   # 1 x 40
            Residual(160, 96, ((1, 7), (1, 7))))
        self.dropout = nn.Dropout2d(.1)
        self.upper = nn.Conv2d(160, CLASSES, (1, 3), padding=(0, 1))
        self.lower = nn.Conv2d(160, CLASSES, (1, 3), padding=(0, 1))

    def forward(self, x):
        x = self.dropout(self.body(x))
        return torch.cat((self.upper(x), self.lower(x)), 2).permute(0, 2, 3, 1)


class Finder(nn.Module):
    """RGB -> three grids of 14 channels, strides 8, 16, 32."""

    def __init__(self):
        super().__init__()
        self.s4 = conv(3, 24, 6, 4, 1)
        self.s8 = nn.Sequential(conv(24, 48, 3, 2), Residual(48, 24, (1, 3)), Residual(48, 24, (1, 3)))
        self.s16 = nn.Sequential(conv(48, 96, 3, 2), Residual(96, 48, (1, 3)), Residual(96, 48, (1, 3)))
        self.s32 = nn.Sequential(conv(96, 128, 3, 2), Residual(128, 64, (1, 3)), Residual(128, 64, (1, 3)))
        self.squeeze = conv(128, 40, 1)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.spread = conv(40 * 4, 40, 1)
        self.side16, self.side8 = conv(96, 40, 1), conv(48, 40, 1)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.tower = nn.ModuleList([conv(40, 40), nn.Sequential(conv(40, 40), conv(40, 40)), nn.Sequential(conv(40, 40), conv(40, 40))])
        self.head = nn.ModuleList([nn.Conv2d(40, FINDER_CHANNELS, 1) for _ in STRIDES])
        for head in self.head:
            nn.init.normal_(head.weight, std=.01)
            nn.init.zeros_(head.bias)
            head.bias.data[0] = -4.0        # most cells hold no plate

    def forward(self, x):
        c8 = self.s8(self.s4(x))
        c16 = self.s16(c8)
        p = [self.squeeze(self.s32(c16))]
        for _ in range(3):
            p.append(self.pool(p[-1]))
        p32 = self.spread(torch.cat(p, 1))
        p16 = self.side16(c16) + self.up(p32)
        p8 = self.side8(c8) + self.up(p16)
        return tuple(head(tower(level)) for head, tower, level in zip(self.head, self.tower, (p8, p16, p32)))


class Corners(nn.Module):
    """RGB 3x64x160 window around a plate's box -> [N, 8, 1, 1]: how far each corner lies from the box's, in parts of the window."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            conv(3, 16, 3, 2),                                  # 32 x 80
            conv(16, 32, 3, 2), Residual(32),                   # 16 x 40
            conv(32, 64, 3, 2), Residual(64, 32),               # 8 x 20
            conv(64, 64, 3, 2), Residual(64, 32),               # 4 x 10
            conv(64, 16, 1), conv(16, 96, (4, 10), padding=0), nn.Conv2d(96, 8, 1))
        nn.init.normal_(self.body[-1].weight, std=.01)
        nn.init.zeros_(self.body[-1].bias)

    def forward(self, x):
        return self.body(x)
