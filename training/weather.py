# SPDX-License-Identifier: AGPL-3.0-or-later
"""What time and weather do: to the plate itself (dirt, wear, bolts, shadow, drops) and to the picture of it (night, glare, rain, defocus)."""
import functools

import cv2
import numpy as np

TEXTURES = 24


@functools.lru_cache(1)
def textures():
    """Cloudy noise, 0..255, drawn once."""
    rng, found = np.random.default_rng(5), []
    for _ in range(TEXTURES):
        out = np.zeros((160, 400), np.float32)
        for cells, strength in ((6, 1.), (14, .7), (40, .5), (110, .35)):
            noise = rng.random((max(2, cells * 2 // 5), cells)).astype(np.float32)
            out += strength * cv2.resize(noise, (400, 160), interpolation=cv2.INTER_CUBIC)
        found.append(cv2.normalize(out, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8))
    return found


def lay(area, mask, paint):
    """Paints through a mask, in place."""
    part = mask.astype(np.uint16)
    part += part >> 7
    rest = 256 - part
    for channel, value in enumerate(paint):
        area[..., channel] = (rest * area[..., channel] + part * np.uint16(value)) >> 8


def texture(shape, rng):
    return cv2.resize(textures()[int(rng.random() * TEXTURES)], shape[1::-1], interpolation=cv2.INTER_LINEAR)


def wear(mask, rng):
    """Paint that peels off the letters."""
    left = texture(mask.shape, rng)
    limit = np.percentile(left[::4, ::8], rng.uniform(2, 13))
    return cv2.multiply(mask, np.clip((left - limit) * 16, 0, 255).astype(np.uint8), scale=1 / 255)


def bolts(image, rng):
    """Screws, in pairs as a rule, also between the letters."""
    h, w = image.shape[:2]
    radius = max(1, round(min(h, w * .4) * rng.uniform(.02, .05)))
    inset, high = rng.uniform(.04, .3), (.5 if rng.random() < .4 else rng.uniform(.06, .16))
    shade = tuple(rng.integers(20, 230, 3).tolist()) if rng.random() < .4 else (int(rng.integers(20, 230)),) * 3
    for x in (inset, 1 - inset):
        for y in ((high,) if rng.random() < .6 else (high, 1 - high)):
            spot = (round(w * x), round(h * y))
            cv2.circle(image, spot, radius, shade, -1, cv2.LINE_AA)
            cv2.circle(image, (spot[0] - radius // 3, spot[1] - radius // 3), max(1, radius // 2), tuple(min(255, v + 50) for v in shade), -1, cv2.LINE_AA)


def on_plate(image, rng):
    """Dirt, shadow, wet and worn surface of a flat plate."""
    if rng.random() < .14:
        dirt(image, rng)
    if rng.random() < .16:
        shadow(image, rng)
    if rng.random() < .03:
        drops(image, rng)
    if rng.random() < .03:
        scratches(image, rng)
    return image


def dirt(image, rng):
    veil = texture(image.shape, rng)
    limit = rng.integers(90, 190)
    veil = cv2.convertScaleAbs(np.maximum(veil, limit) - np.uint8(limit), alpha=rng.uniform(.6, 2.))
    if rng.random() < .5:       # more of it below
        veil = (veil * np.linspace(.2, 1., image.shape[0], dtype=np.float32)[:, None]).astype(np.uint8)
    lay(image, np.minimum(veil, 170), rng.integers((60, 50, 40), (150, 135, 120)).tolist())


def shadow(image, rng):
    """A sharp or soft edge between sun and shade."""
    h, w = image.shape[:2]
    a, b = rng.uniform(-.2, 1.2, 2) * (w if rng.random() < .5 else h)
    dark = np.full((h, w), 255, np.uint8)
    level = int(rng.uniform(70, 200))
    corners = [[0, 0], [a, 0], [b, h], [0, h]] if max(a, b) > h else [[0, 0], [0, a], [w, b], [w, 0]]
    cv2.fillPoly(dark, [np.int32(corners)], level)
    if rng.random() < .6:
        dark = cv2.blur(dark, (int(rng.integers(3, 25)),) * 2)
    image[:] = cv2.multiply(image, cv2.merge((dark,) * 3), scale=1 / 255)


def drops(image, rng):
    h, w = image.shape[:2]
    soft = cv2.blur(image, (7, 7))
    spots = np.zeros((h, w), np.uint8)
    for x, y, r in zip(rng.integers(0, w, 40), rng.integers(0, h, 40), rng.integers(1, 5, 40)):
        cv2.circle(spots, (int(x), int(y)), int(r), 255, -1)
    image[spots > 0] = cv2.convertScaleAbs(soft, alpha=rng.uniform(.7, 1.3))[spots > 0]


def scratches(image, rng):
    h, w = image.shape[:2]
    for _ in range(int(rng.integers(1, 6))):
        a = rng.integers((0, 0), (w, h))
        b = a + rng.integers(-w // 4, w // 4, 2)
        cv2.line(image, tuple(a.tolist()), tuple(b.tolist()), (int(rng.integers(40, 240)),) * 3, 1, cv2.LINE_AA)


@functools.lru_cache(1)
def glow():
    y, x = np.mgrid[-1:1:129j, -1:1:129j].astype(np.float32)
    return np.exp(-5 * (x * x + y * y)) * (1 - np.clip(x * x + y * y, 0, 1))


def add_glare(image, rng):
    """A headlight or the sun in the glass: a soft round light somewhere at the plate's edge."""
    h, w = image.shape[:2]
    size = int(h * rng.uniform(.5, 2.5))
    light = cv2.resize(glow(), (size, size)) * rng.uniform(60, 200)
    x, y = int(rng.uniform(-.1, 1.1) * w) - size // 2, int(rng.uniform(-.1, 1.1) * h) - size // 2
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + size, w), min(y + size, h)
    if x0 < x1 and y0 < y1:
        area, light = image[y0:y1, x0:x1], light[y0 - y:y1 - y, x0 - x:x1 - x]
        area[:] = np.minimum(area + (light if image.ndim == 2 else light[..., None]), 255)
    return image


def bloom(image, rng):
    """Bright parts run over into dark ones, as when a lamp lights a reflecting plate at night."""
    bright = cv2.GaussianBlur(np.where(image > rng.integers(140, 230), image, 0).astype(np.uint8), (0, 0), rng.uniform(1.5, 6))
    return cv2.add(image, cv2.convertScaleAbs(bright, alpha=rng.uniform(.2, .7)))


def rain(image, rng):
    h, w = image.shape[:2]
    lean, wet = rng.uniform(-.4, .4), image.copy()
    for x, y in zip(rng.integers(0, w, 25), rng.integers(0, h, 25)):
        long = int(h * rng.uniform(.1, .4))
        cv2.line(wet, (int(x), int(y)), (int(x + lean * long), int(y + long)), (200,) * 3, 1, cv2.LINE_AA)
    return cv2.addWeighted(image, .7, wet, .3, rng.uniform(0, 30))


@functools.lru_cache(32)
def disc(tenths):
    r = tenths / 10
    reach = int(np.ceil(r))
    y, x = np.mgrid[-reach:reach + 1, -reach:reach + 1]
    kernel = np.clip(r + .5 - np.sqrt(x * x + y * y), 0, 1).astype(np.float32)
    return kernel / kernel.sum()


def defocus(image, rng):
    return cv2.filter2D(image, -1, disc(int(rng.uniform(10, 32))))


def on_picture(image, rng):
    """One of these, on grey or RGB of about a plate's size."""
    return (add_glare, bloom, rain, defocus)[int(np.searchsorted((.3, .5, .6), rng.random()))](image, rng)
