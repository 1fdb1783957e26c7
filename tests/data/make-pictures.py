#!/usr/bin/python3
"""make-pictures.py: render anew every small picture in this folder that the tests of vision, media and the command line read.

The scene is always the same, 64 x 32, four fields: red, green over blue, yellow. Needs python3-pil, python3-numpy, heif-enc
(libheif-examples with the x265 and aom encoders).
SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEIGHT = 64, 32
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (30, 60, 200), (230, 210, 40)
DATE, OFFSET, MAKE, MODEL = "2026:11:24 06:10:00", "+01:00", "Konnetec", "Test Camera"


def scene():
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[:16, :32], pixels[:16, 32:], pixels[16:, :32], pixels[16:, 32:] = RED, GREEN, BLUE, YELLOW
    return pixels


def lie(pixels, orientation):
    """The pixels as a camera stores them that says @orientation: the opposite of what a viewer does."""
    undo = {
        1: lambda p: p,
        2: lambda p: p[:, ::-1],
        3: lambda p: p[::-1, ::-1],
        4: lambda p: p[::-1],
        5: lambda p: p.swapaxes(0, 1),
        6: lambda p: np.rot90(p, 1),  # shown after a quarter turn clockwise
        7: lambda p: p[::-1, ::-1].swapaxes(0, 1),
        8: lambda p: np.rot90(p, -1),
    }
    return np.ascontiguousarray(undo[orientation](pixels))


# ---- TIFF structures, as files and as EXIF blocks


def ascii_value(text):
    return 2, text.encode() + b"\0"


def directory(order, at, tags):
    """The bytes of one directory that begins @at: {tag: (type, bytes)}; values too long for the entry follow it."""
    sizes = {1: 1, 2: 1, 3: 2, 4: 4}
    entries, values, values_at = b"", b"", at + 2 + 12 * len(tags) + 4
    for tag in sorted(tags):
        kind, data = tags[tag]
        entries += struct.pack(order + "HHI", tag, kind, len(data) // sizes[kind])
        if len(data) <= 4:
            entries += data.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", values_at + len(values))
            values += data + b"\0" * (len(data) % 2)
    return struct.pack(order + "H", len(tags)) + entries + b"\0\0\0\0" + values


def tiff(order, tags, camera, strip=b""):
    """A TIFF structure: header, pixels, first directory, EXIF directory."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    first_at = 8 + len(strip) + len(strip) % 2
    tags = dict(tags)
    if camera:
        tags |= {271: ascii_value(MAKE), 272: ascii_value(MODEL), 34665: (4, struct.pack(order + "I", 0))}
        exif_at = first_at + len(directory(order, first_at, tags))
        tags[34665] = (4, struct.pack(order + "I", exif_at))
        exif = directory(order, exif_at, {36867: ascii_value(DATE), 36881: ascii_value(OFFSET)})
    else:
        exif = b""
    return mark + struct.pack(order + "I", first_at) + strip + b"\0" * (len(strip) % 2) + directory(order, first_at, tags) + exif


def exif_block(orientation, order="<"):
    return b"Exif\0\0" + tiff(order, {274: (3, struct.pack(order + "H", orientation))}, camera=True)


