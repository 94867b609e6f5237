"""Draws the degraded pictures and their list. The same seed gives the same bytes (versions are pinned).

    generate.py FOLDER [--each N] [--absent N] [--seed S]

FOLDER/list.tsv: file, group, the text in the symbol ("-" where there is none).
"""
import argparse
import multiprocessing
import pathlib

import numpy as np

import absent
import effects as fx
import groups


def job(task):
    folder, name, seed, key, kind, t = task
    rng = np.random.Generator(np.random.PCG64([seed, *key]))
    if t is None:
        text, picture = "-", getattr(absent, kind)(rng)
    else:
        text, picture = getattr(groups, kind)(rng, t)
    image = fx.to_image(picture)
    if name.endswith(".jpg"):
        image.save(folder / name, quality=90)
    else:
        image.save(folder / name, compress_level=1)
    return name, "absent" if t is None else kind, text


def tasks(folder, each, empty, seed):
    for g, group in enumerate(groups.GROUPS):
        kind = group.__name__
        suffix = "jpg" if kind == "photo" else "png"
        for i in range(each):
            yield folder, f"{kind}-{i:02}.{suffix}", seed, (1, g, i), kind, (i + 0.5) / each
    for i in range(empty):
        kind = absent.KINDS[i % len(absent.KINDS)].__name__
        yield folder, f"absent-{kind}-{i:02}.png", seed, (2, i), kind, None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--each", type=int, default=35)
    parser.add_argument("--absent", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20260801)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    todo = list(tasks(given.folder, given.each, given.absent, given.seed))
    with multiprocessing.Pool() as pool:
        rows = pool.map(job, todo, chunksize=4)
    lines = ["\t".join(row) + "\n" for row in rows]
    (given.folder / "list.tsv").write_text("".join(lines))
    print(f"{len(rows)} pictures in {given.folder}")


if __name__ == "__main__":
    main()
