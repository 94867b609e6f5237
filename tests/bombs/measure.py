"""What the program takes for each picture or key container of a folder: peak memory, seconds; and what it says."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAX_MEGABYTES = 200


def taken(program, picture, folder):
    """Peak memory in MB, seconds, exit status and what was said, for one import."""
    command = [program, "--data-dir", folder, "--keystore", "file", "import", picture]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024, time.monotonic() - began, process.returncode, said


def main():
    program, bombs = sys.argv[1], sorted(Path(sys.argv[2]).iterdir())
    faults, worst = [], 0
    print(f"{'bomb':40}{'file, kB':>10}{'peak, MB':>10}{'seconds':>9}  said")
    with tempfile.TemporaryDirectory() as folder:
        for bomb in bombs:
            megabytes, seconds, status, said = taken(program, bomb, folder)
            worst = max(worst, megabytes)
            name = bomb.name[3:].replace("_", " ")
            cause = said.partition(f"{bomb.name}: ")[2].partition(";")[0]
            size = bomb.stat().st_size / 1000
            print(f"{name:40}{size:>10.1f}{megabytes:>10.1f}{seconds:>9.2f}  {cause}", flush=True)
            if status != 1 or said.count("\n") != 1 or not cause:
                faults.append(f"{name}: ended with {status}: {said}")
            if megabytes > MAX_MEGABYTES:
                faults.append(f"{name}: {megabytes:.0f} MB; at most {MAX_MEGABYTES} are allowed")
    print(f"{len(bombs)} bombs, the worst {worst:.0f} MB of {MAX_MEGABYTES}")
    if len(bombs) < 30:
        faults.append(f"only {len(bombs)} bombs")
    sys.exit("\n".join(faults) if faults else 0)


if __name__ == "__main__":
    main()
