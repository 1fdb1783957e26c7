"""Puts scene and cars together and looks at them as a camera does: depth, a slight turn, lens, sensor.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import cairo
import numpy
from PIL import Image, ImageFilter

from . import cars, scenes
from .scenes import HEIGHT, WIDTH, seeded

SCALE = 2  # cars are drawn twice as large and shrunk


def to_image(surface):
    """A cairo surface as a PIL picture with straight alpha."""
    surface.flush()
    data = numpy.ndarray((surface.get_height(), surface.get_width(), 4), numpy.uint8, surface.get_data()).astype(numpy.float32)
    alpha = data[..., 3:4]
    straight = numpy.where(alpha > 0, data[..., 2::-1] * 255 / numpy.maximum(alpha, 1), 0)
    return Image.fromarray(numpy.concatenate([straight.clip(0, 255), alpha], axis=2).astype(numpy.uint8), "RGBA")


def layer(draw, *args):
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, WIDTH, HEIGHT)
    draw(cairo.Context(surface), *args)
    return to_image(surface)


def homography(source, target):
    """The eight numbers that PIL wants: from target corners back to source corners."""
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float))


def place(picture, car, light, x, ground, width, turn):
    """One car: x and ground in pixels of the picture, width of the car in pixels, turn -1..1 (which side is nearer)."""
    per_cm = width / 184
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, WIDTH * SCALE, HEIGHT * SCALE)
    ctx = cairo.Context(surface)
    ctx.scale(SCALE, SCALE)
    ctx.translate(x, ground)
    ctx.scale(per_cm, -per_cm)
    cars.draw(ctx, car, light)
    image = to_image(surface)

    # The far side is smaller: the left and right edge of the car's own frame get different heights.
    half, top = width / 2, car.height * per_cm
    frame = [(x - half, ground - top), (x + half, ground - top), (x + half, ground), (x - half, ground)]
    left, right = (1 - max(0, turn)), (1 - max(0, -turn))
    middle = ground - top * .45
    shrink = 1 - abs(turn) * .55
    seen = [(x - half * shrink, middle + (ground - top - middle) * left), (x + half * shrink, middle + (ground - top - middle) * right),
            (x + half * shrink, middle + (ground - middle) * right), (x - half * shrink, middle + (ground - middle) * left)]
    double = [[(u * SCALE, v * SCALE) for u, v in corners] for corners in (frame, seen)]
    image = image.transform(image.size, Image.Transform.PERSPECTIVE, homography(*double), Image.Resampling.BICUBIC)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    shadow = Image.new("L", (WIDTH, HEIGHT), 0)
    surface = cairo.ImageSurface(cairo.FORMAT_A8, WIDTH, HEIGHT)
    ctx = cairo.Context(surface)
    for reach, alpha in ((1.16, .35), (1.04, .55)):
        ctx.save()
        ctx.translate(x, ground - 2)
        ctx.scale(half * reach, half * .15 * reach)
        ctx.arc(0, 0, 1, 0, 7)
        ctx.set_source_rgba(0, 0, 0, alpha)
        ctx.fill()
        ctx.restore()
    surface.flush()
    mask = numpy.ndarray((HEIGHT, surface.get_stride()), numpy.uint8, surface.get_data())[:, :WIDTH]
    shadow = Image.fromarray(mask.copy(), "L").filter(ImageFilter.GaussianBlur(width / 45))
    picture.paste((12, 13, 18), (0, 0), shadow)
    picture.alpha_composite(image)


def look(picture, name, softness, noise, exposure=1.0):
    """Lens and sensor: a little blur, vignette, grain."""
    rng = numpy.random.default_rng([ord(letter) for letter in name])
    picture = picture.convert("RGB").filter(ImageFilter.GaussianBlur(softness))
    pixels = numpy.asarray(picture, numpy.float32)
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.float32)
    radius = ((x - WIDTH / 2) / WIDTH) ** 2 + ((y - HEIGHT / 2) / HEIGHT) ** 2
    pixels = pixels * exposure * (1 - .55 * radius)[..., None]
    grain = rng.normal(0, noise, (HEIGHT, WIDTH, 1)) + rng.normal(0, noise * .5, (HEIGHT, WIDTH, 3))
    return Image.fromarray((pixels + grain).clip(0, 255).astype(numpy.uint8), "RGB")


def shoot(name, scene, standing, softness=.7, noise=3.0):
    """A whole picture. standing: (car, x, ground, width, turn), the farthest first."""
    far = layer(scene.far, seeded(name)).convert("RGB").filter(ImageFilter.GaussianBlur(scene.blur)).convert("RGBA")
    far.alpha_composite(layer(scene.near, seeded(name + " near")).filter(ImageFilter.GaussianBlur(1.2)))
    grain = numpy.random.default_rng(7).normal(0, 7, (HEIGHT, WIDTH, 1)).astype(numpy.float32)
    pixels = numpy.asarray(far.convert("RGB"), numpy.float32)
    pixels[scene.horizon + 25:] += grain[scene.horizon + 25:]
    far = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8), "RGB").filter(ImageFilter.GaussianBlur(.8)).convert("RGBA")
    for car, x, ground, width, turn in standing:
        place(far, car, scene.light, x, ground, width, turn)
    if hasattr(scene, "fall"):
        far.alpha_composite(layer(scene.fall, seeded(name + " fall")).filter(ImageFilter.GaussianBlur(1)))
    return look(far, name, softness, noise)
