#!/usr/bin/env python3
# Goal: figures of benches are what their repetitions say, marked where they are loose, held against
# the goals, and put into the README in their place and nowhere else.
# Method: small results in a temporary folder, with known medians and ratios; and, with the benches
# of a build named, whatever those write on small inputs.

import json
import subprocess
import sys
import tempfile
import unittest
from functools import cache
from pathlib import Path

sys.dont_write_bytecode = True
import attribution
import goals
import tables
from results import Figure, Results, Unreadable, ratio, short

TABLES = Path(__file__).with_name("tables.py")
BENCHES: list[tuple[Path, list[str]]] = []  # From the command line.


def entry(name: str, repetition: int, ns: float, **more) -> dict:
    return {"name": f"{name}/iterations:1/manual_time", "run_type": "iteration",
            "repetition_index": repetition, "ns_per_event": ns, "real_time": ns, "time_unit": "ms",
            **more}


def rows(name: str, values: list[float], index: int = 0, **more) -> list[dict]:
    return [entry(name, i, ns, family_index=index, **more) for i, ns in enumerate(values)]


class InFolder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.find = cache(lambda name: Results(self.folder / f"{name}.json"))

    def write(self, bench: str, *entries: list[dict]):
        (self.folder / f"{bench}.json").write_text(json.dumps(
            {"context": {"num_cpus": 2}, "benchmarks": sum(entries, [])}), encoding="utf-8")

    def tables(self, *arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, TABLES, *map(str, arguments)], capture_output=True,
                              text=True)


class Figures(InFolder):
    def test_spread_is_the_distance_of_the_quartiles_by_the_median(self):
        figure = Figure.of([8, 9, 10, 11, 12])
        self.assertEqual((figure.median, figure.spread), (10, 0.2))
        self.assertEqual(str(figure), "10.0 ~20%")
        self.assertEqual(str(Figure.of([10, 10, 10.1])), "10.0")
        self.assertEqual(Figure.of([7]).spread, 0)

    def test_a_ratio_is_by_repetition(self):
        # The second repetition ran on a busy machine, which changes no ratio.
        self.write("b", rows("x", [20, 200, 20]), rows("y", [10, 100, 10], 1))
        results = self.find("b")
        self.assertEqual(ratio(results.get("x"), results.get("y")), Figure(2, 0))

    def test_repetitions_are_paired_however_they_were_interleaved(self):
        self.write("b", rows("x", [20, 200])[::-1], rows("y", [10, 100], 1))
        self.assertEqual(ratio(self.find("b").get("x"), self.find("b").get("y")).median, 2)

    def test_processors_that_were_moved_are_marked(self):
        self.write("b", [entry("x", 0, 5, hand_over_ns=30), entry("x", 1, 5, hand_over_ns=180)])
        self.assertEqual(str(self.find("b").get("x").figure()), "5.00†")

    def test_medians_of_the_library_are_left_out(self):
        self.write("b", rows("x", [5]), [{"name": "x_median", "run_type": "aggregate"}])
        self.assertEqual(list(self.find("b").rows), ["x"])

    def test_numbers_have_three_digits(self):
        self.assertEqual([short(n) for n in (0, 1.234, 12.34, 1234.5, -0.001)],
                         ["0", "1.23", "12.3", "1,234", "0"])

    def test_what_is_no_result_is_refused(self):
        (self.folder / "b.json").write_text("{}", encoding="utf-8")
        with self.assertRaises(Unreadable):
            self.find("b")


class Goals(InFolder):
    def words(self) -> dict[str, str]:
        return {result.goal.over: result.word for result in goals.outcomes(self.find)}

    def test_reached_missed_and_not_measured(self):
        deps = "record/deps/ships:16/producers:"
        floor = "record/copy-reads/ships:16/producers:"
        self.write("record_bench", rows(deps + "1", [12]), rows(floor + "1", [10]),
                   rows(deps + "2", [13]), rows(floor + "2", [10]))
        words = self.words()
        self.assertEqual(words[deps + "2"], "missed")
        self.assertEqual(words[deps + "4"], "not measured")
        found = {r.goal.text: r.word for r in goals.outcomes(self.find)}
        self.assertEqual(found["`deps` ≤ 1.25 × private copy, producers: 1"], "reached")

    def test_at_least(self):
        self.write("original", rows("original/clojure", [1], events_per_s=10),
                   rows("original/reckon-deps", [1], events_per_s=300),
                   rows("original/reckon-atom", [1], events_per_s=100))
        words = self.words()
        self.assertEqual(words["original/reckon-deps"], "reached")
        self.assertEqual(words["original/reckon-atom"], "missed")

    def test_of_more_workers_the_worst_counts(self):
        name = "fleet/deps/work:0/history:off/workers:"
        self.write("fleet_bench", *(rows(name + str(n), [ns]) for n, ns in
                                    [(2, 10), (4, 12), (8, 16), (16, 11)]))
        self.assertEqual(self.words()[name + "8"], "missed")


