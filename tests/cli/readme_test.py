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

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import strategy_table  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# Whose commands are run, and the files that these leave behind, each with its schema.
DOCUMENTS = {
    "README.md": {"x.case.json": "file-case", "before.jsonl": "run"},
    "FINDINGS.md": {},
    "cli/README.md": {"results.json": "matrix", "small.json": "file-scenario",
                      "x.case.json": "file-case"},
}
DOCUMENTED = [*DOCUMENTS, "serializers/README.md", "scripts/report_page/README.md"]
# What "One failure, in full" is drawn of.
DRAWN = {"reckon": "scenario", "version": 1, "ships": [
    {"name": "Emma", "at": "Aarhus", "orders": [{"do": "follow", "ship": "Berta"}]},
    {"name": "Berta", "at": "Malmö", "orders": [{"do": "depart", "to": "Gdańsk"}]}]}
RECKON = Path(os.environ.get("RECKON", "reckon"))
CLASSES = ["solo", "hail", "convoy", "rendezvous"]


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
    return {each["strategy"]: (each["role"], strategy_table.claims_of(each))
            for each in strategy_table.strategies(RECKON)}


class Readme(unittest.TestCase):
    def test_commands_work(self):
        for document, left in DOCUMENTS.items():
            commands = [line for line in shell_lines((ROOT / document).read_text("utf-8"))
                        if line.startswith("reckon ")]
            self.assertGreaterEqual(len(commands), 5, document)
            with tempfile.TemporaryDirectory() as folder:
                # Of this folder alone the commands take files that they did not make.
                (Path(folder) / "experiments").symlink_to(ROOT / "experiments")
                for command in commands:
                    with self.subTest(command):
                        self.assertEqual("|| echo" in command, bool(ECHOED.match(command)))
                        self.assertIsNone(wrong_exit(command, folder))
                for name, schema in left.items():
                    schemas.check(schema, (Path(folder) / name).read_text("utf-8"),
                                  one_a_line=name.endswith(".jsonl"))

    def test_the_failure_that_is_drawn(self):
        """The witness under the drawing is what is said of the schedule that it draws."""
        text = (ROOT / "README.md").read_text("utf-8")
        quoted = re.search(r"a witness says so in words:\n\n((?:> .*\n)+)", text)[1]
        quoted = " ".join(line.removeprefix("> ") for line in quoted.splitlines())
        with tempfile.TemporaryDirectory() as folder:
            scenario = Path(folder) / "drawn.json"
            scenario.write_text(json.dumps(DRAWN), "utf-8")
            done = subprocess.run(
                [RECKON, "explore", "--strategy", "mpsc", "--scenario", scenario, "--policy",
                 "repeat", "--schedule", "s0.1>s1", "--require", "view", "--json"],
                capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(found["failure"]["checks"]["view"]["witness"] + ".", quoted)
        self.assertEqual({check for check, times in found["fails"].items() if times},
                         {"view", "history", "final", "strict"})

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
        for document in DOCUMENTED:
            for line in shell_lines((ROOT / document).read_text("utf-8")):
                if line.startswith(("scripts/", "bench/scripts/")):
                    self.assertTrue(os.access(ROOT / line.split()[0], os.X_OK), line)

    def test_links_lead_somewhere(self):
        for document in ROOT.rglob("*.md"):
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
            self.assertEqual(letters, known.get(name), f'README.md, "Results": {name}')


def places(text, kind):
    """By what stands after the kind: the rows of the tables there, by their first cell."""
    found = {}
    end = "end" if kind == "table" else f"{kind} end"
    place = rf"<!-- {kind} (.*?) -->\n\n(.*?)\n\n<!-- {end} -->"
    for what, body in re.findall(place, text, re.DOTALL):
        lines = [[each.strip() for each in line.strip("|").split("|")]
                 for line in body.splitlines() if line.startswith("| `")]
        found[what] = {line[0].strip("`"): line[1:] for line in lines}
    return found


class Findings(unittest.TestCase):
    TEXT = (ROOT / "FINDINGS.md").read_text("utf-8")

    def test_what_was_explored(self):
        explored = places(self.TEXT, "explored")
        self.assertEqual(len(explored), 2)
        for program, rows in explored.items():
            preset, ships, seed = program.split()
            self.assertGreaterEqual(len(rows), 13)
            for strategy, cells in rows.items():
                done = subprocess.run(
                    [RECKON, "explore", "--strategy", strategy, "--scenario", preset, "--ships",
                     ships, "--orders", "1", "--seed", seed, "--all", "--json"],
                    capture_output=True, text=True, timeout=60)
                found = json.loads(done.stdout)
                counts = [found[key] for key in ("schedules", "outcomes", "logs")]
                counts += [found["fails"][check] for check in ("view", "causal", "strict")]
                self.assertTrue(found["exhausted"])
                shown = [f"{count:,}" for count in counts]
                self.assertEqual(cells, shown, f"{strategy}, {program}")

    def test_commands_beside_what_they_show(self):
        commands = re.findall(r"\| `(reckon [^`]+)` \|", self.TEXT)
        self.assertGreaterEqual(len(commands), 6)
        for command in commands:
            done = subprocess.run([RECKON, *command.split()[1:]], cwd=ROOT, capture_output=True,
                                  timeout=60)
            self.assertEqual(done.returncode, 1 if " explore " in command else 0, command)
        for path in re.findall(r"`(tests/[^` ]+)`", self.TEXT):
            self.assertTrue((ROOT / path).exists(), path)

    def test_costs_are_those_of_the_benches(self):
        measured = places((ROOT / "bench" / "README.md").read_text("utf-8"), "table")
        costs = places(self.TEXT, "table")["costs"]
        self.assertEqual(set(costs), set(measured["fleet"]))
        for strategy, cells in costs.items():
            recorded, whole = measured["record"][strategy], measured["fleet"][strategy]
            self.assertEqual(cells, [recorded[1], recorded[4], recorded[7], whole[5]], strategy)


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
    def test_table_is_the_list(self):
        text = (ROOT / "serializers" / "README.md").read_text("utf-8")
        shown = strategy_table.PLACE.search(text)[0].splitlines()
        made = strategy_table.table(strategy_table.strategies(RECKON)).splitlines()
        missing = [row for row in made if row not in shown]
        names = {row.split("|")[1] for row in shown}
        if any(row.split("|")[1] in names for row in missing) or \
                os.environ.get("RECKON_NOTHING_SKIPPED"):
            self.assertEqual(shown, made)
        # A strategy that is new has no row yet.
        self.assertEqual(shown, [row for row in made if row not in missing])
        for row in missing:
            print(f"not in the table: {row}: scripts/strategy_table.py", file=sys.stderr)

    def test_another_table_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "README.md"
            run = [sys.executable, ROOT / "scripts" / "strategy_table.py"]

            def code(*arguments):
                return subprocess.run([*run, *arguments], env=os.environ | {"RECKON": str(RECKON)},
                                      capture_output=True, timeout=60).returncode
            file.write_text("no place\n", "utf-8")
            self.assertEqual(code("--check", file), 2)
            file.write_text("<!-- table strategies -->\n\nold\n\n<!-- end -->\n", "utf-8")
            self.assertEqual(code("--check", file), 1)
            self.assertEqual(code("--readme", file), 0)
            self.assertEqual(code("--check", file), 0)
            self.assertIn("\n| [`deps`](deps.hpp) | ", file.read_text("utf-8"))

    def test_headers_are_there(self):
        for each in strategy_table.strategies(RECKON):
            self.assertTrue((ROOT / "serializers" / strategy_table.header_of(each)).is_file())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        RECKON = Path(sys.argv.pop(1)).resolve()
    unittest.main()
