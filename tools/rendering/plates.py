"""Licence plates in the manner of several countries, drawn in centimetres around their own middle.

The texts are made up. The typefaces are free ones that come near: DIN 1451 (OSP-DIN) and the US highway face (Roadgeek).
SPDX-License-Identifier: AGPL-3.0-or-later
"""
import math

import cairo

from .shapes import fill, polygon, rgb, stroke, vertical

DIN = "OSP-DIN"
HIGHWAY = "Roadgeek 2014 Series D"
NARROW = "Roadgeek 2014 Series C"
BLUE = "#1c3f94"


def lettering(ctx, text, font, middle, top, height, width, colour, relief=.12):
    """One line: capitals of this height, centred on middle, squeezed where wider than width; lightly embossed."""
    ctx.save()
    ctx.select_font_face(font, cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_NORMAL)
    ctx.set_font_size(100)
    capital = -ctx.text_extents("H").y_bearing
    scale = height / capital
    gap = 9.0
    advance = [ctx.text_extents(char).x_advance + gap for char in text]
    natural = (sum(advance) - gap) * scale
    squeeze = min(1.0, width / natural)
    ctx.translate(middle - natural * squeeze / 2, top + height)
    ctx.scale(scale * squeeze, scale)
    for dx, dy, ink in ((-relief, -relief, (1, 1, 1, .55)), (relief, relief, (0, 0, 0, .35)), (0, 0, colour)):
        x = 0
        for char, step in zip(text, advance):
            ctx.move_to(x + dx / scale, dy / scale)
            ctx.text_path(char)
            x += step
        fill(ctx, ink)
    ctx.restore()


def blank(ctx, width, height, ground, rim="#1a1a1a", rim_width=.35, radius=1.1):
    """The sheet with its shadow, its light from above and its rim."""
    x, y = -width / 2, -height / 2
    corners = [(x, y, radius), (-x, y, radius), (-x, -y, radius), (x, -y, radius)]
    ctx.save()
    ctx.translate(.25, .4)
    polygon(ctx, corners)
    fill(ctx, (0, 0, 0, .45))
    ctx.restore()
    polygon(ctx, corners)
    fill(ctx, rgb(ground))
    polygon(ctx, corners)
    fill(ctx, vertical(y, -y, [(0, (1, 1, 1, .22)), (.45, (1, 1, 1, 0)), (1, (0, 0, 0, .10))]))
    if rim_width:
        inset = rim_width * .9
        polygon(ctx, [(x + inset, y + inset, radius), (-x - inset, y + inset, radius),
                      (-x - inset, -y - inset, radius), (x + inset, -y - inset, radius)])
        stroke(ctx, rgb(rim), rim_width)


def stars(ctx, x, y, radius, colour="#ffdd33"):
    for i in range(12):
        angle = i * math.pi / 6
        ctx.arc(x + radius * math.cos(angle), y + radius * math.sin(angle), radius * .17, 0, 2 * math.pi)
        fill(ctx, rgb(colour))


def band(ctx, x, width, height, letters, with_stars=True):
    """The blue band of European plates."""
    y = -height / 2
    polygon(ctx, [(x, y + .35, .8), (x + width, y + .35), (x + width, -y - .35), (x, -y - .35, .8)])
    fill(ctx, rgb(BLUE))
    if with_stars:
        stars(ctx, x + width / 2, y + height * .3, width * .3)
    lettering(ctx, letters, DIN, x + width / 2, y + height * .62, height * .2, width * .7, rgb("#ffffff"), relief=0)


def seal(ctx, x, y, radius, colour):
    ctx.arc(x, y, radius, 0, 2 * math.pi)
    fill(ctx, rgb("#d8dade"))
    ctx.arc(x, y, radius * .9, 0, 2 * math.pi)
    fill(ctx, rgb(colour))
    ctx.arc(x, y, radius * .5, 0, 2 * math.pi)
    fill(ctx, rgb("#e9eaec"))


INK = rgb("#17181a")


