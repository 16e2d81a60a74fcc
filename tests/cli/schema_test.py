#!/usr/bin/env python3
# Goal: schemas/ tells scripts all that reckon prints as JSON, and refuses what it does not print;
#       no schema changes unnoticed.
# Method: a result of each command is held against its schema, and again with each key taken away,
#         each value of another type, and a key more in each object. A digest of each schema stands
#         beside the version.
#         schema_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.
#         schema_test.py --digests prints the digests as they are now.

import copy
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
import child  # noqa: E402
import schemas  # noqa: E402
from help_text import commands  # noqa: E402
from samples import Samples  # noqa: E402

ROOT = schemas.FOLDER.parent

# Keys that a value may be without, by schema, where it has them in some sample.
MAY_LACK = {
    # What is there with an option only.
    ("scenarios", "ports"), ("query", "streaming"), ("state", "class"), ("tail", "projections/*"),
    # Keys of files that have a default.
    *[("file-scenario", key) for key in ("name", "seed", "work_ns", "sources")],
    *[("file-scenario", f"ships/{key}") for key in ("cargo", "orders")],
    *[(name, f"{scenario}scenario/{key}")
      for name, scenario in (("file-case", ""), ("file-jsonl", ""), ("shrink", "smallest/"))
      for key in ("name", "work_ns", "sources", "ships/cargo", "ships/orders")],
    *[(name, f"{case}{key}") for name, case in (("file-case", ""), ("shrink", "smallest/"))
      for key in ("drain", "scenario/seed", "schedule/switches", "schedule/clock",
                  "schedule/stops")],
    # What an experiment does not vary.
    *[(name, f"{cell}cell{more}/{key}")
      for name, cell, more in (("run", "", ""), ("experiment", "", "s"),
                               ("experiment", "not_run/", ""))
      for key in ("ships", "orders", "sources", "work_ns")],
    *[("file-experiment", key) for key in ("repetitions", "order_seed", "batch", "observe_us")],
    *[("file-experiment", f"axes/{key}")
      for key in ("scenario", "ships", "orders", "sources", "work_ns", "workers", "history",
                  "seed")],
    # What a log has is up to its order, which the first line says.
    *[("file-jsonl", key) for key in ("stamp", "changes", "reads")],
}
# Objects whose keys are not ours alone.
MAY_HAVE_MORE = {("tail", "projections")}


