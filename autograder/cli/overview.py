"""`autograder --help`: the commands by who needs them; a student's installation tells of a student's commands alone."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from importlib.util import find_spec
from typing import Any

from autograder.cli.command import EXAMPLE, Parser
from autograder.distribution import NAME, own_version

# What is named here has a line of its own; the others are for seldom, and their own help says what they are for.
AUDIENCES = {
    "students": ("check",),
    "authors": ("new", "release", "audit", "site"),
    "instructors": ("collect", "grade", "status", "report", "export", "similarity"),
    "anyone": ("doctor", "demo"),
}
INSTRUCTORS_NEED = "jupytext"  # of the extra `instructor`, which students do without


class Overview(Parser):
    """The program's own parser."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.add_argument("--version", action=_Version, nargs=0)

    def format_help(self) -> str:
        (action,) = (each for each in self._actions if each.metavar == "COMMAND")
        rows = dict(row for row in self._rows(action))
        shown = AUDIENCES if find_spec(INSTRUCTORS_NEED) else {"students": ("check", "doctor")}
        named = {name for names in shown.values() for name in names}
        lines = [line for who, names in shown.items() for line in _lines(who, names, rows)]
        if shown is AUDIENCES:
            others = [name for name in rows if name not in named]
            lines += ["", f"Also: {', '.join(others)}."]
        else:
            lines += ["", f"Those who make or grade a course need more: pip install '{NAME}[instructor]'"]
        does = "Check, release and grade the notebooks" if shown is AUDIENCES else "Check your work on the notebooks"
        head = [f"{does} of a course.", "", self.format_usage().rstrip(), ""]
        tail = ["COMMAND --help tells more, --debug where failures lie, --version which this is.", ""]
        return "\n".join([*head, *lines, *tail, EXAMPLE, "  autograder check chain_rule.ipynb"]) + "\n"


class _Version(Action):
    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        print(NAME, own_version())
        parser.exit()


def _lines(who: str, names: tuple[str, ...], rows: dict[str, str]) -> list[str]:
    return [f"{'' if number else who:12} {name:11} {rows[name]}" for number, name in enumerate(names)]