def tiff_file(pixels, order="<", orientation=1, camera=False, alpha=0, claimed_height=0):
    bits = 16 if pixels.dtype == np.uint16 else 8
    short = lambda *values: (3, struct.pack(order + "H" * len(values), *values))
    number = lambda value: (4, struct.pack(order + "I", value))
    strip = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    height, width, samples = pixels.shape
    height = claimed_height or height
    tags = {
        256: number(width), 257: number(height), 258: short(*[bits] * samples), 259: short(1), 262: short(2),
        273: number(8), 274: short(orientation), 277: short(samples), 278: number(height), 279: number(len(strip) // pixels.shape[0] * height), 284: short(1),
    }
    if alpha:  # 1: colours multiplied by it, 2: not
        tags[338] = short(alpha)
    return tiff(order, tags, camera, strip)


# ---- BMP


def bmp_file(bits, compression, data, palette=(), masks=(), top_down=False):
    head = struct.pack("<IiiHHIIiiII", 40, WIDTH, -HEIGHT if top_down else HEIGHT, 1, bits, compression, len(data), 0, 0, len(palette), 0)
    head += struct.pack(f"<{len(masks)}I", *masks) + b"".join(bytes((b, g, r, 0)) for r, g, b in palette)
    return struct.pack("<2sIHHI", b"BM", 14 + len(head) + len(data), 0, 0, 14 + len(head)) + head + data


def bmp_runs(bits):
    """The scene from the bottom up: blue and yellow, red and green, as runs, as numbers one by one, and with a jump over red."""
    same = lambda number, count: bytes((count, number if bits == 8 else number * 17))
    one_by_one = lambda number, count: bytes((0, count)) + (bytes([number]) * count if bits == 8 else bytes([number * 17]) * (count // 2))
    lower = same(2, 32) + one_by_one(3, 32) + b"\0\0"
    upper = b"\0\2\x20\0" + same(1, 32) + b"\0\0"
    return lower * 16 + upper * 16 + b"\0\1"


# ---- PNG


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_file(pixels, extra=b"", size=None):
    """8 or 16 bit; 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha."""
    height, width, samples = pixels.shape
    bits = 16 if pixels.dtype == np.uint16 else 8
    rows = b"".join(b"\0" + row.astype(pixels.dtype.newbyteorder(">")).tobytes() for row in pixels)
    claimed = size or (width, height)
    header = struct.pack(">IIBBBBB", *claimed, bits, {1: 0, 2: 4, 3: 2, 4: 6}[samples], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def with_alpha(pixels, top=255, bottom=0):
    """The upper half with alpha @top, the lower half with @bottom."""
    alpha = np.full((HEIGHT, WIDTH, 1), top, np.uint8)
    alpha[16:] = bottom
    return np.concatenate([pixels, alpha], axis=2)


def grey(pixels):
    return (pixels @ np.array([0.299, 0.587, 0.114]) + 0.5).astype(np.uint8)[..., None]


def make():
    pixels = scene()
    picture = Image.fromarray(pixels)
    write = lambda name, data: (HERE / name).write_bytes(data)
    wide = pixels.astype(np.uint16) * 257

    picture.save(HERE / "plain.jpg", quality=92)
    picture.save(HERE / "progressive.jpg", quality=92, progressive=True)
    picture.convert("L").save(HERE / "grey.jpg", quality=92)
    picture.convert("CMYK").save(HERE / "cmyk.jpg", quality=92)
    for orientation in range(1, 9):
        lying = Image.fromarray(lie(pixels, orientation))
        lying.save(HERE / f"turned-{orientation}.jpg", quality=92, exif=exif_block(orientation, "<>"[orientation % 2]))
        write(f"turned-{orientation}.tiff", tiff_file(lie(pixels, orientation), "<>"[orientation % 2], orientation, camera=True))

    write("plain.png", png_file(pixels))
    write("turned-6.png", png_file(lie(pixels, 6), extra=chunk(b"eXIf", exif_block(6)[6:])))
    write("deep.png", png_file(wide))
    write("deep-alpha.png", png_file(with_alpha(pixels).astype(np.uint16) * 257))
    write("grey.png", png_file(grey(pixels)))
    write("alpha.png", png_file(with_alpha(pixels, 128, 0)))
    picture.quantize(4).save(HERE / "palette.png")
    Image.fromarray(with_alpha(pixels)).quantize(5).save(HERE / "palette-alpha.png")
    write("bomb.png", png_file(pixels, size=(30000, 30000)))

    picture.save(HERE / "plain.webp", quality=90)
    picture.save(HERE / "lossless.webp", lossless=True)
    Image.fromarray(with_alpha(pixels)).save(HERE / "alpha.webp", quality=90)
    Image.fromarray(lie(pixels, 6)).save(HERE / "turned-6.webp", quality=90, exif=exif_block(6))

    write("deep.tiff", tiff_file(wide, ">"))
    write("alpha.tiff", tiff_file(with_alpha(pixels, 128, 0), "<", alpha=2))
    picture.save(HERE / "packed.tiff", compression="tiff_lzw")
    picture.convert("1").save(HERE / "bilevel.tiff", compression="group4")
    write("truncated.tiff", tiff_file(pixels, claimed_height=2 * HEIGHT))

    picture.save(HERE / "plain.bmp")
    picture.quantize(4).save(HERE / "palette.bmp")
    colours = (RED, GREEN, BLUE, YELLOW)
    write("runs-8.bmp", bmp_file(8, 1, bmp_runs(8), colours))
    write("runs-4.bmp", bmp_file(4, 2, bmp_runs(4), colours))
    red, green, blue = (pixels[..., i].astype(np.uint32) for i in range(3))
    small = (red >> 3 << 11 | green >> 2 << 5 | blue >> 3).astype("<u2")
    write("fields-16.bmp", bmp_file(16, 3, small[::-1].tobytes(), masks=(0xf800, 0x7e0, 0x1f)))
    large = (red << 22 | green << 12 | blue << 2).astype("<u4")
    write("fields-32.bmp", bmp_file(32, 3, large.tobytes(), masks=(0x3fc00000, 0xff000, 0x3fc), top_down=True))

    frames = [Image.fromarray(np.roll(pixels, shift, axis=1)) for shift in (8, 16)]
    for kind in ("gif", "webp", "png"):
        picture.save(HERE / f"animated.{kind}", save_all=True, append_images=frames, duration=100)

    for name in ("plain.jpg", "plain.png", "plain.webp"):
        data = (HERE / name).read_bytes()
        write(name.replace("plain", "truncated"), data[: len(data) * 2 // 3])
    write("text.jpg", b"Not a picture: a shopping list.\nMilk, bread, plates.\n")
    write("empty.jpg", b"")

    encode = lambda *args: subprocess.run(["heif-enc", "-q", "80", *map(str, args)], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    for kind, flags in (("heic", []), ("avif", ["-A"])):
        encode(*flags, "turned-1.jpg", "-o", f"plain.{kind}")
        write("tmp.png", png_file(with_alpha(pixels)))
        encode(*flags, "tmp.png", "-o", f"alpha.{kind}")
        (HERE / "tmp.png").unlink()
    data = (HERE / "plain.heic").read_bytes()
    write("truncated.heic", data[: len(data) - 60])


if __name__ == "__main__":
    make()