def germany(ctx, text):
    area, rest = text.split("|")
    blank(ctx, 52, 11, "#f4f4f2")
    band(ctx, -25.7, 4.4, 11, "D")
    lettering(ctx, area, DIN, -13.6, -3.75, 7.5, 12.5, INK)
    seal(ctx, -4.2, -2.3, 1.7, "#c65a2e")
    seal(ctx, -4.2, 2.2, 2.0, "#3a6fb0")
    lettering(ctx, rest, DIN, 11.4, -3.75, 7.5, 26.5, INK)
    return 52, 11


def germany_two_row(ctx, text):
    area, rest = text.split("|")
    blank(ctx, 34, 20, "#f4f4f2")
    band(ctx, -16.7, 4.4, 20, "D")
    lettering(ctx, area, DIN, -2.4, -8.4, 7.5, 12, INK)
    seal(ctx, 11.2, -4.8, 2.1, "#c3cad2")
    lettering(ctx, rest, DIN, 2.2, .9, 7.5, 26, INK)
    return 34, 20


def one_line(ctx, text, ground, letters, font=DIN, width=52, height=11, size=7.5, ink=INK):
    blank(ctx, width, height, ground)
    band(ctx, -width / 2 + .3, 4.4, height, letters)
    lettering(ctx, text, font, 2.4, -size / 2, size, width - 10.5, ink)
    return width, height


def netherlands(ctx, text):
    return one_line(ctx, text, "#f3b61f", "NL", size=7.4)


def spain(ctx, text):
    return one_line(ctx, text, "#f5f5f3", "E", size=7.7)


def sweden(ctx, text):
    return one_line(ctx, text, "#f5f5f3", "S", size=7.9)


def poland(ctx, text):
    return one_line(ctx, text, "#f5f5f3", "PL", size=8.0)


def france(ctx, text):
    blank(ctx, 52, 11, "#f5f5f3", rim="#c9c9c9", rim_width=.15)
    band(ctx, -25.7, 4.4, 11, "F")
    band(ctx, 21.3, 4.4, 11, "69", with_stars=False)
    lettering(ctx, text, DIN, 0, -3.75, 7.5, 38, INK)
    return 52, 11


def britain_rear(ctx, text):
    blank(ctx, 52, 11.1, "#f2c516", rim="#d8ad10", rim_width=.12)
    lettering(ctx, text, HIGHWAY, 0, -3.95, 7.9, 46, INK)
    return 52, 11.1


def brazil(ctx, text):
    blank(ctx, 40, 13, "#f3f4f4")
    polygon(ctx, [(-19.5, -6.1, .8), (19.5, -6.1, .8), (19.5, -3.2), (-19.5, -3.2)])
    fill(ctx, rgb("#1e3fa0"))
    lettering(ctx, "BRASIL", NARROW, 0, -5.5, 1.7, 14, rgb("#ffffff"), relief=0)
    lettering(ctx, text, HIGHWAY, 0, -2.1, 6.6, 35, INK)
    return 40, 13


def united_states(ctx, text):
    blank(ctx, 30.5, 15.2, "#eef3f7", rim="#b9c6d2", rim_width=.2, radius=1.6)
    ctx.save()
    polygon(ctx, [(-15, -7.3, 1.4), (15, -7.3, 1.4), (15, 7.3, 1.4), (-15, 7.3, 1.4)])
    ctx.clip()
    ctx.move_to(-16, 8)
    ctx.curve_to(-9, 2.5, -5, 5.5, 0, 3.8)
    ctx.curve_to(6, 2, 9, 5.5, 16, 3)
    ctx.line_to(16, 8)
    fill(ctx, rgb("#a9c7b4", .55))
    ctx.restore()
    lettering(ctx, "CASCADIA", NARROW, 0, -6.3, 1.9, 13, rgb("#1d4f8a"), relief=0)
    lettering(ctx, text, NARROW, 0, -3.3, 7.0, 27, rgb("#17356b"))
    for x in (-10.5, 10.5):
        for y in (-6, 6.2):
            ctx.arc(x, y, .45, 0, 2 * math.pi)
            fill(ctx, rgb("#5d6670"))
    return 30.5, 15.2
