"""One symbol in one picture, in floating-point luminance (0 black, 255 white). No decoder is consulted here."""
import base64
import math

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

ISSUERS = [
    "%E3%81%95%E3%81%8F%E3%82%89%E4%BF%A1%E7%94%A8%E7%B5%84%E5%90%88",
    "%E4%B8%AD%E5%A4%AE%E5%8C%BB%E5%B8%AB%E4%BF%A1%E7%94%A8%E7%B5%84%E5%90%88",
    "%E3%81%BF%E3%81%AA%E3%81%A8%E4%BF%A1%E7%B5%84",
    "Sakura%20Shinkumi",
]


def uri(rng):
    """An otpauth URI as a credit union would print it, with a seed of 20 or 32 random bytes."""
    serial = "SKTS" + "".join(str(d) for d in rng.integers(0, 10, int(rng.choice([8, 8, 10, 12]))))
    issuer = ISSUERS[int(rng.integers(len(ISSUERS)))]
    algorithm, size = (("SHA256", 32), ("SHA256", 32), ("SHA1", 20))[int(rng.integers(3))]
    secret = base64.b32encode(rng.bytes(size)).decode().rstrip("=")
    tail = f"&algorithm={algorithm}&digits=6&period=30" if rng.random() < 0.8 else ""
    return f"otpauth://totp/{issuer}:{serial}?secret={secret}&issuer={issuer}{tail}"


def modules(text, rng, error=None):
    """The symbol's modules, True where dark, without a quiet zone."""
    level = error or str(rng.choice(list("LLMMMMQ")))
    code = segno.make(text, error=level, boost_error=False, micro=False)
    return np.array([[bool(v) for v in row] for row in code.matrix])


def texture(bits, quiet, px, dark, light, dot=None, round_finders=False):
    """Symbol and quiet zone at `px` pixels a module; `dot`: diameter of round modules."""
    padded = np.pad(bits, quiet)
    square = np.kron(padded, np.ones((px, px), bool))
    if dot is None:
        return np.where(square, float(dark), float(light))
    axis = (np.arange(px) + 0.5) / px - 0.5
    disc = np.hypot(axis[:, None], axis[None, :]) <= dot / 2
    dots = np.kron(padded, disc)
    if not round_finders:
        n = len(bits)
        for y, x in ((0, 0), (0, n - 7), (n - 7, 0)):
            box = np.s_[(quiet + y) * px:(quiet + y + 7) * px, (quiet + x) * px:(quiet + x + 7) * px]
            dots[box] = square[box]
    return np.where(dots, float(dark), float(light))


def corners(size, centre, scale, turn=0.0, tilt=0.0, axis=0.0, mirror=False):
    """Where the corners of a square of `size` modules land: turned, tilted about `axis` (radians), seen by a
    camera four symbol widths away."""
    half = size * scale / 2
    eye = 4.0 * half * 2
    out = []
    for x, y in ((-half, -half), (half, -half), (half, half), (-half, half)):
        if mirror:
            x = -x
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        along = x * math.cos(axis) + y * math.sin(axis)
        across = -x * math.sin(axis) + y * math.cos(axis)
        depth = eye + across * math.sin(tilt)
        across *= math.cos(tilt)
        factor = eye / depth
        out.append((centre[0] + factor * (along * math.cos(axis) - across * math.sin(axis)),
                    centre[1] + factor * (along * math.sin(axis) + across * math.cos(axis))))
    return out


def place(background, tex, quad, supersample=3):
    """Draws `tex` over `background` with its corners at `quad`, averaging supersample² points a pixel."""
    height, width = background.shape
    # Twelve megapixels have points enough.
    supersample = supersample if max(width, height) < 3000 else 2
    xs, ys = [p[0] for p in quad], [p[1] for p in quad]
    x0, y0 = max(0, int(min(xs)) - 2), max(0, int(min(ys)) - 2)
    x1, y1 = min(width, int(max(xs)) + 3), min(height, int(max(ys)) + 3)
    k = supersample
    local = [((x - x0) * k, (y - y0) * k) for x, y in quad]
    side_y, side_x = tex.shape
    coeffs = perspective(local, [(0, 0), (side_x, 0), (side_x, side_y), (0, side_y)])
    size = ((x1 - x0) * k, (y1 - y0) * k)
    layer = warp(tex.astype(np.float32), size, coeffs)
    mask = warp(np.ones_like(tex, np.float32), size, coeffs)
    layer, mask = shrink(layer * mask, k), shrink(mask, k)
    region = background[y0:y1, x0:x1]
    background[y0:y1, x0:x1] = region * (1 - mask) + layer
    return background


def perspective(source, target):
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows, float), np.array(values, float))


def warp(array, size, coeffs):
    image = Image.fromarray(array, "F").transform(size, Image.PERSPECTIVE, tuple(coeffs), Image.BILINEAR)
    return np.asarray(image, np.float32)


def shrink(array, k):
    height, width = array.shape[0] // k, array.shape[1] // k
    return array.reshape(height, k, width, k).mean((1, 3))


def resize(array, size, how=Image.BICUBIC):
    return np.asarray(Image.fromarray(np.asarray(array, np.float32), "F").resize(size, how), np.float32)


def texture_like(rng, size, low, high, roughness=1.6):
    """Desk, cloth, wall: noise whose octaves fade with `roughness`."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    for octave in range(2, 8):
        grid = rng.random((2 ** octave, 2 ** octave), np.float32)
        total += resize(grid, size) / roughness ** octave
    total -= total.min()
    return low + (high - low) * total / max(float(total.max()), 1e-6)


def paper_with_text(rng, size, paper=225.0, ink=60.0, points=18):
    """A printed letter: lines of words."""
    width, height = size
    image = Image.new("L", size, int(paper))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(points)
    letters = list("abcdefghijklmnopqrstuvwxyz      0123456789.,")
    for y in range(points, height - points, int(points * 1.7)):
        line = "".join(rng.choice(letters, max(8, int(width / points * 1.6))))
        draw.text((points, y), line, fill=int(ink), font=font)
    return np.asarray(image, np.float32)


def background(rng, size):
    """What a camera sees around the symbol."""
    if rng.random() < 0.5:
        return texture_like(rng, size, *sorted(rng.uniform(40, 200, 2)))
    return paper_with_text(rng, size, rng.uniform(170, 240), rng.uniform(20, 90), int(rng.integers(12, 28)))
