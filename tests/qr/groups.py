"""The groups of pictures. In each, `t` runs evenly from 0 (easy) to 1 (meant to be too hard for any reader)."""
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import effects as fx
import scene

FRAME = (960, 720)


def geometric(t, first, last):
    return first * (last / first) ** t


class Shot:
    """An ordinary camera frame of a symbol; each group changes the property that it tests."""

    def __init__(self, rng, **given):
        self.rng, self.text = rng, scene.uri(rng)
        self.size, self.scale, self.quiet = FRAME, rng.uniform(3.2, 6.5), 4
        self.turn, self.tilt = rng.uniform(-0.3, 0.3), rng.uniform(0, 0.25)
        self.axis = rng.uniform(0, 2 * math.pi)
        self.dark, self.light = rng.uniform(15, 60), rng.uniform(180, 235)
        self.blur, self.grain = rng.uniform(0.4, 0.8), rng.uniform(1, 4)
        self.mirror, self.dot, self.error, self.back = False, None, None, None
        self.__dict__.update(given)
        self.bits = scene.modules(self.text, rng, self.error)

    def draw(self, touch=lambda tex, px: tex, lens=lambda picture: picture):
        """`touch` paints on the symbol itself, `lens` changes the light before blur and grain."""
        modules = len(self.bits) + 2 * self.quiet
        self.scale = min(self.scale, 0.92 * min(self.size) / modules)
        px = int(np.clip(math.ceil(self.scale * 3), 3, 18))
        tex = scene.texture(self.bits, self.quiet, px, self.dark, self.light, self.dot)
        tex = touch(tex, px)
        slack = [max(2.0, (side - modules * self.scale) / 2 * 0.6) for side in self.size]
        self.centre = [side / 2 + self.rng.uniform(-s, s) for side, s in zip(self.size, slack)]
        if modules * self.scale * 1.35 > min(self.size):
            self.centre = [side / 2 for side in self.size]
        back = scene.background(self.rng, self.size) if self.back is None else self.back
        quad = scene.corners(modules, self.centre, self.scale, self.turn, self.tilt, self.axis, self.mirror)
        picture = lens(scene.place(np.array(back, np.float32), tex, quad))
        return fx.noise(self.rng, fx.gaussian(picture, self.blur), self.grain)


def size(rng, t):
    shot = Shot(rng, scale=geometric(t, 5.0, 1.1), tilt=rng.uniform(0, 0.1), blur=rng.uniform(0.3, 0.5))
    return shot.text, shot.draw()


def rotation(rng, t):
    shot = Shot(rng, turn=t * 2 * math.pi, scale=geometric(rng.random(), 5.0, 1.5))
    return shot.text, shot.draw()


def tilt(rng, t):
    shot = Shot(rng, tilt=math.radians(10 + 65 * t), scale=rng.uniform(4.5, 7.5))
    return shot.text, shot.draw()


def blur(rng, t):
    shot = Shot(rng)
    shot.blur = shot.scale * (0.25 + 0.75 * t)
    return shot.text, shot.draw()


def motion(rng, t):
    shot = Shot(rng)
    angle = rng.uniform(0, math.pi)
    return shot.text, shot.draw(lens=lambda p: fx.motion(p, shot.scale * (0.4 + 2.2 * t), angle))


def noise(rng, t):
    shot = Shot(rng, grain=geometric(t, 8, 150))
    return shot.text, shot.draw()


def gradient(rng, t):
    shot, angle = Shot(rng), rng.uniform(0, 2 * math.pi)
    return shot.text, shot.draw(lens=lambda p: fx.gradient(p, geometric(t, 1.5, 90), angle))


def shadow(rng, t):
    shot = Shot(rng)
    keep, softness = geometric(t, 0.7, 0.05), rng.uniform(1, 10)
    return shot.text, shot.draw(lens=lambda p: fx.shadow(rng, p, keep, softness))


def glare(rng, t):
    shot = Shot(rng)
    reach = len(shot.bits) * 0.4

    def spot(picture):
        offset = rng.uniform(-reach, reach, 2) * shot.scale
        centre = (shot.centre[0] + offset[0], shot.centre[1] + offset[1])
        return fx.glare(picture, centre, shot.scale * (1.5 + 11 * t))
    return shot.text, shot.draw(lens=spot)


def low_contrast(rng, t):
    middle, step = rng.uniform(60, 200), geometric(t, 80, 2.5)
    shot = Shot(rng, dark=middle - step / 2, light=middle + step / 2, grain=rng.uniform(0.7, 2.0))
    return shot.text, shot.draw()


def jpeg(rng, t):
    shot = Shot(rng, scale=rng.uniform(1.8, 4.5))
    return shot.text, fx.jpeg(shot.draw(), geometric(t, 50, 1))


def inverted(rng, t):
    shot = Shot(rng, dark=rng.uniform(190, 240), light=rng.uniform(10, 60), scale=geometric(t, 6.0, 1.5))
    shot.blur = shot.scale * (0.15 + 0.3 * t)
    return shot.text, shot.draw()


