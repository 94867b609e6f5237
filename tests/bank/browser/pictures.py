"""Draws every page of the bank and puts the pictures on sheets: a row a page; phone light, phone dark, PC light, PC dark."""

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

from app import App
from bank import MORNING, Bank, Clock
from chrome import LAYOUTS, surf
from conftest import ROOT
from customer import Customer
from looks import tour

LOOKS = [(layout, scheme) for layout in ("phone", "pc") for scheme in ("light", "dark")]
SCALE = 0.42
HIGHEST = 1700  # pixels of a page, before it is made smaller
MARGIN, TITLE = 24, 34
ROWS = 5


def draw(browser, bank, programs, folder):
    """The pictures of each page, in the order of the tour."""
    pages = {}
    with surf(browser, bank.address, "pc", reduced_motion="reduce") as page:
        customer = Customer(bank, App(programs, folder / "app", bank.clock), page)

        def look(name):
            shots = []
            for layout, scheme in LOOKS:
                page.set_viewport_size(LAYOUTS[layout])
                page.emulate_media(color_scheme=scheme)
                shots.append(Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB"))
            pages[name] = shots

        tour(customer, look)
    return pages


def smaller(shot):
    shot = shot.crop((0, 0, shot.width, min(shot.height, HIGHEST)))
    return shot.resize((round(shot.width * SCALE), round(shot.height * SCALE)), Image.LANCZOS)


def sheet(rows, file):
    rows = [(name, [smaller(shot) for shot in shots]) for name, shots in rows]
    width = sum(shot.width + MARGIN for shot in rows[0][1]) + MARGIN
    height = sum(max(shot.height for shot in shots) + MARGIN + TITLE for _, shots in rows) + MARGIN
    paper = Image.new("RGB", (width, height), "#8a8f98")
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(20)
    top = MARGIN
    for name, shots in rows:
        pen.text((MARGIN, top), name, "#ffffff", font)
        left = MARGIN
        for shot in shots:
            paper.paste(shot, (left, top + TITLE))
            left += shot.width + MARGIN
        top += max(shot.height for shot in shots) + MARGIN + TITLE
    paper.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def main():
    out = Path(sys.argv[1]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    programs = Path(os.environ.get("SKTS_PROGRAMS") or target / "dist")
    program = Path(os.environ.get("SKTS_BANK") or ROOT / "tests/bank/target/debug/skts-bank")
    with tempfile.TemporaryDirectory(prefix="skts-bank-") as folder, sync_playwright() as playwright:
        folder = Path(folder)
        (folder / "bank").mkdir()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with Bank(program, folder / "bank", Clock(folder / "clock", MORNING)) as bank:
            pages = draw(browser, bank, programs, folder)
        browser.close()
    for old in out.glob("pages-*.png"):
        old.unlink()
    names = list(pages.items())
    for number, first in enumerate(range(0, len(names), ROWS), 1):
        file = out / f"pages-{number}.png"
        sheet(names[first:first + ROWS], file)
        print(f"{file.name}: {', '.join(name for name, _ in names[first:first + ROWS])} ({file.stat().st_size // 1024} KiB)")


main()
