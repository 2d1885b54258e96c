"""What `match all` holds while it ranks: does memory grow with the crowd, or with what was ranked so far?

    PYTHONPATH=. python benchmarks/everyone_memory.py [--viewers 1000] [--sizes 1000 3000 10000]

For each size an invented crowd in a PostgreSQL of its own and its index; then a process ranks so many of the
organisations against all, as the command does, and throws the lines away. "Index" is what the process holds
once the snapshot is open and one batch is ranked, the rest is read after each quarter; MB of resident memory,
the mapped snapshot included. The last column is the most that it ever held, beyond "index".
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from crowd_service import database, prepare

QUARTERS = 4


def held(what: str) -> float:
    """`VmRSS` or `VmHWM` of this process, MB."""
    found = re.search(rf"^{what}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def rank(viewers: int, size: int) -> None:
    """Rank `viewers` of `size` organisations in this process and print what it held, as JSON."""
    from matchmaker import create_app
    from matchmaker.matching import everyone, moments, served

    with create_app().app_context():
        ranking = everyone.Ranking(False, 10, moments.now(), served.view().model.version)
        batches = list(everyone.batches((1, max(1, size // viewers))))
        ranking(batches[0])
        figures, lines = [held("VmRSS")], 0
        for number, batch in enumerate(batches, start=1):
            lines += len(ranking(batch))
            if number * QUARTERS % len(batches) < QUARTERS:
                figures.append(held("VmRSS"))
        print(json.dumps({"held": figures[: QUARTERS + 1], "peak": held("VmHWM"), "lines": lines}))


def measured(viewers: int, size: int) -> dict[str, list[float]]:
    """The figures of a process over a crowd of `size`."""
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as environment:
        prepare(environment, size, 0)
        command = [sys.executable, __file__, "--rank", str(viewers), str(size)]
        ran = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, list[float]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000, 10000])
    parser.add_argument("--rank", type=int, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.rank:
        rank(*given.rank)
        return
    print(f"{'crowd':>8}{'lines':>8}{'index':>8}{'1/4':>8}{'2/4':>8}{'3/4':>8}{'all':>8}{'most, beyond':>14}")
    for size in given.sizes:
        found = measured(given.viewers, size)
        shown = "".join(f"{one:8.0f}" for one in found["held"])
        print(f"{size:8}{found['lines']:8}{shown}{found['peak'] - found['held'][0]:14.1f}", flush=True)


if __name__ == "__main__":
    main()
