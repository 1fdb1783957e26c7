"""Cars from behind and from the front, drawn in centimetres: x from the middle to the right, y up from the road.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import dataclasses
import math

import cairo

from .shapes import fill, flipped, glow, horizontal, line, mirrored, mix, polygon, rgb, stroke, vertical


@dataclasses.dataclass
class Light:
    """How a scene lights what stands in it."""
    sky: str = "#bcd4ea"       # what shines on upper faces and in the glass
    horizon: str = "#e9eef2"
    ground: str = "#6b6e72"
    day: float = 1.0           # 1: full day; 0: night
    lamps: bool = False        # are the car's lamps on?


@dataclasses.dataclass
class Car:
    paint: str
    plate: object              # one of plates.py
    text: str                  # as plates.py wants it
    height: float = 148
    shape: str = "hatch"       # hatch, saloon, van
    front: bool = False


def outline(car):
    """The right half of the silhouette, from the roof down."""
    h = car.height
    if car.shape == "van":
        return [(0, h), (66, h - 1, 16), (80, h - 46, 14), (88, 96, 12), (91, 60, 16), (89, 32, 8), (79, 22, 6), (0, 20)]
    if car.shape == "saloon":
        return [(0, h), (48, h - 2, 20), (64, 104, 10), (80, 98, 12), (89, 88, 10), (91, 55, 16), (88, 31, 8), (78, 22, 6), (0, 20)]
    return [(0, h), (53, h - 1, 18), (70, 108, 12), (84, 95, 12), (90, 80, 12), (92, 54, 16), (89, 31, 8), (79, 22, 6), (0, 20)]


def glass(car):
    h = car.height
    if car.shape == "van":
        return [(0, h - 12), (56, h - 13, 9), (70, 112, 9), (0, 110)]
    if car.shape == "saloon":
        return [(0, h - 7), (43, h - 8, 10), (58, 107, 7), (0, 105)]
    return [(0, h - 11), (47, h - 12, 9), (62, 108, 9), (0, 106)]


def wheels(ctx, car):
    for side in (-1, 1):
        x = side * 76
        polygon(ctx, [(x - 12, 4, 5), (x + 12, 4, 5), (x + 12, 52, 4), (x - 12, 52, 4)])
        fill(ctx, horizontal(x - 12, x + 12, [(0, rgb("#0b0c0d")), (.5, rgb("#2c2e31")), (1, rgb("#0b0c0d"))]))
        for k in range(-2, 3):
            line(ctx, [(x + k * 4.5, 5), (x + k * 4.5, 24)], (0, 0, 0, .5), .8)


def body(ctx, car, light):
    """Silhouette with paint, its mirror image of sky and ground, and soft edges."""
    half = mirrored(outline(car))
    dark = mix(car.paint, "#000000", .55)
    polygon(ctx, half)
    fill(ctx, rgb(car.paint))
    ctx.save()
    polygon(ctx, half)
    ctx.clip()
    sky, horizon, ground = rgb(light.sky), rgb(light.horizon), rgb(light.ground)
    ctx.rectangle(-100, 0, 200, car.height)
    fill(ctx, vertical(car.height, 20, [
        (0, (*sky[:3], .55)), (.12, (*sky[:3], .15)), (.36, (*sky[:3], .05)),
        (.40, (*horizon[:3], .62)), (.455, (*horizon[:3], .10)), (.56, (*dark[:3], .25)),
        (.62, (*ground[:3], .15)), (.80, (*dark[:3], .35)), (1, (0, 0, 0, .55))]))
    ctx.rectangle(-100, 0, 200, car.height)
    fill(ctx, horizontal(-94, 94, [
        (0, (0, 0, 0, .55)), (.06, (*horizon[:3], .18)), (.16, (0, 0, 0, .10)), (.5, (1, 1, 1, .05)),
        (.84, (0, 0, 0, .10)), (.94, (*horizon[:3], .14)), (1, (0, 0, 0, .55))]))
    ctx.restore()
    polygon(ctx, half)
    stroke(ctx, (0, 0, 0, .35), .7)


def window(ctx, car, light):
    pane = mirrored(glass(car))
    polygon(ctx, pane)
    fill(ctx, vertical(car.height - 10, 106, [
        (0, mix(light.sky, "#0e1216", .45)), (.45, mix(light.sky, "#0e1216", .78)), (1, mix(light.horizon, "#101418", .80))]))
    ctx.save()
    polygon(ctx, pane)
    ctx.clip()
    for x in (-27, 27):  # head rests
        polygon(ctx, [(x - 10, 104, 2), (x + 10, 104, 2), (x + 8, 122, 6), (x - 8, 122, 6)])
        fill(ctx, (0, 0, 0, .38))
    if car.front:
        ctx.arc(30, 104, 13, math.pi * .1, math.pi * .9)
        stroke(ctx, (0, 0, 0, .5), 2.4)
        polygon(ctx, [(-7, car.height - 9, 1), (7, car.height - 9, 1), (6, car.height - 15, 2), (-6, car.height - 15, 2)])
        fill(ctx, (0, 0, 0, .6))
    ctx.move_to(-70, 100)
    ctx.line_to(-38, 100)
    ctx.line_to(4, 160)
    ctx.line_to(-30, 160)
    fill(ctx, (*rgb(light.horizon)[:3], .13))
    ctx.restore()
    polygon(ctx, pane)
    stroke(ctx, (0, 0, 0, .8), 1.6)


def mirrors(ctx, car):
    for side in (-1, 1):
        shape = [(62, 103, 1), (78, 102, 2), (93, 101, 5), (95, 112, 5), (79, 114, 4), (76, 107, 2), (62, 108, 1)]
        shape = shape if side > 0 else flipped(shape)
        polygon(ctx, shape)
        fill(ctx, vertical(114, 101, [(0, mix(car.paint, "#ffffff", .18)), (1, mix(car.paint, "#000000", .45))]))
        polygon(ctx, shape)
        stroke(ctx, (0, 0, 0, .4), .6)


def bumper(ctx, car):
    skirt = mirrored([(0, 36), (70, 36, 6), (86, 42, 4), (88, 31, 6), (78, 22, 5), (0, 20)])
    polygon(ctx, skirt)
    fill(ctx, vertical(42, 20, [(0, rgb("#2a2c2f")), (.25, rgb("#1a1b1d")), (1, rgb("#08090a"))]))
    line(ctx, [(-70, 36.4), (70, 36.4)], (1, 1, 1, .14), .7)


def recess(ctx, y, width, height):
    polygon(ctx, [(-width / 2, y - height / 2, 3), (width / 2, y - height / 2, 3),
                  (width / 2, y + height / 2, 3), (-width / 2, y + height / 2, 3)])
    fill(ctx, vertical(y + height / 2, y - height / 2, [(0, (0, 0, 0, .62)), (.4, (0, 0, 0, .38)), (1, (0, 0, 0, .22))]))
    line(ctx, [(-width / 2 + 3, y - height / 2), (width / 2 - 3, y - height / 2)], (1, 1, 1, .22), .6)


def mount(ctx, car, y, light):
    """The plate, upright again (y down inside), a little darker where there is little light."""
    ctx.save()
    ctx.translate(0, y)
    ctx.scale(1, -1)
    width, height = car.plate(ctx, car.text)
    shade = (1 - light.day) * .30
    if shade > 0:
        polygon(ctx, [(-width / 2, -height / 2, 1), (width / 2, -height / 2, 1), (width / 2, height / 2, 1), (-width / 2, height / 2, 1)])
        fill(ctx, vertical(-height / 2, height / 2, [(0, (.02, .04, .10, shade * .5)), (1, (.02, .04, .10, shade * 1.2))]))
    ctx.restore()


def emblem(ctx, y):
    shape = [(-5.6, y, .6), (-3, y + 3.4, .8), (3, y + 3.4, .8), (5.6, y, .6), (3, y - 3.4, .8), (-3, y - 3.4, .8)]
    polygon(ctx, shape)
    fill(ctx, vertical(y + 3.4, y - 3.4, [(0, rgb("#f2f4f6")), (1, rgb("#8b9198"))]))
    polygon(ctx, [(x * .6, y + (v - y) * .6, .4) for x, v, _ in shape])
    fill(ctx, rgb("#2b3038"))


def tail_lamp(ctx, shape, lit):
    polygon(ctx, shape)
    low, high = min(p[1] for p in shape), max(p[1] for p in shape)
    fill(ctx, vertical(high, low, [(0, rgb("#c4272f" if lit else "#9d1c24")), (.5, rgb("#e8323a" if lit else "#7c141b")), (1, rgb("#4a090e"))]))
    ctx.save()
    polygon(ctx, shape)
    ctx.clip()
    left, right = min(p[0] for p in shape), max(p[0] for p in shape)
    for k, share in enumerate((.28, .62)):
        y = high + (low - high) * share
        line(ctx, [(left + 2, y), (right - 2, y)], (1, .78, .72, .95) if lit else (1, .5, .5, .30), 2.2 - k * .8)
    ctx.rectangle(left, high - (high - low) * .18, right - left, 40)
    fill(ctx, (1, 1, 1, .16))
    ctx.restore()
    polygon(ctx, shape)
    stroke(ctx, (0, 0, 0, .6), .8)


def rear(ctx, car, light):
    """Everything that only the back has. Returns the glows of its lamps."""
    if car.shape == "van":
        lamp, plate_y = [(77, 112, 3), (84, 110, 3), (90, 66, 4), (79, 66, 3)], 71
    elif car.shape == "saloon":
        lamp, plate_y = [(46, 90, 4), (87, 91, 6), (91, 74, 6), (52, 72, 4)], 77
    else:
        lamp, plate_y = [(58, 98, 6), (84, 94, 6), (91, 74, 8), (64, 72, 5)], 72
    two_row = car.plate.__name__.endswith("two_row")
    tall = two_row or car.plate.__name__ == "united_states"

    recess(ctx, plate_y, 42 if tall else 60, 26 if two_row else 20 if tall else 17)
    if car.shape == "van":
        line(ctx, [(0, car.height - 4), (0, 40)], (0, 0, 0, .55), 1.1)
        line(ctx, [(1.2, car.height - 4), (1.2, 40)], (1, 1, 1, .18), .6)
    else:
        for side in (-1, 1):
            line(ctx, [(side * 63, 106), (side * 58, 62), (side * 50, 52)], (0, 0, 0, .45), .9)
        line(ctx, [(-50, 52), (50, 52)], (0, 0, 0, .5), 1.0)
        line(ctx, [(-50, 51.2), (50, 51.2)], (1, 1, 1, .22), .6)
    bumper(ctx, car)
    for side in (-1, 1):
        polygon(ctx, [(side * 62, 38, 1), (side * 80, 39, 1), (side * 80, 42.500, 1), (side * 62, 41.500, 1)])
        fill(ctx, rgb("#8c1219"))
        polygon(ctx, [(side * 46, 23, 2), (side * 62, 23, 2), (side * 61, 29, 2), (side * 47, 29, 2)])
        stroke(ctx, rgb("#a8adb3"), 1.3)
        tail_lamp(ctx, lamp if side > 0 else flipped(lamp), light.lamps)
    if car.shape != "van":
        emblem(ctx, plate_y + (17 if car.shape == "hatch" else 15))
    mount(ctx, car, plate_y, light)
    x, y = (sum(p[i] for p in lamp) / len(lamp) for i in (0, 1))
    return [(-x, y, 62, (1, .12, .10), .75), (x, y, 62, (1, .12, .10), .75), (0, plate_y + 9, 34, (1, .95, .85), .38)]


def front(ctx, car, light):
    """Everything that only the front has. Returns the glows of its lamps."""
    bonnet = mirrored([(0, 103), (60, 104, 6), (80, 92, 8), (74, 80, 6), (0, 79)])
    polygon(ctx, bonnet)
    fill(ctx, vertical(104, 79, [(0, (*rgb(light.sky)[:3], .10)), (.5, (*rgb(light.horizon)[:3], .36)), (1, (0, 0, 0, .12))]))
    for side in (-1, 1):
        line(ctx, [(side * 40, 102), (side * 30, 80)], (1, 1, 1, .16), 1.2)
    line(ctx, [(-74, 79.500), (74, 79.500)], (0, 0, 0, .5), .9)
    grille = mirrored([(0, 76), (42, 75, 5), (36, 58, 6), (0, 57)])
    polygon(ctx, grille)
    fill(ctx, rgb("#0c0d0f"))
    ctx.save()
    polygon(ctx, grille)
    ctx.clip()
    for k in range(5):
        line(ctx, [(-45, 73.500 - k * 3.6), (45, 73.500 - k * 3.6)], rgb("#4d5258"), 1.0)
    ctx.restore()
    polygon(ctx, grille)
    stroke(ctx, rgb("#b8bec5"), 1.2)
    emblem(ctx, 67)
    bumper(ctx, car)
    polygon(ctx, mirrored([(0, 34), (46, 34, 5), (40, 25, 4), (0, 25)]))
    fill(ctx, rgb("#050607"))
    lamp = [(47, 78, 3), (84, 86, 8), (89, 72, 8), (52, 65, 5)]
    for side in (-1, 1):
        shape = lamp if side > 0 else flipped(lamp)
        polygon(ctx, shape)
        fill(ctx, vertical(86, 65, [(0, rgb("#5b646d")), (.5, rgb("#c9d3dc")), (1, rgb("#737d87"))]))
        for x in (60, 75):
            ctx.arc(side * x, 73.500 + (x - 60) * .2, 5.4, 0, 2 * math.pi)
            fill(ctx, rgb("#fff6dd") if light.lamps else rgb("#39424b"))
            ctx.arc(side * x, 73.500 + (x - 60) * .2, 5.4, 0, 2 * math.pi)
            stroke(ctx, rgb("#eef3f7"), 1.1)
        polygon(ctx, shape)
        stroke(ctx, (0, 0, 0, .65), .9)
        ctx.arc(side * 68, 42, 4.6, 0, 2 * math.pi)
        fill(ctx, rgb("#d9dee2") if light.lamps else rgb("#565d64"))
    mount(ctx, car, 45.500, light)
    return [(-67, 74, 64, (1, .93, .75), .8), (67, 74, 64, (1, .93, .75), .8)]


def draw(ctx, car, light):
    """Draws the car; ctx is in centimetres with y up, the middle of the road under the car at 0, 0."""
    ctx.translate(0, -4)
    ctx.rectangle(-72, 14, 144, 22)  # what is seen under the car
    fill(ctx, vertical(30, 10, [(0, (0, 0, 0, 1)), (1, (0, 0, 0, .35))]))
    wheels(ctx, car)
    mirrors(ctx, car)
    body(ctx, car, light)
    window(ctx, car, light)
    glows = (front if car.front else rear)(ctx, car, light)
    if light.day < 1:
        ctx.save()
        ctx.set_operator(cairo.OPERATOR_ATOP)
        ctx.rectangle(-120, -5, 240, 260)
        fill(ctx, (.03, .05, .14, (1 - light.day) * .24))
        ctx.restore()
    if light.lamps:
        for x, y, radius, colour, strength in glows:
            glow(ctx, x, y, radius, colour, strength)
