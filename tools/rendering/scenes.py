"""Places where cars stand: sky, houses, trees, road. Far things are soft, as through a camera that looks at the plate.

Each scene draws in pixels of the final picture (1280x960) and says how it lights the cars.
SPDX-License-Identifier: AGPL-3.0-or-later
"""
import math
import random

import cairo

from .cars import Light
from .shapes import fill, glow, horizontal, line, mix, polygon, rgb, vertical

WIDTH, HEIGHT = 1280, 960


def sky(ctx, horizon, stops):
    ctx.rectangle(0, 0, WIDTH, horizon)
    fill(ctx, vertical(0, horizon, [(share, rgb(colour)) for share, colour in stops]))


def clouds(ctx, rng, count, low, high, colour, alpha):
    for _ in range(count):
        x, y, size = rng.uniform(-100, WIDTH + 100), rng.uniform(low, high), rng.uniform(60, 180)
        for _ in range(9):
            px, py, radius = x + rng.gauss(0, size), y + rng.gauss(0, size * .12), size * rng.uniform(.25, .6)
            pattern = cairo.RadialGradient(px, py, 0, px, py, radius)
            pattern.add_color_stop_rgba(0, *rgb(colour)[:3], alpha)
            pattern.add_color_stop_rgba(1, *rgb(colour)[:3], 0)
            ctx.save()
            ctx.translate(px, py)
            ctx.scale(1.8, .6)
            ctx.translate(-px, -py)
            ctx.arc(px, py, radius, 0, 2 * math.pi)
            fill(ctx, pattern)
            ctx.restore()


def road(ctx, horizon, near, far, tracks=()):
    """Ground from the horizon to the lower edge, and lines towards the vanishing point: (x at the bottom, width, dashed)."""
    ctx.rectangle(0, horizon, WIDTH, HEIGHT - horizon)
    fill(ctx, vertical(horizon, HEIGHT, [(0, rgb(far)), (1, rgb(near))]))
    vanish = WIDTH * .5
    for x, width, dashes in tracks:
        pieces = [(0, 1)] if not dashes else [(k / dashes, (k + .5) / dashes) for k in range(dashes)]
        for a, b in pieces:
            a, b = a ** 2, b ** 2  # nearer pieces look longer
            corners = []
            for share, sign in ((a, -1), (a, 1), (b, 1), (b, -1)):
                share = max(share, .02)
                corners.append((vanish + (x + sign * width / 2 - vanish) * share, horizon + (HEIGHT - horizon) * share))
            polygon(ctx, corners)
            fill(ctx, rgb("#e9e7df", .85))


def tree(ctx, rng, x, ground, height, colours):
    polygon(ctx, [(x - height * .03, ground), (x - height * .02, ground - height * .5), (x + height * .02, ground - height * .5), (x + height * .03, ground)])
    fill(ctx, rgb("#4b3a2c"))
    for _ in range(240):
        angle, reach = rng.uniform(0, 2 * math.pi), min(abs(rng.gauss(0, .19)), .34) * height
        px, py = x + math.cos(angle) * reach, ground - height * .62 + math.sin(angle) * reach * .95
        shade = mix(colours[0], colours[1], min(1, max(0, (ground - height * .35 - py) / (height * .6) + rng.uniform(-.25, .25))))
        ctx.arc(px, py, height * rng.uniform(.025, .06), 0, 2 * math.pi)
        fill(ctx, (*shade[:3], .9))


def house(ctx, rng, x, ground, width, height, wall, lit, dark="#3a4652", glow_colour="#ffd890"):
    ctx.rectangle(x, ground - height, width, height)
    fill(ctx, horizontal(x, x + width, [(0, mix(wall, "#ffffff", .10)), (1, mix(wall, "#000000", .18))]))
    columns, rows = max(2, int(width / 70)), max(2, int(height / 95))
    step_x, step_y = width / columns, height / rows
    for row in range(rows):
        for column in range(columns):
            wx, wy = x + (column + .25) * step_x, ground - height + (row + .25) * step_y
            ctx.rectangle(wx, wy, step_x * .5, step_y * .55)
            fill(ctx, rgb(glow_colour) if rng.random() < lit else rgb(dark))
            ctx.rectangle(wx - 2, wy + step_y * .55, step_x * .5 + 4, 4)
            fill(ctx, mix(wall, "#ffffff", .3))
    ctx.rectangle(x - 4, ground - height - 10, width + 8, 12)
    fill(ctx, mix(wall, "#000000", .45))


