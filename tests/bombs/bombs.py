"""Writes pictures and key containers that are small as files and large in memory, or slow to read, into a folder.

Each function below is one bomb: its name is the picture's, and it returns the file's bytes.
"""

import io
import random
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image

Image.MAX_IMAGE_PIXELS = None
# The largest picture that a desktop reads, in 8,192 a side: 50 · 1024 · 1024 pixels.
WIDE, HIGH = 8192, 6400


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, bits, interlaced=0, extra=b"", row=None):
    """A PNG of which every row is the same (zeros, where none is given): `bits` a pixel."""
    packer = zlib.compressobj(9)
    whole = b"\0" + (row or bytes((width * bits + 7) // 8))
    passes = [(8, 0, 8, 0), (8, 4, 8, 0), (4, 0, 8, 4), (4, 2, 4, 0), (2, 0, 4, 2), (2, 1, 2, 0), (1, 0, 2, 1)] if interlaced else [(1, 0, 1, 0)]
    data = []
    for across, left, down, top in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        line = whole if not interlaced else b"\0" + bytes((columns * bits + 7) // 8)
        data += [packer.compress(line) for _ in range(rows)]
    data.append(packer.flush())
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", b"".join(data)) + chunk(b"IEND", b"")


def png_gray():
    return png(WIDE, HIGH, 8, 0, 8)


def png_colour():
    return png(WIDE, HIGH, 8, 2, 24)


def png_transparent():
    return png(WIDE, HIGH, 8, 6, 32)


def png_transparent_16_bits():
    return png(WIDE, HIGH, 16, 6, 64)


def png_interlaced():
    return png(WIDE, HIGH, 16, 6, 64, interlaced=1)


def png_palette_with_holes():
    return png(WIDE, HIGH, 1, 3, 1, extra=chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", b"\0\xff"))


def png_one_bit_of_16384_a_side():
    return png(16384, 16384, 1, 0, 1)


def png_header_alone():
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 16, 6, 0, 0, 0))


def png_profile_that_unfolds():
    return png(64, 64, 8, 0, 8, extra=chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(256 << 20), 9)))


def png_text_that_unfolds():
    return png(64, 64, 8, 0, 8, extra=chunk(b"zTXt", b"p\0\0" + zlib.compress(bytes(256 << 20), 9)))


def png_interlaced_in_a_file_of_60_mb():
    return png_interlaced() + bytes(60 << 20)


def png_of_finder_patterns():
    """Every tile of 32 pixels is a finder pattern of four pixels a module."""
    tile = Image.new("1", (32, 32), 1)
    for inset, ink in [(2, 0), (6, 1), (10, 0)]:
        tile.paste(ink, (inset, inset, 30 - inset, 30 - inset))
    return tiled(tile, 4096)


def png_of_small_finder_patterns():
    """The smallest that are found: three pixels a module, close together."""
    tile = Image.new("1", (24, 24), 1)
    for inset, ink in [(1, 0), (4, 1), (7, 0)]:
        tile.paste(ink, (inset, inset, 22 - inset, 22 - inset))
    return tiled(tile, 4096)


def tiled(tile, side):
    picture = Image.new("1", (side, side), 1)
    for x in range(0, side, tile.width):
        for y in range(0, side, tile.height):
            picture.paste(tile, (x, y))
    return saved(picture, "PNG", optimize=True)


def png_of_noise():
    return saved(Image.frombytes("1", (4096, 4096), random.Random(1).randbytes(4096 * 512)), "PNG")


def png_of_coarse_noise():
    noise = Image.frombytes("1", (1024, 1024), random.Random(2).randbytes(1024 * 128))
    return saved(noise.resize((4096, 4096), Image.Resampling.NEAREST), "PNG")


