# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a camera does to a picture: tilt, blur, noise, light, few pixels, JPEG."""
import cv2
import numpy as np


def to_grey(image, rng):
    """RGB to grey; mostly the usual weights, sometimes others, so that colour casts do not matter."""
    if rng.random() < .5:
        return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    weights = rng.dirichlet((1.5, 2.5, 1.)).astype(np.float32)
    return np.clip(image.astype(np.float32) @ weights, 0, 255).astype(np.uint8)


def motion_kernel(rng, longest):
    size = int(rng.integers(2, max(3, longest)))
    kernel = np.zeros((size, size), np.float32)
    angle, half = rng.uniform(0, np.pi), (size - 1) / 2
    dx, dy = half * np.cos(angle), half * np.sin(angle)
    cv2.line(kernel, (round(half - dx), round(half - dy)), (round(half + dx), round(half + dy)), 1)
    return kernel / max(kernel.sum(), 1)


def worsen(image, rng, strength=1.):
    """Blur, few pixels, light, noise, JPEG on a uint8 picture (grey or RGB) of any size."""
    h, w = image.shape[:2]
    if rng.random() < .35 * strength:
        scale = rng.uniform(.3, .9)
        small = cv2.resize(image, (max(4, round(w * scale)), max(4, round(h * scale))), interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, (w, h), interpolation=[cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST][rng.choice(3, p=(.6, .35, .05))])
    if rng.random() < .4 * strength:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(.3, 2.2))
    if rng.random() < .15 * strength:
        image = cv2.filter2D(image, -1, motion_kernel(rng, 9))
    if rng.random() < .15 * strength:
        soft = cv2.GaussianBlur(image, (0, 0), 1.5)
        image = cv2.addWeighted(image, 1.8, soft, -.8, 0)
    out = image.astype(np.float32)
    if rng.random() < .7:
        out = out * rng.uniform(.3, 1.35) + rng.uniform(-40, 50)
    if rng.random() < .3:
        out = 255 * (np.clip(out, 0, 255) / 255) ** rng.uniform(.5, 2.)
    if rng.random() < .25:     # a shadow or a light, falling off along a line
        angle = rng.uniform(0, 2 * np.pi)
        ramp = np.linspace(-1, 1, w, dtype=np.float32)[None] * np.float32(np.cos(angle)) + np.linspace(-1, 1, h, dtype=np.float32)[:, None] * np.float32(np.sin(angle))
        gain = 1 + rng.uniform(.15, .6) * np.tanh((ramp - rng.uniform(-.6, .6)) * rng.uniform(1, 8))
        out *= gain if out.ndim == 2 else gain[..., None]
    if rng.random() < .4 * strength:
        noise = np.empty(out.shape, np.float32)
        cv2.randn(noise, 0, rng.uniform(1, 14))
        out += noise
    image = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < .25 * strength:
        ok, data = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 75))))
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    return image


def jitter_quad(width, height, rng, margin=(0., .25), tilt=.06):
    """Corners (TL, TR, BR, BL) of a plate inside a width x height crop: margins in parts of the height, then tilt."""
    left, right, top, foot = rng.uniform(*margin, 4)
    mx0, mx1, my0, my1 = left * height * .6, right * height * .6, top * height * .7, foot * height * .7
    quad = np.float32([[mx0, my0], [width - mx1, my0], [width - mx1, height - my1], [mx0, height - my1]])
    if rng.random() < .7:
        quad += rng.normal(0, tilt * .5, (4, 2)).astype(np.float32) * np.float32([height, height])
    if rng.random() < .5:      # turned
        a = np.radians(rng.normal(0, 4))
        center = quad.mean(0)
        turn = np.float32([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        quad = (quad - center) @ turn + center
    if rng.random() < .3:      # sheared
        quad[:, 0] += (quad[:, 1] - height / 2) * np.float32(rng.normal(0, .15))
    return quad.astype(np.float32)
