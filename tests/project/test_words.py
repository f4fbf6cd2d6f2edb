"""One word per thing, the one that the field uses, in names and in prose: words that are said no longer."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEARCHED = ("autograder", "tests", "bench", "docs", "*.md", "pyproject.toml", "Makefile", ".github")
SUFFIXES = {".py", ".md", ".toml", ".in", ".html", ".yml", ""}

# A word that is no longer said, and what is said. Parts of names are words too: `stray` is found in `_end_strays`.
INSTEAD = {
    "soonest": "fast_start",
    "LastWords": "WorkerExit",
    "babbl(?:e|es|ed|ing)|shut_up": "protocol_error, output_limit_reached",
    "bury|converse|hear_out": "_retire, _exchange, _drain",
    "put_asking|asking(?=\\()": "install_proxies, calling",
    "ledgers?": "accounting",
    "prove_shut_in|surroundings|may_draw": "assert_confined, environment, needs_matplotlib",
    "warm_?parent|warm(?!_up)": "ForkServer",
    "boards?|reply_buffers?": "the channel: each reply is sent at once",
    "inert": "neutral_line, single_line",
    "examination": "questions, Questions",
    "ask_twice": "plan.repeat_in_reverse, plan.restrict",
    "tiers?|suspects?|carried(?= ?=)|doubt(?= ?=)": "directional, most_suspicious_entries, central_difference_error",
    "pick_?way|strays?": "choose_executor, unexpected files",
    "glances?|roof|first_is_gentle|expect_unwritten": "read_metadata, _temporary_root, install_stub_handler",
    'rests_on(?!")': "depends_on; the member of public_checks.json is read by kits in use",
    "twins?": "the paired file, a counterpart",
    "mend(?:s|ed|ing)?": "fix",
    "but for": "except for",
    "to be had": "available",
    "whoever|alike": "anyone who, the same",
    "any ?more": "no longer",
    "else than|anew": "other than, again",
    "(?:one|ms|MB|seconds|cores?|once|twice) an? (?:process|core|submission|assignment|student|check)(?! that)": "per",
}
# An earlier exercise is a prerequisite; upstream is the gradient that comes from the loss.
UPSTREAM = (
    "autograder/gradients/",
    "autograder/judging/kinds/gradient.py",
    "bench/",
    "tests/gradients/",
    "tests/course/",
)


@cache
def texts() -> list[tuple[str, str]]:
    """Return the name and the text of each of the project's own files."""
    listed = subprocess.run(["git", "ls-files", "-z", *SEARCHED], cwd=ROOT, capture_output=True, text=True, check=True)
    # What a lesson says of its subject is its author's; here it is the framework that speaks.
    names = (name for name in listed.stdout.split("\0") if name and not name.startswith("solutions/"))
    paths = ((name, ROOT / name) for name in names if name != "tests/project/test_words.py")
    return [
        (name, f"{name}\n{path.read_text('utf-8', 'replace')}")
        for name, path in paths
        if path.suffix in SUFFIXES and path.is_file()
    ]


def found(pattern: str) -> list[str]:
    """Return where a pattern is found, its first letter or all of it in either case."""
    sought = re.compile(rf"(?<![a-zA-Z])(?:{pattern})(?![a-zA-Z])", re.IGNORECASE)
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines())
        if sought.search(line)
    ]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="which files are the project's own, git knows")
@pytest.mark.parametrize("pattern", INSTEAD)
def test_a_word_that_is_no_longer_said_is_not_said(pattern: str) -> None:
    assert found(pattern) == [], f"say: {INSTEAD[pattern]}"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="which files are the project's own, git knows")
def test_upstream_is_the_upstream_gradient_and_nothing_else() -> None:
    elsewhere = [line for line in found("upstream|upstreams") if not line.startswith(UPSTREAM)]
    assert [
        line
        for line in elsewhere
        if not re.search(r"upstream.gradient|upstream[=\"* )]|, upstream|sum\(upstream", line)
    ] == []
