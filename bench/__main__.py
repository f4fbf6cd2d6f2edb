"""`python -m bench [--sizes 10,100,1000] [--peers]`: measure, and write build/bench/bench.md and scaling.png."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator

import numpy as np

from autograder.batch.bounded import cores
from autograder.sandbox.host.isolation import available
from bench import boundary, ceiling, everyday, latency, regrading, scaling
from bench.chart import draw
from bench.classes import BUILD
from bench.table import Part, ratios

REPORT, CHART, TRUTH = BUILD / "bench.md", BUILD / "scaling.png", BUILD / "truth.md"


def main() -> int:
    """Run all parts and write the report; it grows as they are done."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="10,100,1000", help="of the classes; 10,100,1000,10000 takes half an hour")
    parser.add_argument("--peers", action="store_true", help="other graders too, each in an environment of its own")
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    BUILD.mkdir(parents=True, exist_ok=True)
    parts: list[Part] = []
    for part in _parts(sizes, options.peers):
        parts.append(part)
        REPORT.write_text(_report(parts), "utf-8")
        print(part.markdown(), flush=True)
    print(f"report: {REPORT}")
    return 0


def _parts(sizes: list[int], with_peers: bool) -> Iterator[Part]:
    yield boundary.report(boundary.measure())
    yield latency.report(latency.measure())
    yield everyday.report(everyday.measure(sizes[-1]), sizes[-1])
    yield regrading.report(regrading.measure(sizes[-1]), sizes[-1])
    found = scaling.measure(sizes)
    draw(found, CHART)
    yield scaling.report(found)
    yield ceiling.report(ceiling.measure())
    if with_peers:
        from bench import peers

        yield peers.report(peers.measure())
    yield from _truth()


def _truth() -> Iterator[Part]:
    """Yield the pages that say how often the judge is wrong."""
    try:
        from bench import truth
    except ImportError as error:
        yield Part("Are the grades right?", f"Not measured: there is no {error.name}.")
        return
    truth.main([str(TRUTH)])
    yield Part("Are the grades right?", f"See [{TRUTH.name}]({TRUTH.name}), made by `python -m bench.truth`.")


def _report(parts: list[Part]) -> str:
    machine = f"{platform.system()} {platform.machine()}, {len(cores())} cores, Python {platform.python_version()}"
    head = [
        "# What grading costs",
        "",
        f"Made by `make bench` on {machine}, numpy {np.__version__}; sandbox levels here: {', '.join(available())}. "
        "Ratios are within this run, so they hold on other machines; seconds are this machine's.",
        "",
        *ratios(parts),
        "",
    ]
    chart = ["![time against class size](scaling.png)", ""] if CHART.is_file() else []
    return "\n".join([*head, *(part.markdown() for part in parts), *chart])


if __name__ == "__main__":
    sys.exit(main())
