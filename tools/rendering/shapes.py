"""Shapes and colours for everything that is drawn: rounded polygons, mirror images, gradients.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import math

import cairo


def rgb(text, alpha=1.0):
    """'#rrggbb' as cairo wants it."""
    return tuple(int(text[i:i + 2], 16) / 255 for i in (1, 3, 5)) + (alpha,)


def mix(a, b, share):
    """Between two '#rrggbb'."""
    return tuple(x + (y - x) * share for x, y in zip(rgb(a), rgb(b)))[:3] + (1.0,)


def polygon(ctx, points):
    """A closed path through (x, y) or (x, y, radius): corners with a radius are rounded."""
    count = len(points)
    ctx.new_path()
    for i in range(count):
        x, y, radius = (*points[i], 0)[:3]
        ax, ay = points[i - 1][:2]
        bx, by = points[(i + 1) % count][:2]
        la, lb = math.hypot(ax - x, ay - y), math.hypot(bx - x, by - y)
        if radius <= 0 or la == 0 or lb == 0:
            ctx.line_to(x, y)
            continue
        cut_a, cut_b = min(radius, la / 2), min(radius, lb / 2)
        sx, sy = x + (ax - x) / la * cut_a, y + (ay - y) / la * cut_a
        ex, ey = x + (bx - x) / lb * cut_b, y + (by - y) / lb * cut_b
        ctx.line_to(sx, sy)
        ctx.curve_to(sx + (x - sx) * .56, sy + (y - sy) * .56, ex + (x - ex) * .56, ey + (y - ey) * .56, ex, ey)
    ctx.close_path()


def mirrored(half):
    """A shape that is the same left and right, from its right half: top centre first, bottom centre last."""
    return half + [(-point[0], *point[1:]) for point in reversed(half) if point[0] != 0]


def flipped(points):
    return [(-point[0], *point[1:]) for point in points]


def vertical(y0, y1, stops):
    """A gradient from y0 to y1; stops are (share, colour as cairo wants it)."""
    pattern = cairo.LinearGradient(0, y0, 0, y1)
    for share, colour in stops:
        pattern.add_color_stop_rgba(share, *colour)
    return pattern


def horizontal(x0, x1, stops):
    pattern = cairo.LinearGradient(x0, 0, x1, 0)
    for share, colour in stops:
        pattern.add_color_stop_rgba(share, *colour)
    return pattern


def glow(ctx, x, y, radius, colour, strength=1.0):
    """Light that is added to what is there."""
    pattern = cairo.RadialGradient(x, y, 0, x, y, radius)
    red, green, blue = colour[:3]
    for share, alpha in ((0, 1), (.12, .55), (.35, .18), (1, 0)):
        pattern.add_color_stop_rgba(share, red, green, blue, alpha * strength)
    ctx.save()
    ctx.set_operator(cairo.OPERATOR_SCREEN)
    ctx.set_source(pattern)
    ctx.arc(x, y, radius, 0, 2 * math.pi)
    ctx.fill()
    ctx.restore()


def fill(ctx, source):
    if isinstance(source, tuple):
        ctx.set_source_rgba(*source)
    else:
        ctx.set_source(source)
    ctx.fill()


def stroke(ctx, source, width):
    if isinstance(source, tuple):
        ctx.set_source_rgba(*source)
    else:
        ctx.set_source(source)
    ctx.set_line_width(width)
    ctx.stroke()


def line(ctx, points, colour, width):
    ctx.new_path()
    for x, y in points:
        ctx.line_to(x, y)
    stroke(ctx, colour, width)
