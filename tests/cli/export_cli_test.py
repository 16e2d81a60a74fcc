#!/usr/bin/env python3
# Goal: what `export` writes is what each tool reads, and says what the run was; `import` and
#       `check --from` take what they should.
# Method: the binary as a child process; its files read by Python's own readers, or by small ones of
#         each format's grammar, and held against the lines of JSON. Ships have hostile names.
#         export_cli_test.py RECKON [OPTIONS OF UNITTEST]

import csv
import io
import json
import re
import sqlite3
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import (AS_PROMISED, BAD_INPUT, CHECK_FAILED, IO_ERROR, UNDECIDED,  # noqa: E402
                   InFolder)
from child import run, run_on_full_disk  # noqa: E402
from exported import (NAMES, Run, elle_edges, has_cycle, hostile, scenario,  # noqa: E402
                      transactions)

FORMATS = ["jsonl", "csv", "sqlite", "shiviz", "perfetto", "dot", "mermaid", "porcupine", "elle"]


class Exports(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.recording = str(self.folder / "run.reckon")
        self.sail("deps")

    def sail(self, strategy: str) -> None:
        path = self.file(json.dumps(hostile(), ensure_ascii=False), "hostile.json")
        result = run("run", "--strategy", strategy, "--scenario", path, "-o", self.recording)
        self.assertIn(result.code, (AS_PROMISED, CHECK_FAILED, UNDECIDED), result)

    def export(self, to: str, *options: str) -> str:
        result = run("export", self.recording, "--to", to, *options)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        return result.out

    def truth(self) -> Run:
        return Run(self.export("jsonl"))

    def test_a_file_is_what_stdout_would_be(self) -> None:
        for to in FORMATS:
            with self.subTest(to):
                path = self.folder / f"run.{to}"
                out = self.text(AS_PROMISED, "export", self.recording, "--to", to, "-o", str(path))
                self.assertEqual(out, f"{to}: {path}\n")
                if to != "sqlite":
                    self.assertEqual(path.read_bytes().decode(), self.export(to))
                value = self.json(AS_PROMISED, "export", self.recording, "--to", to, "-o",
                                  str(path))
                self.assertEqual((value["to"], value["export"], value["tells"]),
                                 (to, str(path), "run"))
        left = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(left, sorted(["convoy-2.json", "hostile.json", "run.reckon",
                                       *(f"run.{to}" for to in FORMATS)]))

    def test_lines_of_json_come_back(self) -> None:
        for strategy in ("mutex", "lamport", "vector", "deps", "none"):
            with self.subTest(strategy):
                self.sail(strategy)
                lines = self.file(self.export("jsonl"), "run.jsonl")
                again = str(self.folder / "again.reckon")
                self.text(AS_PROMISED, "import", "jsonl", lines, "-o", again)
                self.assertEqual(run("export", again, "--to", "jsonl").out,
                                 Path(lines).read_text("utf-8"))
                value = self.json(AS_PROMISED, "import", "jsonl", lines, "-o", again)
                self.assertEqual(value["recording"], again)

    def test_csv(self) -> None:
        events = self.truth().events
        rows = list(csv.DictReader(io.StringIO(self.export("csv"), newline=""), strict=True))
        self.assertEqual(len(rows), len(events))
        for row in rows:
            event = events[int(row["ship"]), int(row["version"])]
            self.assertEqual(row["name"], NAMES[event["ship"]])
            self.assertEqual(row["order"], event["does"])
            self.assertEqual(row["reads"], " ".join(f"{s}@{v}" for s, v in event["reads"]))
            for cell, value in event["state"].items():
                self.assertEqual(row[cell], "" if value is None else str(value))

    def test_sqlite(self) -> None:
        path = str(self.folder / "run.sqlite")
        self.file("what was there before", "run.sqlite")
        self.text(AS_PROMISED, "export", self.recording, "--to", "sqlite", "-o", path)
        database = sqlite3.connect(path)
        self.addCleanup(database.close)
        run_ = self.truth()

        def select(sql: str) -> list:
            return database.execute(sql).fetchall()

        self.assertEqual(select("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual([name for _, name, _ in select("SELECT * FROM ships ORDER BY 1")], NAMES)
        self.assertEqual(select("SELECT count(*) FROM ports"), [(56,)])
        self.assertEqual(select("SELECT ship, version, order_text FROM events ORDER BY 1, 2"),
                         [(*dot, event["does"]) for dot, event in run_.events.items()])
        self.assertEqual(select("SELECT ship, version, read_ship, read_version FROM reads "
                                "ORDER BY ship, version, nth"),
                         [(*dot, *read) for dot, event in run_.events.items()
                          for read in event["reads"]])
        self.assertEqual(select("SELECT * FROM states WHERE version > 0 ORDER BY 1, 2"),
                         [(*dot, *event["state"].values()) for dot, event in run_.events.items()])
        self.assertEqual(set(select("SELECT from_ship, from_version, to_ship, to_version "
                                    "FROM hails")),
                         {(*a, *b) for kind, a, b in run_.edges() if kind == "message"})

    def test_perfetto(self) -> None:
        for strategy in ("deps", "mutex"):
            self.sail(strategy)
            trace = json.loads(self.export("perfetto"))["traceEvents"]
            run_ = self.truth()
            names = {e["tid"]: e["args"]["name"] for e in trace if e["name"] == "thread_name"}
            self.assertEqual(list(names.values()), NAMES)
            slices = [e for e in trace if e["ph"] == "X"]
            self.assertEqual(len(slices), len(run_.events))
            self.assertEqual(len({(e["tid"], e["ts"]) for e in slices}), len(slices))

            def dot_at(arrow: dict) -> tuple:
                found = [e for e in slices if e["tid"] == arrow["tid"]
                         and e["ts"] < arrow["ts"] < e["ts"] + e["dur"]]
                self.assertEqual(len(found), 1, arrow)
                return arrow["tid"] - 1, int(found[0]["args"]["event"].rpartition("@")[2])

            starts = {e["id"]: e for e in trace if e["ph"] == "s"}
            ends = {e["id"]: e for e in trace if e["ph"] == "f"}
            self.assertEqual(starts.keys(), ends.keys())
            arrows = []
            for number, start in starts.items():
                end = ends[number]
                self.assertEqual((start["cat"], start["name"], "e"),
                                 (end["cat"], end["name"], end["bp"]))
                self.assertLess(start["ts"], end["ts"])
                kind = {"hail": "message", "read": "wr"}[start["name"]]
                arrows.append((kind, dot_at(start), dot_at(end)))
            self.assertEqual(sorted(arrows), sorted(e for e in run_.edges()
                                                    if e[0] in ("wr", "message")))

    def test_dot(self) -> None:
        """A statement a line: the graph's opening and closing, attributes, nodes, edges."""
        text = self.export("dot")
        quoted = r'"(?:[^"\\\n]|\\["\\])*"'
        value = rf"(?:{quoted}|[a-z]+)"
        attributes = rf"\[{{}}{value}(?:, [a-z]+={value})*\]"
        edge = re.compile(rf"  e(\d+)_(\d+) -> e(\d+)_(\d+) "
                          rf"\[(?:label=([a-z]+), )?color=[a-z]+(?:, style=dashed)?\];")
        other = re.compile(rf"digraph {quoted} \{{|  rankdir=LR;|  node \[shape=box\];|"
                           rf"  subgraph cluster_\d+ \{{|    label={quoted};|  \}}|\}}|"
                           rf"    e\d+_\d+ {attributes.format('label=')};")
        found = []
        for line in text.splitlines():
            match = edge.fullmatch(line)
            if match:
                a, v, b, w = map(int, match.groups()[:4])
                found.append((match[5] or "program", (a, v), (b, w)))
            else:
                self.assertRegex(line, rf"\A(?:{other.pattern})\Z")
        self.assertEqual(sorted(found), sorted(self.truth().edges()))

    def test_mermaid(self) -> None:
        lines = self.export("mermaid", "--around", "3@2").splitlines()
        self.assertEqual(lines[0], "sequenceDiagram")
        for line in lines[1:]:
            self.assertRegex(line, r"^ +(title|participant S\d+ as|Note over S\d+(,S\d+)?:|"
                                   r"S\d+-?->>S\d+:|rect rgb|end)")
        self.assertLess(sum(map(len, lines)), 50_000)

    def check_shiviz(self, text: str, most: int) -> list[str]:
        """As ShiViz reads it: its two expressions, searched for everywhere."""
        parser, delimiter, rest = text.split("\n", 2)
        as_python = [re.compile(e.replace("(?<", "(?P<").replace("{.*}", r"\{.*\}"))
                     for e in (parser, delimiter)]
        titles = [match["trace"] for match in as_python[1].finditer(rest)]
        parts = re.split(r"=== .* ===\n", rest)[1:]
        self.assertEqual(len(titles), len(parts))
        for part in parts:
            events = list(as_python[0].finditer(part))
            self.assertEqual(len(events), part.count("\n") / 2)
            self.assertLessEqual(len(events), most)
            counts = {}
            for event in events:
                clock = json.loads(event["clock"])
                counts[event["host"]] = counts.get(event["host"], 0) + 1
                self.assertEqual(clock[event["host"]], counts[event["host"]])
                self.assertNotRegex(event["host"], r"\s")
                self.assertNotRegex(event["event"], "[\u2028\u202e]")
            for event in events:
                self.assertLessEqual(json.loads(event["clock"]).keys(), counts.keys())
        return titles

    def test_shiviz(self) -> None:
        for strategy in ("deps", "mpsc"):
            self.sail(strategy)
            for options, most in (((), 2000), (("--events", "30"), 30),
                                  (("--around", "=== x ===@9", "--events", "15"), 15)):
                text = self.export("shiviz", *options)
                self.assertEqual(self.check_shiviz(text, most), ["The run", "The replay"])
                path = self.file(text, "run.shiviz")
                value = self.json(AS_PROMISED, "check", "--from", "shiviz", path)
                self.assertEqual([e["sound"] for e in value["executions"]], ["holds", "holds"])
                self.assertTrue(all(0 < e["events"] <= most for e in value["executions"]))

    def test_porcupine(self) -> None:
        run_ = self.truth()
        operations = [json.loads(line) for line in self.export("porcupine").splitlines()]
        self.assertEqual(sum(o["kind"] == "write" for o in operations),
                         len(run_.events) + len(NAMES))
        self.assertEqual(sum(o["kind"] == "read" for o in operations),
                         sum(len(event["reads"]) for event in run_.events.values()))
        for each in operations:
            self.assertLess(each["call"], each["return"])

    def test_elle(self) -> None:
        events = self.truth().events
        done = transactions(self.export("elle"))
        self.assertEqual(len(done), len(events))
        writes = [(key, value) for ops in done for op, key, value in ops if op == "w"]
        self.assertEqual(len(writes), len(set(writes)))
        self.assertEqual({w for w in writes if w[0] < len(NAMES)}, set(events))

    def test_elle_has_a_cycle_where_the_run_is_not_serializable(self) -> None:
        """Two ships that follow each other, each read at version 0 or one after the other."""
        for seen, serializable in ((0, False), (1, True)):
            ships = scenario([[{"do": "follow", "ship": 1}], [{"do": "follow", "ship": 0}]])
            ships["seed"] = "3"
            sea = {"at": None, "bound": "Kiel", "refused": 0, "cargo": 1}
            first = {"at": None, "bound": "Oslo", "refused": 0, "cargo": 0}
            base = {"order": 0, "does": f"follow {NAMES[1]}", "cause": {"plan": 0}}
            other = {"order": 1, "does": f"follow {NAMES[0]}", "cause": {"plan": 0}}
            probe = self.file(json.dumps(ships | {"seed": 3}), "two.json")
            self.assertIn(run("run", "--strategy", "deps", "--scenario", probe, "-o",
                              self.recording).code, (AS_PROMISED, CHECK_FAILED))
            miles = self.truth().events[0, 1]["state"]["miles"]
            states = [first | {"miles": miles},
                      sea | {"miles": miles} if seen == 0 else
                      {"at": "Oslo", "bound": None, "refused": 1, "cargo": 1, "miles": 0}]
            lines = [{"reckon": "run", "version": 1, "strategy": "deps", "publication": "seq_cst",
                      "command_line": "", "commit": "", "order": "dependencies",
                      "names_reads": True, "history": True, "scenario": ships}]
            dots = [{"ship": 0, "version": 1} | base | {"reads": [[1, 0]]},
                    {"ship": 1, "version": 1} | other | {"reads": [[0, seen]]}]
            lines += [{"line": "logged"} | dot for dot in dots]
            lines += [{"line": "happened"} | dot | {"state": state}
                      for dot, state in zip(dots, states)]
            lines.append({"line": "end", "lines": len(lines)})
            path = self.file("".join(json.dumps(line) + "\n" for line in lines), "two.jsonl")
            self.text(AS_PROMISED, "import", "jsonl", path, "-o", self.recording)
            edges = elle_edges(transactions(self.export("elle")))
            self.assertEqual(has_cycle(edges), not serializable)
            value = self.json(AS_PROMISED, "reproduce", self.recording)
            self.assertEqual(value["serializable"], serializable)

    def test_refusals(self) -> None:
        export = ["export", self.recording]
        self.refused(BAD_INPUT, '--to: "xml": expected one of jsonl, csv, sqlite', *export, "--to",
                     "xml")
        self.refused(BAD_INPUT, "--output: not given: expected a file for sqlite", *export, "--to",
                     "sqlite")
        self.refused(BAD_INPUT, "--json: given without -o", *export, "--to", "csv", "--json")
        self.refused(BAD_INPUT, "--around: given for csv", *export, "--to", "csv", "--around",
                     "0@1")
        self.refused(BAD_INPUT, "--events: given for elle", *export, "--to", "elle", "--events",
                     "1")
        self.refused(BAD_INPUT, '--around: "z@1": expected a ship', *export, "--to", "dot",
                     "--around", "z@1")
        self.refused(BAD_INPUT, "expected a whole number from 1", *export, "--to", "dot",
                     "--events", "0")
        self.refused(IO_ERROR, "none", "export", str(self.folder / "none"), "--to", "csv")
        self.refused(BAD_INPUT, "convoy-2.json", "export", self.convoy, "--to", "csv")
        self.refused(BAD_INPUT, 'FORMAT: "csv": expected jsonl', "import", "csv", self.convoy, "-o",
                     self.recording + "2")
        self.refused(BAD_INPUT, f"{self.convoy}: line 1: column", "import", "jsonl", self.convoy,
                     "-o", self.recording + "2")
        self.refused(IO_ERROR, "none", "import", "jsonl", str(self.folder / "none"), "-o",
                     self.recording + "2")

    def test_files_that_cannot_be_written(self) -> None:
        for to in FORMATS:
            for file in (str(self.folder / "none" / "x"), str(self.folder), "/dev/full"):
                with self.subTest(to=to, file=file):
                    self.refused(IO_ERROR, f"reckon: {file}: ", "export", self.recording, "--to",
                                 to, "-o", file)
            path = self.folder / f"full.{to}"
            result = run_on_full_disk("export", self.recording, "--to", to, "-o", str(path))
            self.assertEqual((result.code, result.out), (IO_ERROR, ""), result)
            self.assertFalse(path.exists())
        self.assertEqual([p.name for p in self.folder.iterdir() if "full" in p.name], [])

    def test_a_log_that_cannot_be_replayed_is_told_in_lines(self) -> None:
        result = run("run", "--strategy", "mutex", "--scenario", self.convoy, "--no-history", "-o",
                     self.recording)
        self.assertEqual(result.code, UNDECIDED, result)
        head, *logged, _ = self.export("jsonl").splitlines()
        # Emma's event is there, and an older one of hers is not.
        told = [line.replace('"ship":0,"version":1', '"ship":0,"version":2') for line in logged]
        end = f'{{"line":"end","lines":{1 + len(told)}}}'
        lines = self.file("\n".join([head, *told, end]) + "\n", "torn.jsonl")
        self.text(AS_PROMISED, "import", "jsonl", lines, "-o", self.recording)
        self.assertEqual(self.export("jsonl"), Path(lines).read_text("utf-8"))
        value = self.json(AS_PROMISED, "export", self.recording, "--to", "jsonl", "-o", lines)
        self.assertEqual(value["tells"], "log")
        for to in FORMATS[1:]:
            with self.subTest(to):
                path = str(self.folder / "refused")
                if to != "sqlite":
                    self.refused(CHECK_FAILED, f"reckon: {self.recording}: ", "export",
                                 self.recording, "--to", to)
                self.assertIn("the log cannot be replayed",
                              self.text(CHECK_FAILED, "export", self.recording, "--to", to, "-o",
                                        path))
                self.assertFalse(Path(path).exists())

    def test_a_gateway_s_effects_come_back(self) -> None:
        result = run("run", "--strategy", "deps", "--scenario", "mixed", "--ships", "6", "--orders",
                     "100", "--gateway", "berths", "-o", self.recording)
        self.assertEqual(result.code, AS_PROMISED, result)
        lines = self.export("jsonl")
        self.assertGreater(lines.count('{"line":"effect",'), 10)
        path = self.file(lines, "gateway.jsonl")
        self.text(AS_PROMISED, "import", "jsonl", path, "-o", self.recording)
        self.assertEqual(self.export("jsonl"), lines)


class Foreign(InFolder):
    SOUND = ('{"host": "web", "clock": {"web": 1}, "event": "GET"}\n'
             '{"host": "db", "clock": {"db": 1, "web": 1}}\n')

    def test_verdicts(self) -> None:
        sound = self.file(self.SOUND, "sound.jsonl")
        self.assertEqual(self.text(AS_PROMISED, "check", "--from", "jsonl", sound),
                         "The log is causally sound: 2 events of 2 hosts.\n")
        unsound = self.file(self.SOUND + '{"host": "db", "clock": {"db": 2}}\n', "unsound.jsonl")
        value = self.json(CHECK_FAILED, "check", "--from", "jsonl", unsound)
        self.assertEqual(value["sound"], "fails")
        self.assertEqual(value["executions"][0]["witness"],
                         "db@2 (line 3) does not count web@1, which db@1 (line 2) counts, the "
                         "event before it on its host")
        out = run("check", "--from", "jsonl", unsound)
        self.assertEqual((out.code, out.err), (CHECK_FAILED, ""))
        self.assertIn("The log is not causally sound: 3 events of 2 hosts.\n  db@2", out.out)

    def test_refusals(self) -> None:
        sound = self.file(self.SOUND, "sound.jsonl")
        self.refused(BAD_INPUT, '--from: "xml": expected one of shiviz, jsonl', "check", "--from",
                     "xml", sound)
        self.refused(BAD_INPUT, "sound.jsonl: line 1", "check", "--from", "shiviz", sound)
        self.refused(IO_ERROR, "none", "check", "--from", "jsonl", str(self.folder / "none"))


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: export_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