def words_of(value: Any) -> Any:
    """Without what is said in words alone: that may change."""
    if isinstance(value, list):
        return [words_of(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: words_of(each) for key, each in value.items()
            if key not in ("title", "description") or not isinstance(each, str)}


def digest(name: str) -> str:
    text = json.dumps(words_of(schemas.read(name)), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def objects(value: Any, place: str = "") -> Iterator[tuple[str, dict]]:
    """All objects in a value, each with the keys that lead there."""
    if isinstance(value, list):
        for each in value:
            yield from objects(each, place)
    elif isinstance(value, dict):
        yield place, value
        for key, each in value.items():
            yield from objects(each, f"{place}/{key}" if place else key)


def of_another_type(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return ["true", 1]
    if isinstance(value, int):
        return ["1", value + 0.5, float(value), True]
    if isinstance(value, float):
        return ["0.5", True]
    if isinstance(value, list):
        return ["", {"of": value}]
    return [[value], {"of": value}]


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="schema_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.samples = Samples(Path(folder.name)).all

    def test_they_are_schemas(self) -> None:
        for name in schemas.names():
            with self.subTest(schema=name):
                schemas.check_schema(name)

    def test_each_command_has_one(self) -> None:
        of_commands = {name for name in schemas.names() if not name.startswith("file-")}
        self.assertEqual(of_commands - {"parts"}, set(commands()))

    def test_each_has_a_sample_which_it_accepts(self) -> None:
        for name, value in self.samples:
            self.assertIsNone(schemas.refusal(name, value), value)
        self.assertEqual({name for name, _ in self.samples}, schemas.names() - {"parts"})

    def changed(self) -> Iterator[tuple[str, str, dict, dict]]:
        """A schema, a place in a sample, the object there, and the whole of which it is a part."""
        told = set()
        for name, value in self.samples:
            whole = copy.deepcopy(value)
            for place, found in list(objects(whole)):
                # Of many alike one is enough.
                alike = name, place, tuple(found), tuple(type(each) for each in found.values())
                if alike not in told:
                    told.add(alike)
                    yield name, place, found, whole

    def check_refused(self, name: str, whole: dict, how: str) -> None:
        self.assertFalse(schemas.accepts(name, whole), f"{name}: accepted, though {how}")

    def test_a_missing_key(self) -> None:
        missing = 0
        for name, place, found, whole in self.changed():
            for key, value in list(found.items()):
                path = f"{place}/{key}".lstrip("/")
                if (name, path) in MAY_LACK or (name, f"{place}/*") in MAY_LACK:
                    continue
                before = dict(found)
                del found[key]
                self.check_refused(name, whole, f"{path} is missing")
                found.clear()
                found.update(before)
                missing += 1
        self.assertGreater(missing, 500)

    def test_a_wrong_type(self) -> None:
        for name, place, found, whole in self.changed():
            for key, value in list(found.items()):
                # An order names a ship by its number or its name.
                in_order = key == "ship" and re.search(r"orders|sources", place)
                for wrong in of_another_type(value):
                    if in_order and isinstance(wrong, str):
                        continue
                    found[key] = wrong
                    self.check_refused(name, whole, f"{place}/{key} is {wrong!r}")
                found[key] = value

    def test_an_extra_key(self) -> None:
        for name, place, found, whole in self.changed():
            if (name, place) in MAY_HAVE_MORE:
                continue
            found["surplus"] = 1
            self.check_refused(name, whole, f"{place} has a key more")
            del found["surplus"]

    def test_by_hand(self) -> None:
        name, value = next(sample for sample in self.samples if sample.schema == "run")
        by_hand = schemas.FOLDER.parent / "tests" / "cli" / "schemas.py"
        for code, said, written in ((0, "", value), (1, "/events", value | {"events": "many"})):
            done = subprocess.run([sys.executable, by_hand, name], input=json.dumps(written),
                                  capture_output=True, text=True, timeout=child.TIMEOUT_S,
                                  check=False)
            self.assertEqual(done.returncode, code, done)
            self.assertIn(said, done.stderr)

    def test_no_number_that_json_has_not(self) -> None:
        for constant in ("NaN", "Infinity", "-Infinity"):
            with self.assertRaisesRegex(AssertionError, "no JSON"):
                schemas.check("strategies", f'{{"ratio": {constant}}}')

    def test_what_a_test_runs_is_held_against_them(self) -> None:
        for args, text in ((["strategies", "--json"], "{}"), (["tail", "x", "--json"], "{}\n"),
                           (["strategies", "--json"], "text"), (["shrink", "x"], "{}"),
                           (["scenarios", "--print"], "{}"), (["nosuch", "--json"], "{}"),
                           (["explain", "x", "--format", "json"], "{}"),
                           (["export", "x", "--to", "jsonl"], "{}\n")):
            with self.subTest(args=args), self.assertRaises(AssertionError):
                schemas.check_printed(args, text)


class Versions(unittest.TestCase):
    def test_a_change_is_counted(self) -> None:
        known = schemas.read("version")
        for name in sorted(schemas.names()):
            what = ("`version`, in the code that writes the file and the one that reads it"
                    if name.startswith("file-") else
                    "`results_schema` in core/report/json.hpp, `schema` in schemas/parts.json and "
                    "in schemas/version.json")
            self.assertEqual(known["digests"].get(name), digest(name),
                             f"schemas/{name}.json has changed. If a field went, changed its name, "
                             f"its type or its meaning, or became optional, count up {what}; a new "
                             "field needs no new version. Then have schemas/version.json say what "
                             "`schema_test.py --digests` prints.")
        self.assertEqual(set(known["digests"]), schemas.names())

    def test_all_say_the_same_version(self) -> None:
        version = schemas.read("version")["schema"]
        self.assertEqual(schemas.read("parts")["$defs"]["head"]["properties"]["schema"]["const"],
                         version)
        header = (ROOT / "core" / "report" / "json.hpp").read_text("utf-8")
        self.assertIn(f"results_schema = {version};", header)
        self.assertEqual(json.loads(child.run("strategies", "--json").out)["schema"], version)

    def test_words_alone_are_no_change(self) -> None:
        value = {"title": "a", "properties": {"title": {"description": "b", "type": "null"}}}
        self.assertEqual(words_of(value), {"properties": {"title": {"type": "null"}}})


class Documented(unittest.TestCase):
    def properties(self, value: Any) -> Iterator[str]:
        for _, found in objects(value):
            if isinstance(found.get("properties"), dict):
                yield from found["properties"]

    def test_the_readme_has_every_field_of_a_result(self) -> None:
        text = (ROOT / "core" / "report" / "README.md").read_text("utf-8")
        for name in sorted(schemas.names()):
            if name.startswith("file-") and name != "file-story":
                continue
            for field in self.properties(schemas.read(name)):
                self.assertRegex(text, rf"(?<![\w-]){re.escape(field)}(?![\w-])",
                                 f"core/report/README.md does not have {field} of {name}")


if __name__ == "__main__":
    if "--digests" in sys.argv:
        version = {"schema": schemas.read("version")["schema"],
                   "digests": {name: digest(name) for name in sorted(schemas.names())}}
        print(json.dumps(version, indent=1))
        sys.exit()
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: schema_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
