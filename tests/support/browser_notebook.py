"""A notebook of a site as a student has it: served, opened in Chromium, worked in with mouse and keyboard.

JupyterLite's own objects are only read: which cell is where, whether Python is ready, what was shown below a cell.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from support.chromium import Page, browser

SECONDS = 240.0  # Python's own start is most of it
CONTROL, SHIFT = 2, 8
KEYS = {"a": ("KeyA", 65), "Enter": ("Enter", 13)}
READ = "const panel = window.jupyterapp?.shell?.currentWidget, cells = panel?.content?.widgets ?? [];"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what is asked for."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine alone; the value is its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class BrowserNotebook:
    """A notebook that is open in the browser."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._wait(lambda: self._read("panel?.sessionContext?.kernelDisplayStatus") == "idle", "Python is not ready")

    def run_all(self) -> None:
        """Choose Run, Run All Cells, and wait for the last cell."""
        self._page.click(".lm-MenuBar-item:nth-child(4)")  # File, Edit, View, Run
        self._page.click('.lm-Menu-item[data-command="runmenu:run-all"]')
        ran = "cells.every(cell => cell.model.type !== 'code' || cell.model.executionCount)"
        self._wait(lambda: self._read(ran), "not every cell was run")
        self._until_idle()

    def run_everything(self) -> None:
        """Run all cells by their command, however often they were run before, and wait for the last of them."""
        self._page.run("await window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self._until_idle()

    def write(self, exercise: str, answer: str) -> str:
        """Put an answer into an exercise's cell, run it and the check below it, and return what both say."""
        name = json.dumps(exercise)
        cell = f"cells.findIndex(cell => cell.model.metadata.exercise === {name})"
        self._page.run(f"{READ} const at = {cell}; await panel.content.scrollToItem(at); "
                       "panel.content.activeCellIndex = at; panel.content.mode = 'edit'; "
                       "await cells[at].ready; cells[at].editor.focus()")  # fmt: skip
        self._press("a", CONTROL, "selectAll")
        self._page.do("Input.insertText", text=answer)
        self._press("Enter", SHIFT)
        self._press("Enter", SHIFT)
        self._until_idle()
        cells = f"cells.filter(cell => [cell.model.metadata.exercise, cell.model.metadata.check].includes({name}))"
        said: str = self._read(f"{cells}.map(cell => cell.outputArea.node.innerText).join(' ').trim()")
        return said

    def failed(self) -> list[str]:
        """Return each error that a cell ended with."""
        outputs = "cells.flatMap(cell => cell.model.outputs?.toJSON() ?? [])"
        failed: list[str] = self._read(f"{outputs}.filter(each => each.output_type === 'error').map(JSON.stringify)")
        return failed

    def download(self, folder: Path, name: str) -> Path:
        """Click "Download for submission"; return the file."""
        browser().ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self._page.click('[aria-label="Your work"] button')
        self._wait((folder / name).is_file, f"{name} was not downloaded")
        return folder / name

    def said_of_work(self) -> str:
        """Return what the bar beside the download says."""
        said: str = self._page.run(
            """return document.querySelector('[aria-label="Your work"] [role=status]').innerText"""
        )
        return said

    def _until_idle(self) -> None:
        waits = "cells.some(cell => cell.node.querySelector('.jp-InputPrompt')?.innerText.includes('*'))"
        idle = f"panel.sessionContext.kernelDisplayStatus === 'idle' && !({waits})"
        self._wait(lambda: self._read(idle), "the cells do not end")

    def _read(self, expression: str) -> Any:
        return self._page.run(f"{READ} return {expression}")

    def _press(self, key: str, modifiers: int, *commands: str) -> None:
        code, number = KEYS[key]
        pressed = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        self._page.do("Input.dispatchKeyEvent", type="rawKeyDown", commands=list(commands), **pressed)
        self._page.do("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def _wait(self, done: Callable[[], Any], otherwise: str) -> None:
        end = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < end, otherwise
            time.sleep(0.2)
