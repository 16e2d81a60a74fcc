"""A result of each command, and of each kind that it has, as JSON."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import child


class Sample(NamedTuple):
    schema: str
    value: Any


class Samples:
    """Made in a folder, by the commands themselves.

    Two ships that look at each other, so that some schedule fails; a recording in the wild, with
    effects; and one that is torn.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.all: list[Sample] = []
        self._runs()
        self._recordings()
        self._cases()
        self._files()
        self._experiments()

    def _made(self, *args: str) -> child.Result:
        result = child.run(*args)
        assert result.code in (0, 1, 3), (args, result)
        return result

    def _add(self, *args: str) -> Any:
        for line in self._lines(self._made(*args, "--json").out, args[0] == "tail"):
            self.all.append(Sample(args[0], json.loads(line)))
        return self.all[-1].value

    @staticmethod
    def _lines(text: str, one_a_line: bool) -> list[str]:
        return text.splitlines() if one_a_line else [text]

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def _runs(self) -> None:
        self._add("strategies")
        self._add("scenarios", "--ports")
        self._add("completion", "bash")
        self._add("run", "--strategy", "none", "--orders", "3")
        self._add("run", "--strategy", "deps", "--scenario", "mixed", "--ships", "3", "--orders",
                  "9", "--share", "arrive=9", "--gateway", "berths", "-o", self.path("run.reckon"))
        self._add("hunt", "--strategy", "deps", "--runs", "1", "--orders", "5")
        self._add("matrix", "--strategies", "deps,mpsc", "--classes", "solo", "--runs", "1",
                  "--ships", "3", "--orders", "40", "--least-observed", "1", "--rounds", "4",
                  "--cost-ships", "3", "--cost-orders", "50")

    def _recordings(self) -> None:
        whole = self.path("run.reckon")
        for command in ("replay", "check"):
            self._add(command, whole)
            self._add(command, whole, "--streaming")
        self._add("state", whole)
        self._add("query", "--schema")
        self._add("query", whole, "SELECT 1, 'a', NULL, 0.5")
        self._add("query", whole, "SELECT count(*) FROM events", "--streaming")
        self._add("tail", whole, "--once")
        self._add("whatif", whole, "--drop", "Emma@1")
        self._add("whatif", whole, "--insert", "Emma@1", '{"do": "load", "tons": 3}')
        self._add("recover", whole)
        torn = self.folder / "torn.reckon"
        torn.write_bytes(Path(whole).read_bytes()[:-100])
        self._add("recover", str(torn))
        self._add("export", whole, "--to", "jsonl", "-o", self.path("run.jsonl"))
        self._add("import", "jsonl", self.path("run.jsonl"), "-o", self.path("again.reckon"))
        self._made("export", whole, "--to", "shiviz", "-o", self.path("run.shiviz"))
        self._add("check", "--from", "shiviz", self.path("run.shiviz"))
        nothing = self.path("nothing.reckon")
        self._made("run", "--strategy", "none", "--orders", "3", "-o", nothing)
        for command, *more in (["replay"], ["replay", "--streaming"], ["state"],
                               ["query", "SELECT 1"], ["tail"]):
            self._add(command, nothing, *more)

    def _cases(self) -> None:
        case = self.path("small.case.json")
        self._add("explore", "--strategy", "mpsc", "--seed", "3", "--require", "view", "--stop",
                  "s0.2", "-o", case)
        self._add("explore", "--strategy", "mpsc", "--seed", "3", "--require", "view", "-o", case)
        self._add("reproduce", case)
        self._add("shrink", case)
        self._add("explain", case)
        self.all.append(Sample("file-story", json.loads(
            self._made("explain", case, "--format", "json").out)))

    def _files(self) -> None:
        for strategy in ("deps", "lamport", "vector"):
            self._made("run", "--strategy", strategy, "--scenario", "mixed", "--ships", "3",
                       "--orders", "9", "--observe", "1", "-o", self.path("order.reckon"))
            for line in self._made("export", self.path("order.reckon"), "--to",
                                   "jsonl").out.splitlines():
                self.all.append(Sample("file-jsonl", json.loads(line)))
        self.all.append(Sample("file-scenario", json.loads(
            self._made("scenarios", "--print", "--scenario", "mixed", "--orders", "9").out)))
        self.all.append(Sample("file-case", json.loads(
            (self.folder / "small.case.json").read_text("utf-8"))))

    def _experiments(self) -> None:
        file = self.folder / "small.json"
        value = {"reckon": "experiment", "version": 1, "name": "small", "question": "Which?",
                 "axes": {"strategy": ["none", "deps"], "scenario": ["mixed"], "ships": [3],
                          "orders": [9], "sources": [1], "work_ns": [0], "workers": [1],
                          "history": [True], "seed": [7]},
                 "repetitions": 1, "order_seed": 3, "batch": 4, "observe_us": 1}
        self.all.append(Sample("file-experiment", value))
        file.write_text(json.dumps(value), "utf-8")
        self._add("experiment", str(file), "--list")
        self._add("experiment", str(file))
        for line in (self.folder / "small.results.jsonl").read_text("utf-8").splitlines():
            self.all.append(Sample("run", json.loads(line)))
        self._add("experiment", str(file), "--memory", "1", "-o", self.path("none.jsonl"))
