"""Public checks for Classroom 50's runner, which runs this in a student's checkout and reads result.json there.

Made by `autograder bundle classroom50`. This folder is served to everybody: it holds nothing that students do not have.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = [sys.executable, "-P"]  # -P: nothing is imported from the student's checkout
READY = 'from autograder.distribution import own_version; raise SystemExit(own_version() != "@version@")'


def main() -> int:
    """Install what is missing, check, and return 0 if result.json was written."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    if subprocess.run([*PYTHON, "-c", READY], env=clean, stderr=subprocess.DEVNULL).returncode:
        needed = ["--requirement", str(HERE / "requirements.txt"), str(HERE / "@wheel@")]
        subprocess.run([*PYTHON, "-m", "pip", "install", "--quiet", *needed], env=clean, check=True)
    folders = ["--released", str(HERE / "released"), "--submission", ".", "--into", "result.json"]
    return subprocess.run([*PYTHON, "-m", "autograder.bundles", "classroom50", *folders], env=clean).returncode


if __name__ == "__main__":
    sys.exit(main())
