"""Do two checkouts give the same grades? `python -m bench.equality OLD [NEW]`, each after its own `make setup`.

Both release their lessons and grade the sample class that OLD makes up, at both safe levels. Printed is each file that
differs, records without `seconds`, `versions` and what is named with `--except`. Exit 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LEVELS = ("strict", "portable")
NEVER_EQUAL = ("seconds", "versions")
RELEASED = ("*.ipynb", "*.py", "public_checks.json")


def autograder(checkout: Path, *words: str | Path) -> None:
    """Run the command of a checkout, in it."""
    command = [checkout / ".venv" / "bin" / "autograder", *words]
    subprocess.run(command, cwd=checkout, check=True, stdout=subprocess.DEVNULL)


def without(value: Any, names: frozenset[str]) -> Any:
    """Return JSON without the members of these names, however deep."""
    if isinstance(value, dict):
        return {name: without(part, names) for name, part in value.items() if name not in names}
    return [without(part, names) for part in value] if isinstance(value, list) else value


def records(checkout: Path, submitted: Path, level: str, names: frozenset[str]) -> dict[str, Any]:
    """Return what a checkout makes of a class, by the path of each record."""
    with TemporaryDirectory() as out:
        autograder(checkout, "grade", submitted, "--out", out, "--sandbox", level, "--quiet")
        found = Path(out, "records").rglob("*.json")
        return {
            f"{level}/{path.parent.name}/{path.name}": without(json.loads(path.read_text()), names) for path in found
        }


def released(checkout: Path) -> dict[str, Any]:
    """Return the released files of a checkout, by path."""
    folder = checkout / "assignments"
    paths = [path for pattern in RELEASED for path in folder.rglob(pattern) if "__pycache__" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def main() -> int:
    """Compare two checkouts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path, nargs="?", default=Path())
    parser.add_argument("--except", dest="names", nargs="*", default=[], help="members of records that may differ")
    options = parser.parse_args()
    old, new = options.old.resolve(), options.new.resolve()
    names = frozenset((*NEVER_EQUAL, *options.names))
    autograder(old, "demo")
    submitted, pairs = old / "build" / "demo" / "submitted", [(released(old), released(new))]
    pairs += [(records(old, submitted, level, names), records(new, submitted, level, names)) for level in LEVELS]
    differing = [path for a, b in pairs for path in sorted(a.keys() | b.keys()) if a.get(path) != b.get(path)]
    print(*differing, sep="\n")
    print(f"{sum(len(a) for a, _ in pairs)} files compared, {len(differing)} differ", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