def lamps_in_the_dark(ctx, rng, count, low, high, colours):
    """Out-of-focus lights: discs, brighter at the rim."""
    for _ in range(count):
        x, y, radius = rng.uniform(0, WIDTH), rng.uniform(low, high), rng.uniform(8, 26)
        colour = rgb(rng.choice(colours))
        pattern = cairo.RadialGradient(x, y, radius * .2, x, y, radius)
        for share, alpha in ((0, .34), (.85, .46), (.95, .55), (1, 0)):
            pattern.add_color_stop_rgba(share, *colour[:3], alpha)
        ctx.save()
        ctx.set_operator(cairo.OPERATOR_SCREEN)
        ctx.arc(x, y, radius, 0, 2 * math.pi)
        fill(ctx, pattern)
        ctx.restore()


# ---- the scenes: far(ctx, rng) is drawn soft, near(ctx, rng) sharp ----------------------------------------------------


class Street:
    """A street of houses on a clear morning."""
    light = Light(sky="#a9c9ea", horizon="#eef3f4", ground="#77777a")
    blur, horizon = 5, 470

    def far(self, ctx, rng):
        sky(ctx, 480, [(0, "#6fa3d8"), (.6, "#b9d5ec"), (1, "#eef1ea")])
        clouds(ctx, rng, 7, 40, 260, "#ffffff", .30)
        for x, width, height, wall in ((-40, 260, 430, "#c9a27e"), (225, 190, 340, "#d8cdb8"), (900, 210, 360, "#b98f79"), (1110, 240, 450, "#d9c79c")):
            house(ctx, rng, x, 500, width, height, wall, .05)
        for x, height in ((440, 230), (530, 170), (620, 140), (720, 160), (820, 240)):
            tree(ctx, rng, x, 505, height, ("#2f5a2d", "#8fb65a"))

    def near(self, ctx, rng):
        road(ctx, self.horizon, "#5d5f63", "#8f9194", [(640, 26, 7), (-700, 30, 0), (1980, 30, 0)])
        polygon(ctx, [(0, 500), (0, 800), (420, 470), (300, 470)])
        fill(ctx, rgb("#b3aea4"))
        polygon(ctx, [(1280, 500), (1280, 800), (860, 470), (980, 470)])
        fill(ctx, rgb("#a9a59b"))


class Parking:
    """A car park in front of a hedge, at noon."""
    light = Light(sky="#b4d0ea", horizon="#f1f3ef", ground="#8a8a88")
    blur, horizon = 4, 400

    def far(self, ctx, rng):
        sky(ctx, 420, [(0, "#5c95d2"), (1, "#dcebf5")])
        clouds(ctx, rng, 9, 30, 220, "#ffffff", .34)
        ctx.rectangle(700, 120, 600, 300)
        fill(ctx, horizontal(700, 1280, [(0, rgb("#cfd4d6")), (1, rgb("#aeb6ba"))]))
        for k in range(7):
            ctx.rectangle(720 + k * 84, 160, 66, 150)
            fill(ctx, vertical(160, 310, [(0, rgb("#8fb4d0")), (1, rgb("#4a6a83"))]))
        for x in range(-20, 760, 105):
            tree(ctx, rng, x, 430, 250, ("#27502a", "#7ea652"))
        for x in range(-20, WIDTH + 40, 22):
            ctx.arc(x, 400 + rng.uniform(-8, 8), rng.uniform(26, 40), 0, 2 * math.pi)
            fill(ctx, mix("#264d28", "#4f8040", rng.random()))

    def near(self, ctx, rng):
        road(ctx, self.horizon + 25, "#77787a", "#9b9b99")
        ctx.rectangle(0, self.horizon + 20, WIDTH, 16)
        fill(ctx, vertical(420, 436, [(0, rgb("#d2cfc8")), (1, rgb("#8d8a84"))]))
        for x in (-420, 200, 640, 1080, 1700):
            polygon(ctx, [(640 + (x - 640) * .48 - 3, 437), (640 + (x - 640) * .48 + 3, 437), (x + 12, 960), (x - 12, 960)])
            fill(ctx, rgb("#eceae2", .9))