def mirrored(rng, t):
    shot = Shot(rng, mirror=True, scale=geometric(t, 6.0, 1.5), turn=rng.uniform(0, 2 * math.pi))
    shot.blur = shot.scale * (0.15 + 0.3 * t)
    return shot.text, shot.draw()


def logo(rng, t):
    shot = Shot(rng, error=str(rng.choice(list("MQQHH"))))
    share = 0.10 + 0.42 * t

    def stamp(tex, px):
        side, paint = len(tex), Image.fromarray(tex.astype(np.float32), "F")
        draw, half = ImageDraw.Draw(paint), share * len(shot.bits) * px / 2
        box = [side / 2 - half, side / 2 - half, side / 2 + half, side / 2 + half]
        draw.rounded_rectangle(box, half / 4, fill=float(rng.uniform(120, 255)))
        draw.text((box[0] + half / 3, box[1] + half / 3), "SKTS", fill=20.0,
                  font=ImageFont.load_default(max(8, half * 0.5)))
        return np.asarray(paint, np.float32)
    return shot.text, shot.draw(touch=stamp)


def round_modules(rng, t):
    shot = Shot(rng, dot=0.98 - 0.68 * t, scale=rng.uniform(3.0, 7.0))
    return shot.text, shot.draw()


def moire(rng, t):
    shot = Shot(rng, scale=rng.uniform(2.5, 6.0))
    return shot.text, shot.draw(lens=lambda p: fx.moire(rng, p, 0.1 + 0.9 * t))


def curved(rng, t):
    """The symbol on a can: the columns are squeezed towards the sides and bow up or down."""
    shot = Shot(rng, tilt=0.0, turn=rng.uniform(-0.1, 0.1), scale=rng.uniform(4.0, 6.5))
    flat = shot.draw()
    half = math.radians(15 + 68 * t)
    height, width = flat.shape
    reach = (len(shot.bits) + 2 * shot.quiet) * shot.scale / 2
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = np.clip((x - shot.centre[0]) / reach * math.sin(half), -0.999, 0.999)
    angle = np.arcsin(across)
    source_x = shot.centre[0] + angle / half * reach
    bow = rng.uniform(0.1, 0.35) * reach
    source_y = y - bow * (1 - np.cos(angle))
    return shot.text, bilinear(flat, source_x, source_y)


def bilinear(array, x, y):
    height, width = array.shape
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    x0, y0 = x.astype(int), y.astype(int)
    fx_, fy = x - x0, y - y0
    top = array[y0, x0] * (1 - fx_) + array[y0, x0 + 1] * fx_
    low = array[y0 + 1, x0] * (1 - fx_) + array[y0 + 1, x0 + 1] * fx_
    return top * (1 - fy) + low * fy


def no_quiet_zone(rng, t):
    """Cut to the symbol's edge and laid on something dark or busy."""
    low = 20 + 60 * (1 - t)
    back = scene.texture_like(rng, FRAME, low, low + 20 + 160 * rng.random(), 1.2)
    shot = Shot(rng, quiet=0 if t > 0.35 else 1, back=back, scale=geometric(rng.random(), 6.0, 2.0))
    return shot.text, shot.draw()


def screenshot(rng, t):
    """A bank's page as a screenshot: scaled by the browser, never blurred by a lens."""
    size = [(1080, 2340), (1920, 1080), (1366, 768)][int(rng.integers(3))]
    dark_page = rng.random() < 0.3
    page = scene.paper_with_text(rng, size, 24 if dark_page else 250, 200 if dark_page else 40, 20)
    text = scene.uri(rng)
    bits = scene.modules(text, rng)
    scale = geometric(t, 6.0, 1.05)
    tex = scene.texture(bits, int(rng.choice([1, 2, 4])), 8, 0, 255)
    side = min(round(len(tex) / 8 * scale), min(size) - 20)
    how = [Image.NEAREST, Image.BILINEAR, Image.BICUBIC, Image.LANCZOS][int(rng.integers(4))]
    if how == Image.NEAREST:
        tex = tex[::8, ::8]
    picture = np.array(page, np.float32)
    x, y = (int(rng.integers(10, s - side - 9)) for s in size)
    picture[y:y + side, x:x + side] = np.clip(scene.resize(tex, (side, side), how), 0, 255)
    return text, picture


def photo(rng, t):
    """Twelve megapixels of table with a letter on it."""
    shot = Shot(rng, size=(4000, 3000), scale=geometric(t, 30, 1.8), turn=rng.uniform(0, 2 * math.pi))
    shot.blur = rng.uniform(0.8, 1.6) if shot.scale > 3 else 0.6
    return shot.text, fx.gradient(shot.draw(), rng.uniform(1, 3), rng.uniform(0, 6))


GROUPS = [size, rotation, tilt, blur, motion, noise, gradient, shadow, glare, low_contrast, jpeg, inverted,
          mirrored, logo, round_modules, moire, curved, no_quiet_zone, screenshot, photo]
