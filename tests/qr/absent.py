"""Pictures without a QR code, several of them made to be taken for one."""
import math

import numpy as np

import effects as fx
import scene
from groups import FRAME, Shot


def cloth(rng):
    return scene.texture_like(rng, FRAME, 10, 240, rng.uniform(1.0, 2.0))


def letter(rng):
    return scene.paper_with_text(rng, FRAME, 230, 30, int(rng.integers(10, 30)))


def static(rng):
    return fx.gaussian(rng.uniform(0, 255, FRAME[::-1]).astype(np.float32), rng.uniform(0, 2))


def barcode(rng):
    bars = np.repeat(rng.random(FRAME[0] // 3 + 1) < 0.5, 3)[:FRAME[0]]
    return fx.noise(rng, np.where(bars, 30.0, 220.0)[None, :] * np.ones((FRAME[1], 1), np.float32), 4)


def checkerboard(rng):
    y, x = np.mgrid[0:FRAME[1], 0:FRAME[0]]
    side = int(rng.integers(4, 30))
    return fx.noise(rng, np.where((x // side + y // side) % 2, 210.0, 40.0), 5)


def rings(rng):
    """Finder patterns everywhere, and nothing between them."""
    picture = np.full(FRAME[::-1], 220.0, np.float32)
    for _ in range(40):
        unit = int(rng.integers(2, 8))
        x, y = int(rng.integers(0, FRAME[0] - 7 * unit)), int(rng.integers(0, FRAME[1] - 7 * unit))
        for inset, value in ((0, 30), (1, 220), (2, 30)):
            picture[y + inset * unit:y + (7 - inset) * unit, x + inset * unit:x + (7 - inset) * unit] = value
    return fx.noise(rng, picture, 4)


def scrambled(rng):
    """Finder and timing patterns of a symbol in place, its codewords replaced by chance."""
    shot = Shot(rng)
    n = len(shot.bits)
    for y in range(n):
        for x in range(n):
            corner = (y < 9 and (x < 9 or x > n - 9)) or (y > n - 9 and x < 9)
            if not corner and 6 not in (x, y):
                shot.bits[y, x] = rng.random() < 0.5
    return shot.draw()


def halved(rng):
    """A real symbol, half of it covered: more than any error correction gives back."""
    shot = Shot(rng)

    def cover(tex, px):
        tex = tex.copy()
        tex[:, int(tex.shape[1] * 0.45):] = shot.light
        return tex
    return shot.draw(touch=cover)


def matrix(rng):
    """A field of modules without finder patterns, as Data Matrix and Aztec look from afar."""
    field = np.kron(rng.random((90, 120)) < 0.5, np.ones((8, 8), bool))
    return fx.noise(rng, np.where(field, 40.0, 215.0), 6)


def bricks(rng):
    y, x = np.mgrid[0:FRAME[1], 0:FRAME[0]]
    row = y // 24
    mortar = (y % 24 < 4) | ((x + row % 2 * 30) % 60 < 4)
    angle = rng.uniform(0, 2 * math.pi)
    return fx.gradient(fx.noise(rng, np.where(mortar, 190.0, 90.0), 10), 3, angle)


KINDS = [cloth, letter, static, barcode, checkerboard, rings, scrambled, halved, matrix, bricks]