class Gate:
    """A barrier at dusk."""
    light = Light(sky="#8d7fa8", horizon="#f0b48a", ground="#4a4a55", day=.55, lamps=True)
    blur, horizon = 5, 450

    def far(self, ctx, rng):
        sky(ctx, 470, [(0, "#2f3a66"), (.45, "#7d6a97"), (.8, "#e79d7a"), (1, "#f7c791")])
        clouds(ctx, rng, 8, 120, 380, "#f2a58b", .22)
        for x, width, height in ((-30, 330, 250), (300, 150, 160), (980, 340, 300)):
            house(ctx, rng, x, 480, width, height, "#4a4660", .45)
        for x in (470, 560, 660, 770, 880):
            tree(ctx, rng, x, 480, rng.uniform(120, 190), ("#1d2230", "#4a4658"))

    def near(self, ctx, rng):
        road(ctx, self.horizon + 15, "#3b3c45", "#6a6372", [(-500, 26, 0), (1780, 26, 0)])
        ctx.rectangle(1010, 250, 230, 400)  # the booth
        fill(ctx, horizontal(1010, 1240, [(0, rgb("#d9d3cf")), (1, rgb("#8d8890"))]))
        ctx.rectangle(1035, 290, 180, 150)
        fill(ctx, vertical(290, 440, [(0, rgb("#ffe6a8")), (1, rgb("#e8b463"))]))
        line(ctx, [(1125, 290), (1125, 440)], rgb("#6b6670"), 6)
        ctx.rectangle(995, 236, 260, 20)
        fill(ctx, rgb("#45424f"))
        glow(ctx, 1125, 365, 300, (1, .82, .5), .55)
        ctx.rectangle(60, 430, 70, 210)  # the post and the raised arm
        fill(ctx, horizontal(60, 130, [(0, rgb("#f2c230")), (1, rgb("#a87f12"))]))
        ctx.save()
        ctx.translate(95, 452)
        ctx.rotate(-1.05)
        for k in range(8):
            ctx.rectangle(k * 62, -9, 62, 18)
            fill(ctx, rgb("#d8373d" if k % 2 else "#f3efe9"))
        ctx.restore()


class Night:
    """A wet street at night, all lights out of focus."""
    light = Light(sky="#26304d", horizon="#6b6f8d", ground="#1b1d26", day=.25, lamps=True)
    blur, horizon = 3, 460

    def far(self, ctx, rng):
        sky(ctx, 480, [(0, "#0b1024"), (.6, "#1c2444"), (1, "#3c3a5c")])
        for x, width, height in ((-60, 300, 420), (250, 180, 300), (840, 200, 340), (1030, 300, 440)):
            house(ctx, rng, x, 480, width, height, "#1c2030", .30, dark="#10131d", glow_colour="#d9a45c")
        lamps_in_the_dark(ctx, rng, 60, 140, 470, ["#ffb35c", "#ffd9a0", "#ff6f5e", "#8fc7ff", "#ffe9c9"])

    def near(self, ctx, rng):
        road(ctx, self.horizon + 10, "#14161d", "#2e3142", [(640, 24, 7)])
        for _ in range(46):  # the lights again, drawn out on the wet ground
            x, length = rng.uniform(0, WIDTH), rng.uniform(80, 330)
            colour = rgb(rng.choice(["#ffb35c", "#ffd9a0", "#ff6f5e", "#8fc7ff"]))
            ctx.save()
            ctx.set_operator(cairo.OPERATOR_SCREEN)
            ctx.rectangle(x, self.horizon + 14, rng.uniform(4, 22), length)
            fill(ctx, vertical(self.horizon + 14, self.horizon + 14 + length, [(0, (*colour[:3], .38)), (1, (*colour[:3], 0))]))
            ctx.restore()


class Garage:
    """An underground car park."""
    light = Light(sky="#cfd6d8", horizon="#f4f6f4", ground="#707370", day=.8)
    blur, horizon = 3, 430

    def far(self, ctx, rng):
        ctx.rectangle(0, 0, WIDTH, 450)
        fill(ctx, vertical(0, 450, [(0, rgb("#55585a")), (.55, rgb("#8d918f")), (1, rgb("#a9aca6"))]))
        for k in range(5):  # beams and tubes towards the vanishing point
            y = 30 + k * 56
            ctx.rectangle(0, y, WIDTH, 20 - k * 3)
            fill(ctx, rgb("#43464a"))
        for side in (-1, 1):
            polygon(ctx, [(640 + side * 150, 30), (640 + side * 190, 30), (640 + side * 60, 330), (640 + side * 48, 330)])
            fill(ctx, rgb("#fbfff4"))
            for y in (60, 140, 220, 290):
                glow(ctx, 640 + side * (170 - (y - 30) * .39), y, 150 - y * .3, (.95, 1, .9), .35)
        ctx.rectangle(0, 250, WIDTH, 200)
        fill(ctx, vertical(250, 450, [(0, rgb("#b9bcb4")), (1, rgb("#8f928b"))]))
        ctx.rectangle(0, 372, WIDTH, 34)
        fill(ctx, rgb("#d7a92c"))
        for x in (80, 330, 900, 1150):
            ctx.rectangle(x, 60, 74, 400)
            fill(ctx, horizontal(x, x + 74, [(0, rgb("#c2c5be")), (.5, rgb("#a5a8a2")), (1, rgb("#6f726e"))]))
            for k in range(4):
                ctx.rectangle(x, 330 + k * 30, 74, 15)
                fill(ctx, rgb("#d9b02f" if k % 2 else "#2c2d2e"))

    def near(self, ctx, rng):
        road(ctx, self.horizon + 15, "#585b5a", "#8d908c", [(60, 14, 0), (1220, 14, 0), (-900, 16, 0), (2180, 16, 0)])
        glow(ctx, 640, 560, 420, (.9, 1, .9), .18)