def saved(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def jpeg():
    return saved(Image.new("RGB", (WIDE, HIGH)), "JPEG", subsampling=0)


def jpeg_halved_colours():
    return saved(Image.new("RGB", (WIDE, HIGH)), "JPEG", subsampling=2)


def jpeg_progressive():
    return saved(Image.new("RGB", (WIDE, HIGH)), "JPEG", subsampling=0, progressive=True)


def jpeg_progressive_as_large_as_is_read():
    return saved(Image.new("RGB", (4700, 4700)), "JPEG", subsampling=2, progressive=True)


def jpeg_of_a_printer():
    return saved(Image.new("CMYK", (4700, 4700)), "JPEG")


def jpeg_of_many_scans():
    """The last scan of a progressive picture two hundred times."""
    whole = jpeg_progressive_as_large_as_is_read()
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * 200 + whole[-2:]


def jpeg_claims_65535_a_side():
    small = bytearray(saved(Image.new("RGB", (16, 16)), "JPEG"))
    at = small.index(b"\xff\xc0") + 5
    small[at:at + 4] = b"\xff\xff\xff\xff"
    return bytes(small)


def gif_frame_on_a_larger_screen():
    whole = bytearray(saved(Image.new("P", (3800, 2200)), "GIF"))
    whole[6:10] = struct.pack("<HH", 3801, 2201)
    return bytes(whole)


def gif_screen_of_65535():
    whole = bytearray(saved(Image.new("P", (16, 16)), "GIF"))
    whole[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(whole)


def gif_of_many_frames():
    frames = [Image.new("P", (3800, 2200), shade) for shade in range(40)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def webp_lossless():
    return saved(Image.new("RGBA", (2890, 2890)), "WEBP", lossless=True)


def webp_lossy():
    return saved(Image.new("RGB", (3340, 3340)), "WEBP")


def webp_lossy_with_holes():
    return saved(Image.new("RGBA", (2890, 2890), (0, 0, 0, 9)), "WEBP")


def webp_of_many_frames():
    frames = [Image.new("RGBA", (2890, 2890), (shade, 0, 0, 9)) for shade in range(0, 240, 12)]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


def webp_of_16383_a_side():
    return saved(Image.new("RGB", (16383, 4000)), "WEBP")


def bmp(width, height, bits, packing, data, palette=b""):
    start = 54 + len(palette)
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(data), 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + palette + data


def bmp_that_ends_after_its_header():
    return bmp(8192, 8192, 24, 0, b"")


def bmp_of_30000_a_side():
    return bmp(30000, -30000, 1, 0, b"", bytes(8))


def bmp_packed():
    """RLE8: two bytes for 255 equal pixels."""
    line = b"\xff\0" * (4725 // 255) + bytes([4725 % 255, 0]) + b"\0\0"
    return bmp(4725, 4725, 8, 1, line * 4725 + b"\0\1", bytes(1024))


def bmp_packed_that_skips():
    """RLE8 that ends the picture at once: no pixel is given."""
    return bmp(4725, 4725, 8, 1, b"\0\1", bytes(1024))


PSKC = b"<KeyContainer xmlns='urn:ietf:params:xml:ns:keyprov:pskc' Version='1.0'"


def xml_of_entities_that_grow():
    names = [b"a%d" % number for number in range(12)]
    rows = b"".join(b"<!ENTITY %s '%s'>" % (name, (b"&%s;" % below) * 10) for below, name in zip(names, names[1:]))
    return b"<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>" + rows + b"]>" + PSKC + b">&a11;</KeyContainer>"


def xml_that_is_deep():
    return PSKC + b">" + b"<a>" * 80_000


def xml_of_elements():
    return PSKC + b">" + b"<a/>" * 60_000 + b"</KeyContainer>"


def xml_of_attributes():
    return PSKC + b"".join(b" a%d=''" % number for number in range(20_000)) + b"/>"


def xml_of_namespaces():
    return PSKC + b"".join(b" xmlns:a%d='a'" % number for number in range(14_000)) + b"/>"


def xml_of_one_text():
    return PSKC + b">" + b"a" * (60 << 20) + b"</KeyContainer>"


def xml_of_a_comment():
    return PSKC + b"><!--" + b"a-" * 120_000 + b"--></KeyContainer>"


def main():
    kinds = ("png_", "jpeg", "gif_", "webp_", "bmp_", "xml_")
    for number, (name, make) in enumerate([(n, m) for n, m in globals().items() if n.startswith(kinds)]):
        (Path(sys.argv[1]) / f"{number:02}_{name}").write_bytes(make())


if __name__ == "__main__":
    main()
