"""One headless Chromium per test process, spoken to over two pipes: no port is open, and no library is needed.

Messages are JSON of the Chrome DevTools Protocol, each ended by a NUL. The browser is started for the first page that
is opened, and ends with the process.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SECONDS = 90.0
# The browser reads from descriptor 3 and writes to 4. Names lead nowhere, this machine's own address excepted: a page
# that asks for one is told so.
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe")
NOWHERE = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
)
START = """import os, sys
_, read, write, *command = sys.argv
os.dup2(int(read), 3)
os.dup2(int(write), 4)
os.execv(command[0], command)"""


@dataclass(frozen=True)
class View:
    """How a page is looked at: pixels of the window, enlarged so many times; colours; on a screen or on paper."""

    width: int = 1000
    height: int = 900
    zoom: float = 1.0
    dark: bool = False
    printed: bool = False


class Browser:
    """A running Chromium."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        theirs, self._to = os.pipe()
        self._from, back = os.pipe()
        started = [sys.executable, "-c", START, str(theirs), str(back), program]
        self._process = subprocess.Popen(
            [*started, *OPTIONS, *NOWHERE, f"--user-data-dir={self._profile}"],
            pass_fds=(theirs, back),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(back)
        self._asked, self._unread = 0, b""

    def ask(self, method: str, session: str = "", events: list[Any] | None = None, **params: Any) -> dict[str, Any]:
        """Return the answer to a command; what happens meanwhile is put into events."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": params, **({"sessionId": session} if session else {})}
        self._write(message)
        for told in self._messages():
            if told.get("id") == self._asked:
                assert "error" not in told, f"{method}: {told['error']}"
                return dict(told["result"])
            if events is not None:
                events.append(told)
        raise AssertionError(f"{method} was not answered")

    def until(self, method: str, events: list[Any]) -> None:
        """Wait until this happens; it and all else are put into events."""
        for told in self._messages():
            events.append(told)
            if told.get("method") == method:
                return

    def _write(self, message: dict[str, Any]) -> None:
        left = memoryview(json.dumps(message).encode() + b"\0")
        while left:
            left = left[os.write(self._to, left) :]

    def _messages(self) -> Iterator[dict[str, Any]]:
        end = time.monotonic() + SECONDS
        while True:
            message, found, rest = self._unread.partition(b"\0")
            if found:
                self._unread = rest
                yield json.loads(message)
                continue
            ready, _, _ = select.select([self._from], [], [], max(0.0, end - time.monotonic()))
            more = os.read(self._from, 1 << 20) if ready else b""
            assert more, "Chromium has said nothing for too long, or has ended"
            self._unread += more

    def close(self) -> None:
        """End the browser and forget its profile."""
        with suppress(Exception):
            self.ask("Browser.close")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        shutil.rmtree(self._profile, ignore_errors=True)


@cache
def browser() -> Browser:
    """Return this process's browser; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    started = Browser(CHROMIUM)
    atexit.register(started.close)
    return started


class Page:
    """A page that is open, once its scripts have run."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._events: list[Any] = []

    def do(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to a command on this page."""
        return browser().ask(method, self._session, self._events, **params)

    def show(self, place: Path | str, view: View) -> None:
        """Open a file, or an address of this machine, in this view."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.do(f"{domain}.enable")
        self.look(view)
        self.do("Page.navigate", url=place if isinstance(place, str) else place.as_uri())
        browser().until("Page.loadEventFired", self._events)

    def look(self, view: View) -> None:
        """Look at the page in this view."""
        size = {"width": view.width, "height": view.height, "deviceScaleFactor": view.zoom, "mobile": False}
        self.do("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if view.dark else "light"}
        self.do("Emulation.setEmulatedMedia", media="print" if view.printed else "screen", features=[scheme])

    def run(self, script: str) -> Any:
        """Return what a script's function body, which may await, returns, by way of JSON."""
        expression = f"(async () => {{ {script} }})()"
        told = self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def wait(self, script: str) -> Any:
        """Return what a function body returns once that is true; the page may be left for another meanwhile."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with suppress(AssertionError):
                if found := self.run(script):
                    return found
            time.sleep(0.1)
        raise AssertionError(f"this did not become true: {script}")

    def click(self, selector: str) -> None:
        """Click into the middle of the first element that a selector finds, with the mouse, once it is there to see."""
        found = f"const one = document.querySelector({json.dumps(selector)})"
        # Where it stands still and nothing covers it: pages scroll by themselves to what they think is next.
        x, y = self.wait(f"""{found}; if (!one || !one.getClientRects().length) return null;
            const middle = () => {{
                const box = one.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }};
            one.scrollIntoView({{block: "center", behavior: "instant"}});
            const before = middle();
            await new Promise(done => setTimeout(done, 150));
            const now = middle(), there = document.elementFromPoint(...now);
            return before[0] === now[0] && before[1] === now[1] && one.contains(there) && now""")
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Type a text where the cursor is, in the place of all that is there, and go on by the tab key."""
        self.run("document.activeElement.select()")
        self.do("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            self.do("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def asked_when_left(self) -> str:
        """Try to leave the page; return the kind of dialog that asks first, and stay."""
        self.do("Runtime.evaluate", expression="setTimeout(() => location.reload())")
        browser().until("Page.javascriptDialogOpening", self._events)
        kind = self._events[-1]["params"]["type"]
        self.do("Page.handleJavaScriptDialog", accept=False)
        return str(kind)

    def said(self) -> list[str]:
        """Return what reached the console, and which exceptions nobody caught."""
        self.run("")
        kinds = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(each["params"]) for each in self._events if each.get("method") in kinds]

    def requested(self) -> list[str]:
        """Return all addresses that were asked for, the page's own first; data: asks nobody."""
        sent = [each["params"]["request"]["url"] for each in self._events
                if each.get("method") == "Network.requestWillBeSent"]  # fmt: skip
        return [url for url in sent if not url.startswith("data:")]


@contextmanager
def opened(place: Path | str, **view: Any) -> Iterator[Page]:
    """Open a page from disk, or from an address of this machine; the keywords are those of View."""
    target = browser().ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser().ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    page = Page(session)
    try:
        page.show(place, View(**view))
        yield page
    finally:
        browser().ask("Target.closeTarget", targetId=target)
