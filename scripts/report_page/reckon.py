"""The binary: asked with a bound on time and on what it may answer."""

import json
import subprocess
import tempfile
from pathlib import Path

OUTPUT_BYTES_MOST = 64 << 20


class Refused(Exception):
    """What the binary would not do, in its words."""


class Reckon:
    def __init__(self, binary: Path):
        # A relative path without a slash would be looked for where commands are.
        self.binary = binary.absolute()
        self.listed: list[dict] = []
        self.port_names: dict[str, str] = {}

    def text(self, *arguments: object, seconds: float = 20, expected=(0,)) -> str:
        # Through a file: an answer of any size neither fills memory nor blocks a pipe.
        with tempfile.TemporaryFile() as out:
            try:
                done = subprocess.run([self.binary, *map(str, arguments)], stdout=out,
                                      stderr=subprocess.PIPE, timeout=seconds,
                                      stdin=subprocess.DEVNULL)
            except subprocess.TimeoutExpired:
                raise Refused(f"reckon {arguments[0]} took more than {seconds:.0f} s") from None
            except OSError as error:
                raise Refused(f"{self.binary}: {error.strerror}") from None
            said = done.stderr.decode("utf-8", "replace").strip()
            if done.returncode not in expected:
                raise Refused(said or f"reckon {arguments[0]}: exit code {done.returncode}")
            if out.tell() > OUTPUT_BYTES_MOST:
                raise Refused(f"reckon {arguments[0]} answered with more than "
                              f"{OUTPUT_BYTES_MOST >> 20} MiB")
            out.seek(0)
            return out.read().decode("utf-8", "replace")

    def json(self, *arguments: object, **options) -> dict:
        try:
            return json.loads(self.text(*arguments, "--json", **options))
        except ValueError:
            raise Refused(f"reckon {arguments[0]} --json printed no JSON") from None

    def strategies(self) -> list[dict]:
        if not self.listed:
            self.listed = self.json("strategies")["strategies"]
        return self.listed

    def ports(self) -> dict[str, str]:
        """Names by code: a scenario file may have either."""
        if not self.port_names:
            self.port_names = {port["locode"]: port["name"]
                               for port in self.json("scenarios", "--ports")["ports"]}
        return self.port_names
