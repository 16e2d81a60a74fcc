"""Chromium without a window, driven by its DevTools protocol through two pipes: JSON, each message
ended by a zero byte. Nothing but the standard library is needed."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome"]
SECONDS_MOST = 60


class BrowserError(Exception):
    pass


def found() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    def __enter__(self) -> "Browser":
        binary = found()
        if not binary:
            raise BrowserError("no Chromium: install Debian's package chromium (scripts/setup.sh "
                               "ci)")
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        # The browser reads from its descriptor 3 and writes to 4.
        child_reads, self.to = os.pipe()
        self.source, child_writes = os.pipe()
        command = ('exec 3<&"$1" 4>&"$2"; shift 2; exec "$@" 2>/dev/null')
        self.process = subprocess.Popen(
            ["bash", "-c", command, "bash", str(child_reads), str(child_writes), binary,
             "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-extensions",
             f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe"],
            pass_fds=(child_reads, child_writes), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL)
        os.close(child_reads)
        os.close(child_writes)
        self.pending = b""
        self.count = 0
        self.session = None
        self.events: list[dict] = []
        return self

    def __exit__(self, *_) -> None:
        try:
            self.session = None
            self.call("Browser.close")
            self.process.wait(10)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        os.close(self.source)
        self.profile.cleanup()

    def call(self, method: str, **parameters) -> dict:
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + SECONDS_MOST
        while True:
            answer = self._message(end)
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def _message(self, end: float) -> dict:
        while b"\0" not in self.pending:
            if not select.select([self.source], [], [], max(0, end - time.monotonic()))[0]:
                raise BrowserError("Chromium does not answer")
            more = os.read(self.source, 1 << 20)
            if not more:
                raise BrowserError("Chromium has ended")
            self.pending += more
        message, _, self.pending = self.pending.partition(b"\0")
        return json.loads(message)

    def open(self, page: Path, width: int = 1280, height: int = 900) -> None:
        """A tab of its own. What it logs is kept from the beginning."""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        self.events.clear()
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self.call("Page.navigate", url=page.resolve().as_uri())
        end = time.monotonic() + SECONDS_MOST
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._message(end))

    def resize(self, width: int, height: int = 900) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def media(self, kind: str = "", **features: str) -> None:
        self.call("Emulation.setEmulatedMedia", media=kind,
                  features=[{"name": name.replace("_", "-"), "value": value}
                            for name, value in features.items()])

    def value(self, expression: str) -> object:
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key: str, modifiers: int = 0) -> None:
        code = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "ArrowLeft": 37,
                "ArrowRight": 39}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code, modifiers=modifiers,
                      **(text if kind == "keyDown" else {}))

    def complaints(self) -> list[str]:
        """Errors and warnings of the console, exceptions, and all that was asked of a network."""
        self.value("0")  # Whatever was said before this answer has come before it.
        said = []
        for event in self.events:
            values = event.get("params", {})
            if event["method"] == "Runtime.exceptionThrown":
                said.append(str(values["exceptionDetails"]))
            elif event["method"] == "Runtime.consoleAPICalled":
                said.append(str(values["args"]))
            elif event["method"] == "Log.entryAdded":
                said.append(values["entry"]["text"])
            elif event["method"] == "Network.requestWillBeSent":
                url = values["request"]["url"]
                if not url.startswith(("file:", "data:")):
                    said.append(f"asked for {url}")
        return said

    def screenshot(self, file: Path, whole: bool = False) -> None:
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.printToPDF")["data"]))
