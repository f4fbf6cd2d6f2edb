"""The notebooks that run in the browser: JupyterLite, with the released lessons in it and a way to hand them in.

JupyterLite is built by its own command in a process of its own; we give it the lessons, name our Pyodide, and add one
script, which offers the download and warns before work is lost.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path

from autograder import temporary
from autograder.errors import AutograderError, UsageError
from autograder.website.pyodide import LOCK, Distribution

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
APPS = ("lab", "notebooks")
SCRIPT = "keep_work.js"
BUILD_SECONDS = 300
NEEDED = ("jupyterlite_core", "jupyterlite_pyodide_kernel", "jupyter_server")


def require_jupyterlite() -> None:
    """Raise UsageError, which says what to install, where JupyterLite is missing."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(f"the site needs {missing[0]}, which is not installed here: pip install 'proofgrade[site]'")


def build_app(target: Path, storage: str, lessons: Mapping[str, bytes], pyodide: Distribution) -> None:
    """Write JupyterLite to the folder `target`.

    lessons: files by their path in it; storage: the name under which a browser keeps the work, one per course.
    """
    with temporary.folder("autograder-site") as folder:
        write(folder / "contents", lessons)
        _run(folder, target)
    write(target / "static" / "pyodide", pyodide.files)
    _configure(target / "jupyter-lite.json", storage, pyodide)
    script = files("autograder.website").joinpath("templates", SCRIPT).read_bytes()
    write(target, {SCRIPT: script})
    for app in APPS:
        page = target / app / "index.html"
        text = page.read_text("utf-8")
        page.write_text(text.replace("</head>", f'<script defer src="../{SCRIPT}"></script></head>', 1), "utf-8")


def write(folder: Path, content: Mapping[str, bytes]) -> None:
    """Write files below a folder, which is made."""
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _run(folder: Path, target: Path) -> None:
    """Let JupyterLite build its pages in a folder of its own. Raises AutograderError with its last words."""
    # Of the extensions in this environment (nbgrader's among them) only the kernel belongs into the site.
    only = {"ignore_sys_prefix": ["federated_extensions"], "federated_extensions": [str(_kernel_extension())]}
    (folder / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": only}), "utf-8")
    options = [f"--contents={folder / 'contents'}", f"--output-dir={target}", f"--lite-dir={folder}", "--no-sourcemaps"]
    command = [sys.executable, "-c", "from jupyterlite_core.app import main; main()", "build", *options]
    command += [f"--apps={app}" for app in APPS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False)
    if done.returncode:
        raise AutograderError(f"JupyterLite cannot be built:\n{(done.stderr or done.stdout)[-2000:]}")


def _kernel_extension() -> Path:
    """Return the folder of the kernel's part that runs in the browser. Raises AutograderError without it."""
    for data in jupyter_path("labextensions"):
        if (found := Path(data) / KERNEL.partition(":")[0]).is_dir():
            return found
    raise AutograderError("jupyterlite-pyodide-kernel is incomplete: install it again")


def _configure(path: Path, storage: str, pyodide: Distribution) -> None:
    """Tell JupyterLite where Pyodide lies, and under which name to keep the work."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    config = content["jupyter-config-data"]
    config |= {"contentsStorageName": storage, "settingsStorageName": f"{storage}-settings", "exposeAppInBrowser": True}
    kernel = config.setdefault("litePluginSettings", {}).setdefault(KERNEL, {})
    kernel["pyodideUrl"] = pyodide.script
    kernel["loadPyodideOptions"] = {"lockFileURL": f"./static/pyodide/{LOCK}"}
    path.write_text(json.dumps(content, indent=1), "utf-8")
