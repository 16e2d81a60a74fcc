#!/usr/bin/env python3
"""The documentation says what the program does.

Goal: a command in the README works, and a table of claims is the one in the code.
Method: the README's commands are run in order in an empty folder; tables are compared with
`reckon strategies --json`.

    readme_test.py PATH-OF-RECKON
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import schemas  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
RECKON = Path(os.environ.get("RECKON", "reckon"))
CLASSES = ["solo", "hail", "convoy", "rendezvous"]
LETTERS = {"strict": "S", "faithful": "F", "view": "V", "causal": "C", "complete": "–",
           "nothing": "."}


def shell_lines(readme):
    for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip():
                yield line


# A command that may fail ends in this, and says with which code.
ECHOED = re.compile(r"^(reckon (\w+) .*?) \|\| echo \"exit \$\?\"(?: +#.*)?$")
# What such a command is there to show; a free run may hold, and a busy machine may leave it
# unobserved.
SHOWN = {"reproduce": {1}, "explore": {1}, "run": {0, 1}, "hunt": {0, 1}, "matrix": {0, 3}}


def wrong_exit(command, folder, reckon_in=None):
    """Runs it as it stands; what is wrong with the code that it exits with or echoes, if any."""
    path = f"{reckon_in or RECKON.parent}:{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, timeout=300, text=True,
                          env=os.environ | {"PATH": path}, capture_output=True)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr}"
    echoed = ECHOED.match(command)
    if not echoed:
        return None
    said = re.search(r"^exit (\d+)\n\Z", done.stdout, re.MULTILINE)
    code = int(said[1]) if said else 0
    expected = SHOWN[echoed[2]]
    return None if code in expected else f"exit {code}, not in {expected}: {done.stderr}"


def claims():
    out = subprocess.run([RECKON, "strategies", "--json"], check=True, capture_output=True,
                         timeout=60)
    return {each["strategy"]: (each["role"], [LETTERS[each["claims"][c]] for c in CLASSES])
            for each in json.loads(out.stdout)["strategies"]}


class Readme(unittest.TestCase):
    def test_commands_work(self):
        commands = [line for line in shell_lines((ROOT / "README.md").read_text("utf-8"))
                    if line.startswith("reckon ")]
        self.assertGreaterEqual(len(commands), 5)
        with tempfile.TemporaryDirectory() as folder:
            # Of this folder alone the README's commands take files that they did not make.
            (Path(folder) / "experiments").symlink_to(ROOT / "experiments")
            for command in commands:
                with self.subTest(command):
                    self.assertEqual("|| echo" in command, bool(ECHOED.match(command)))
                    self.assertIsNone(wrong_exit(command, folder))
            for name, left in (("matrix", "results.json"), ("file-scenario", "small.json"),
                               ("file-case", "x.case.json")):
                schemas.check(name, (Path(folder) / left).read_text("utf-8"))
            schemas.check("run", (Path(folder) / "before.jsonl").read_text("utf-8"),
                          one_a_line=True)

    def test_an_echo_hides_no_abort(self):
        with tempfile.TemporaryDirectory() as folder:
            for does, right in (("exit 1", True), ("exit 3", False), ("kill -ABRT $$", False)):
                fake = Path(folder) / "reckon"
                fake.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
                fake.chmod(0o755)
                with self.subTest(does):
                    wrong = wrong_exit('reckon reproduce x || echo "exit $?"  # 1', folder, folder)
                    self.assertEqual(wrong is None, right, wrong)

    def test_scripts_are_there(self):
        scripts = [line.split()[0] for line in shell_lines((ROOT / "README.md").read_text("utf-8"))
                   if line.startswith("scripts/")]
        self.assertGreaterEqual(len(scripts), 2)
        for script in scripts:
            self.assertTrue(os.access(ROOT / script, os.X_OK), script)

    def test_links_lead_somewhere(self):
        for document in ROOT.rglob("README.md"):
            if "build" in document.relative_to(ROOT).parts:
                continue
            for link in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
                self.assertTrue((document.parent / link).exists(), f"{document}: {link}")

    def test_matrix_shows_the_claims(self):
        rows = re.findall(r"^ *([a-z-]+) +[✓✗] \w+ +\((.)\) +[✓✗] \w+ +\((.)\)"
                          r" +[✓✗] \w+ +\((.)\) +[✓✗] \w+ +\((.)\)$",
                          (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
        shown = {row[0]: list(row[1:]) for row in rows}
        known = {name: letters for name, (role, letters) in claims().items() if role == "strategy"}
        self.assertGreaterEqual(len(shown), 7)
        for name, letters in shown.items():
            self.assertEqual(letters, known.get(name), f'README.md, "What it finds": {name}')


class Schedules(unittest.TestCase):
    """scripts/schedules.py, with a reckon that finds failures and cannot make them small."""

    def made(self, *strategies):
        listed = {"strategies": [{"strategy": "luck", "role": "strategy",
                                  "claims": {c: "complete" for c in CLASSES}}]}
        with tempfile.TemporaryDirectory() as folder:
            fake = Path(folder) / "reckon"
            fake.write_text(f"#!/bin/sh\ncase $1 in strategies) echo '{json.dumps(listed)}';; "
                            f"explore) exit 1;; shrink) exit 3;; esac\n", "utf-8")
            fake.chmod(0o755)
            return subprocess.run([sys.executable, ROOT / "scripts" / "schedules.py", *strategies],
                                  env=os.environ | {"RECKON": str(fake)}, capture_output=True,
                                  text=True, timeout=60)

    def test_a_strategy_that_there_is_not(self):
        done = self.made("luck", "luk")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "schedules: \"luk\": expected one of luck\n")

    def test_what_is_not_shrunk_is_missing(self):
        done = self.made("luck")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr.count("not shrunk to the end"), len(CLASSES))


class Serializers(unittest.TestCase):
    def test_table_agrees_with_the_list(self):
        text = (ROOT / "serializers" / "README.md").read_text("utf-8")
        rows = re.findall(r"^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", text,
                          re.MULTILINE)
        table = {row[0]: [cell.strip() for cell in row[1:]] for row in rows}
        known = {name: [""] * 4 if role == "baseline" else letters
                 for name, (role, letters) in claims().items()}
        self.assertGreaterEqual(len(table), 12)
        for name, letters in table.items():
            self.assertEqual(letters, known.get(name), f"serializers/README.md: {name}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        RECKON = Path(sys.argv.pop(1)).resolve()
    unittest.main()
