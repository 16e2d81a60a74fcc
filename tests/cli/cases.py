"""What the tests of explore and of the commands on cases have in common."""

import json
import tempfile
import unittest
from pathlib import Path

from child import Result, run

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

# Emma follows Berta, who departs: 3 schedules if derefs and publishes are all that others see.
CONVOY_2 = """{"reckon": "scenario", "version": 1, "name": "convoy-2", "seed": 1,
 "ships": [
  {"name": "Emma",  "at": "Aarhus", "cargo": 5, "orders": [{"do": "follow", "ship": "Berta"}]},
  {"name": "Berta", "at": "Malmö",  "cargo": 0, "orders": [{"do": "depart", "to": "Gdańsk"}]}],
 "sources": []}
"""

# Emma looks, Berta publishes and pushes, and only then Emma goes on: the replay looks too late.
BREAKS_VIEW = "s0.1>s1"


def parsed(result: Result) -> dict:
    return json.loads(result.out)


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="reckon_cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.convoy = self.file(CONVOY_2, "convoy-2.json")

    def file(self, text: str, name: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def json(self, code: int, *args: str) -> dict:
        result = run(*args, "--json")
        self.assertEqual((result.code, result.err), (code, ""), result)
        value = json.loads(result.out)
        self.assertEqual(value["command"], args[0])
        return value

    def text(self, code: int, *args: str) -> str:
        result = run(*args)
        self.assertEqual((result.code, result.err), (code, ""), result)
        for line in result.out.splitlines():
            # Commands are not folded, nor what names a file: they are there to be copied.
            copied = line.startswith("    reckon ") or str(self.folder) in line
            self.assertTrue(len(line) <= 80 or copied, line)
        return result.out

    def refused(self, code: int, message: str, *args: str) -> Result:
        result = run(*args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertIn(message, result.err)
        self.assertRegex(result.err, r"\Areckon: .+\n(Try `reckon( \w+)? --help`\.\n)?\Z")
        return result

    def failing_case(self, strategy: str = "mpsc", name: str = "convoy.case.json") -> str:
        path = str(self.folder / name)
        self.text(CHECK_FAILED, "explore", "--strategy", strategy, "--scenario", self.convoy,
                  "--require", "view", "-o", path)
        return path