class Tables(InFolder):
    def test_a_row_that_was_not_measured_says_why(self):
        self.write("peer_bench", rows("peer/copy/bytes:20/producers:1", [1], label="C++20"),
                   [entry("peer/Moodycamel", 0, 0, error_occurred=True, family_index=1,
                          error_message="built without libconcurrentqueue-dev")])
        self.assertIn("built without libconcurrentqueue-dev", tables.peers(self.find))

    def test_a_table_takes_its_place_and_what_was_not_measured_stays(self):
        self.write("record_bench", rows("record/deps/ships:2/producers:2", [7]))
        text = ("above\n<!-- table record-ships -->\nold\n<!-- end -->\nbetween\n"
                "<!-- table peers -->\nkept\n<!-- end -->\nbelow\n")
        made = tables.replaced(text, self.find)
        self.assertTrue(made.startswith("above\n") and made.endswith("\nbelow\n"))
        self.assertIn("| `deps` | 7.00 |", made)
        self.assertNotIn("old", made)
        self.assertIn("kept", made)
        self.assertEqual(tables.replaced(made, self.find), made)

    def test_a_floor_takes_as_many_bytes_and_a_new_strategy_finds_its_own(self):
        self.write("record_bench", *(
            rows(f"record/{name}/ships:16/producers:{n}", [ns], i, bytes_per_event=size)
            for i, (name, ns, size) in enumerate([("copy-reads", 2, 32), ("copy-stamp", 4, 28),
                                                  ("new", 8, 28.1), ("other", 8, 29.1)])
            for n in (1, 2)))
        found = self.find("record_bench")
        self.assertEqual([tables.floor_of(found, name, "1") for name in ("new", "other", "none")],
                         ["copy-stamp", "copy-reads", "copy-reads"])
        kind = "work:50/history:off/workers:2"
        self.write("fleet_bench", rows(f"fleet/none/{kind}", [50]),
                   rows(f"fleet/new/{kind}", [75], 1))
        self.assertIn("\n| `new` | 8.00 | 2.00 | 28.1 | 1.50 |", tables.costs(self.find))

    def test_the_documents_have_places_for_tables_alone(self):
        for document in ("bench/README.md", "FINDINGS.md"):
            text = (tables.ROOT / document).read_text("utf-8")
            self.assertEqual(tables.replaced(text, self.find), text, document)

    def test_an_unknown_table_and_an_open_one_are_errors(self):
        for text in ("<!-- table ships -->\n<!-- end -->", "<!-- table record -->\n"):
            with self.assertRaises(ValueError):
                tables.replaced(text, self.find)

    def test_nothing_to_read_is_a_wrong_use(self):
        self.assertEqual(self.tables(self.folder).returncode, 2)
        self.write("record_bench", rows("record/deps/ships:16/producers:1", [7]))
        self.assertEqual(self.tables(self.folder).returncode, 0)
        self.assertEqual(self.tables(self.folder, "--readme", self.folder / "no").returncode, 2)

    def test_the_tables_of_what_the_benches_of_this_build_write(self):
        for bench, options in BENCHES:
            out = self.folder / f"{bench.name}.json"
            subprocess.run([bench, *options, "--benchmark_repetitions=2", f"--benchmark_out={out}",
                            "--benchmark_out_format=json"], capture_output=True, check=True)
        if BENCHES:
            done = self.tables(self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for row in ("`copy-reads`", "`deps`", "`none`"):
                self.assertIn(row, done.stdout)


    def test_goals_are_of_rows_that_there_are(self):
        there = {bench.name: subprocess.run([bench, "--benchmark_list_tests=true"], check=True,
                                            capture_output=True, text=True).stdout.split()
                 for bench, _ in BENCHES}
        for goal in goals.goals():
            for row in filter(None, (goal.over, goal.under)):
                names = [name.split("/iterations:")[0].removesuffix("/real_time")
                         for name in there.get(goal.bench, [])]
                # Of a peer that this build is without there is one row, which says so.
                found = row in names or any(row.startswith(f"{name}/") for name in names)
                self.assertTrue(found or goal.bench not in there, f"{goal.bench}: no row {row}")
        if BENCHES:
            unknown = {goal.bench for goal in goals.goals()} - set(there)
            self.assertEqual(unknown, {"original"})

    def test_a_row_that_failed_once_is_not_quoted(self):
        failed = entry("x", 1, 0, error_occurred=True, error_message="hung")
        self.write("b", [entry("x", 0, 5), failed, entry("x", 2, 5)], rows("y", [5, 5, 5], 1))
        row = self.find("b").get("x")
        self.assertEqual((row.error, row.repetitions), ("hung", []))
        self.assertIsNone(ratio(row, self.find("b").get("y")))


class Attribution(unittest.TestCase):
    PROFILE = ("ob=/x/record_bench\nfn=sail\n0x10 1 40\n0x14 2 2\ncfn=push\ncalls=1 0x99\n"
               "0x18 3 500\n0x1c 3 1\nob=/x/libc.so\nfn=malloc\n0x99 0 7\n")

    def test_what_was_called_is_not_counted_twice(self):
        found = list(attribution.costs(self.PROFILE))
        self.assertEqual(sum(count for *_, count in found), 50)
        self.assertEqual(found[-1], ("/x/libc.so", "malloc", "0x99", 7))

    def test_the_innermost_function_that_is_known_says_the_part(self):
        chain = ["std::vector<int>::operator[]", "reckon::Lane<int>::append",
                 "reckon::Deps<reckon::RealSync>::run<Step>", "BareFleet::sail"]
        self.assertEqual(attribution.part_of(chain), "append")
        self.assertEqual(attribution.part_of(chain[2:]), "rest of run")
        self.assertEqual(attribution.part_of(["memcpy"]), "other")


if __name__ == "__main__":
    # What follows "--": a bench and its options each, divided by commas.
    if "--" in sys.argv:
        at = sys.argv.index("--")
        for argument in sys.argv[at + 1:]:
            program, *options = argument.split(",")
            BENCHES.append((Path(program), options))
        del sys.argv[at:]
    unittest.main()