class Hills:
    """A country road in the late afternoon."""
    light = Light(sky="#a8c4dd", horizon="#f7e6c4", ground="#6d6a5c", day=.95)
    blur, horizon = 5, 430

    def far(self, ctx, rng):
        sky(ctx, 450, [(0, "#5d8fc4"), (.6, "#bcd3e0"), (1, "#fbe3b4")])
        clouds(ctx, rng, 8, 60, 300, "#fff3dc", .34)
        for base, rise, colour in ((360, 150, "#8ba3b4"), (390, 110, "#71906f"), (425, 70, "#8aa35a")):
            phase = rng.uniform(0, 6)
            ctx.move_to(0, 470)
            for x in range(0, WIDTH + 1, 20):
                ctx.line_to(x, base - rise * (.5 + .5 * math.sin(x / 240 + phase)) * (.7 + .3 * math.sin(x / 90 + phase * 2)))
            ctx.line_to(WIDTH, 470)
            fill(ctx, rgb(colour))
        for x, height in ((70, 190), (190, 140), (1090, 150), (1210, 220)):
            tree(ctx, rng, x, 470, height, ("#3c5a2a", "#b9b457"))

    def near(self, ctx, rng):
        ctx.rectangle(0, self.horizon, WIDTH, HEIGHT - self.horizon)
        fill(ctx, vertical(self.horizon, HEIGHT, [(0, rgb("#9eac5c")), (1, rgb("#6b7d3a"))]))
        polygon(ctx, [(600, self.horizon), (680, self.horizon), (1500, HEIGHT), (-220, HEIGHT)])
        fill(ctx, vertical(self.horizon, HEIGHT, [(0, rgb("#a5a194")), (1, rgb("#66645e"))]))
        for x in (-130, 1410):
            polygon(ctx, [(640 + (x - 640) * .05 - 1, self.horizon + 6), (640 + (x - 640) * .05 + 1, self.horizon + 6), (x + 14, HEIGHT), (x - 14, HEIGHT)])
            fill(ctx, rgb("#efece2"))


class Winter:
    """A quiet street under snow."""
    light = Light(sky="#c3cdd8", horizon="#f3f5f7", ground="#a9b0b8", day=.9)
    blur, horizon = 5, 440

    def far(self, ctx, rng):
        sky(ctx, 470, [(0, "#9aa9ba"), (1, "#e6eaee")])
        for x, width, height, wall in ((-30, 250, 360, "#a8907c"), (240, 200, 270, "#bdb3a4"), (880, 200, 290, "#94888a"), (1090, 240, 370, "#b9a58c")):
            house(ctx, rng, x, 480, width, height, wall, .25)
            ctx.rectangle(x - 8, 480 - height - 22, width + 16, 18)
            fill(ctx, rgb("#f6f8fa"))
        for x in (480, 580, 700, 800):
            tree(ctx, rng, x, 480, rng.uniform(150, 210), ("#7d8a92", "#eef2f5"))

    def near(self, ctx, rng):
        road(ctx, self.horizon + 20, "#c3c9cf", "#e4e8ec")
        for x in (120, 1160):
            polygon(ctx, [(640 + (x - 640) * .06 - 3, 462), (640 + (x - 640) * .06 + 3, 462), (x + 90, 960), (x - 90, 960)])
            fill(ctx, rgb("#8f979f", .55))

    def fall(self, ctx, rng):
        for _ in range(420):
            ctx.arc(rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.choice([1.2, 1.6, 2.2, 3.4]), 0, 2 * math.pi)
            fill(ctx, (1, 1, 1, rng.uniform(.25, .75)))


def seeded(name):
    return random.Random("konnetec " + name)
