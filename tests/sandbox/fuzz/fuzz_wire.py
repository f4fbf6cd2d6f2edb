"""Coverage-guided fuzzing of the wire: `python tests/sandbox/fuzz/fuzz_wire.py [SECONDS] [FOLDER]`.

Needs `pip install atheris`.

Starts from tests/sandbox/fuzz/corpus and FOLDER, and keeps what finds new ways through the reader in FOLDER (a
temporary one unless named). A crash is written to the current folder. Pick the inputs to keep with

    python tests/sandbox/fuzz/fuzz_wire.py --merge FOLDER

which adds to tests/sandbox/fuzz/corpus the few, small inputs that reach what its own do not.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
WORDS = HERE / "words.dict"


def main() -> None:
    try:
        import atheris
    except ImportError:
        print("atheris is not installed, nothing was fuzzed: pip install atheris")
        return
    sys.path[:0] = [str(HERE), str(HERE.parents[2])]
    with atheris.instrument_imports(
        include=["autograder.sandbox", "autograder.grading.reference_calls", "wire_reader"]
    ):
        import wire_reader

    def one(data: bytes) -> None:
        wire_reader.read(data)

    # To merge, libFuzzer starts itself again, by this command.
    command = f"{sys.executable} {HERE / 'fuzz_wire.py'}"
    atheris.Setup([command, *_options(sys.argv[1:]), f"-dict={WORDS}", "-max_len=4096"], one)
    atheris.Fuzz()


def _options(words: list[str]) -> list[str]:
    if any(word.startswith("-merge_") for word in words):  # libFuzzer talks to itself
        return words
    if words[:1] == ["--merge"]:
        return ["-set_cover_merge=1", str(CORPUS), words[1]]
    seconds = words[0] if words else "600"
    found = words[1] if len(words) > 1 else tempfile.mkdtemp(prefix="fuzz-")
    return [f"-max_total_time={seconds}", "-rss_limit_mb=1024", "-timeout=5", found, str(CORPUS)]


if __name__ == "__main__":
    main()
