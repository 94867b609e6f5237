"""What light, lens, sensor and file formats do to a picture. Arrays are luminance in floating point."""
import io
import math

import numpy as np
from PIL import Image


def gaussian(array, sigma):
    if sigma < 0.05:
        return array
    reach = max(1, math.ceil(3 * sigma))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return along(along(array, taps / taps.sum(), 0), taps / taps.sum(), 1)


def along(array, taps, axis):
    reach = len(taps) // 2
    pad = [(0, 0), (0, 0)]
    pad[axis] = (reach, reach)
    padded = np.pad(array, pad, "edge")
    length = array.shape[axis]
    total = np.zeros_like(array, np.float32)
    for i, tap in enumerate(taps):
        total += np.float32(tap) * padded[(slice(i, i + length), slice(None))[::1 if axis == 0 else -1]]
    return total


def motion(array, length, angle):
    steps = max(2, int(2 * length))
    total = np.zeros_like(array, np.float32)
    for step in np.linspace(-length / 2, length / 2, steps):
        total += shifted(array, step * math.cos(angle), step * math.sin(angle))
    return total / steps


def shifted(array, dx, dy):
    height, width = array.shape
    image = Image.fromarray(np.asarray(array, np.float32), "F")
    moved = image.transform((width, height), Image.AFFINE, (1, 0, dx, 0, 1, dy), Image.BILINEAR)
    return np.asarray(moved, np.float32)


def noise(rng, array, sigma):
    return array + rng.normal(0, 1, array.shape).astype(np.float32) * np.float32(sigma)


def gradient(array, ratio, angle):
    """Light falling off exponentially by `ratio` from one edge to the other."""
    height, width = array.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along_axis = (x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)
    return array * np.exp(-np.log(ratio) * (along_axis + 0.5))


def shadow(rng, array, keep, softness):
    """A few half planes of shade; inside, only `keep` of the light is left."""
    height, width = array.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.ones_like(array, np.float32)
    for _ in range(int(rng.integers(1, 4))):
        angle = rng.uniform(0, 2 * math.pi)
        offset = rng.uniform(-0.15, 0.15) * width
        edge = (x - width / 2) * math.cos(angle) + (y - height / 2) * math.sin(angle) - offset
        band = np.where(rng.random() < 0.5, edge, np.abs(edge) - rng.uniform(0.04, 0.12) * width)
        light *= keep + (1 - keep) / (1 + np.exp(-np.clip(band / softness, -40, 40)))
    return array * np.maximum(light, keep * 0.6)


def glare(array, centre, radius):
    height, width = array.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot(x - centre[0], y - centre[1])
    return array + 420 * np.exp(-0.5 * (distance / max(radius, 1)) ** 2)


def moire(rng, array, amplitude):
    """A screen's grid seen through a sensor's: two gratings near the limit of resolution."""
    height, width = array.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(2):
        angle, frequency = rng.uniform(0, math.pi), rng.uniform(0.04, 0.45)
        wave = np.sin(2 * math.pi * frequency * (x * math.cos(angle) + y * math.sin(angle)))
        array = array * (1 - amplitude / 2 + amplitude / 2 * wave)
    return array


def jpeg(array, quality):
    stream = io.BytesIO()
    to_image(array).save(stream, "JPEG", quality=int(quality))
    return np.asarray(Image.open(stream), np.float32)


def to_image(array):
    return Image.fromarray(np.clip(np.rint(array), 0, 255).astype(np.uint8), "L")
