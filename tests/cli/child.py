"""One run of the reckon binary as a child process, with pipes or terminals for its output.

What it prints or writes as JSON is held against schemas/, whatever a test looks at.
"""

import os
import pty
import subprocess
import sys
import threading
from typing import NamedTuple

import schemas

TIMEOUT_S = 60

# Set by the test's main from its command line.
reckon = os.environ.get("RECKON", "")


class Result(NamedTuple):
    code: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str]:
    """Ours, but for what the user's terminal may say about colours."""
    base = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    return {**base, "TERM": "xterm", "LC_ALL": "C.UTF-8", **extra}


def in_schema(args: tuple[str | bytes, ...], result: Result) -> Result:
    """The result, if it is one that schemas/ allows."""
    words = [os.fsdecode(arg) for arg in args]
    schemas.check_printed(words, result.out)
    if result.code in (0, 1, 3):
        schemas.check_written(words)
    return result


def run(*args: str | bytes, stdin: str = "", stdout: int = subprocess.PIPE) -> Result:
    child = subprocess.run([reckon, *args], input=stdin.encode(), stdout=stdout,
                           stderr=subprocess.PIPE, env=environment(), timeout=TIMEOUT_S)
    return in_schema(
        args, Result(child.returncode, (child.stdout or b"").decode(), child.stderr.decode()))


def run_without_stdout(*args: str) -> Result:
    """With standard output closed, as by the shell's >&-."""
    child = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', reckon, *args],
                           stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(),
                           timeout=TIMEOUT_S)
    return Result(child.returncode, "", child.stderr.decode())


def run_on_full_disk(*args: str, blocks: int = 0) -> Result:
    """Where files can be made, but no more than so many blocks of 512 bytes be written to one;
    pipes take what they are given."""
    child = subprocess.run(["sh", "-c", f'ulimit -f {blocks}; exec "$0" "$@"', reckon, *args],
                           stdin=subprocess.DEVNULL, capture_output=True, env=environment(),
                           timeout=TIMEOUT_S, check=False)
    return in_schema(
        args, Result(child.returncode, child.stdout.decode(), child.stderr.decode()))


def run_without_stderr(redirection: str, *args: str) -> int:
    """With standard error redirected as the shell has it, and nobody to read it: the exit code."""
    return subprocess.run(["sh", "-c", f'exec "$0" "$@" {redirection}', reckon, *args],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment(),
                          timeout=TIMEOUT_S, check=False).returncode


class _Reader:
    """Reads one output of a child to its end; a terminal ends with an error."""

    def __init__(self, terminal: bool):
        self._read_end, self.write_end = pty.openpty() if terminal else os.pipe()
        self._bytes = b""
        self._thread = threading.Thread(target=self._read, daemon=True)

    def start(self) -> None:
        os.close(self.write_end)
        self._thread.start()

    def _read(self) -> None:
        try:
            while chunk := os.read(self._read_end, 65536):
                self._bytes += chunk
        except OSError:
            pass

    def text(self) -> str:
        self._thread.join(TIMEOUT_S)
        if self._thread.is_alive():
            sys.exit("an output of the child did not end")
        os.close(self._read_end)
        return self._bytes.decode().replace("\r\n", "\n")


def run_on_terminal(*args: str, out: bool = False, err: bool = False, **extra: str) -> Result:
    """With a pseudo-terminal for standard output, standard error, or both."""
    readers = _Reader(out), _Reader(err)
    with subprocess.Popen([reckon, *args], stdin=subprocess.DEVNULL, stdout=readers[0].write_end,
                          stderr=readers[1].write_end, env=environment(**extra)) as child:
        for reader in readers:
            reader.start()
        try:
            child.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            raise
    return in_schema(args, Result(child.returncode, readers[0].text(), readers[1].text()))
