#!/usr/bin/env python3
"""The house rules that a compiler cannot hold.

    scripts/tidy.py [TREE]     checks this tree, or TREE; exit code 1 if a rule is broken
    scripts/tidy.py --rules    lists the rules

A breach is printed as "file:line: rule: what to do". A rule is a function below that yields
breaches; its text is what --rules prints.
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

sys.dont_write_bytecode = True  # Checking a tree leaves nothing in it.
import cpp_text
from source_tree import File, Tree

# Which rooms the files of a room may include, besides their own.
CORE = ["core/world", "core/log", "core/replay", "core/query", "core/whatif", "core/check",
        "core/run", "core/control", "core/trial", "core/explore", "core/recording", "core/stream",
        "core/live", "core/experiment", "core/report"]
ROOMS = {
    "core/world": [],
    "core/log": ["core/world"],
    "core/replay": ["core/world", "core/log"],
    "core/query": ["core/world", "core/log", "core/replay", "core/check", "core/recording",
                   "core/stream"],
    "core/whatif": ["core/world", "core/log", "core/replay"],
    "core/check": ["core/world", "core/log", "core/replay"],
    "core/run": ["core/world", "core/log"],
    "core/control": ["core/world", "core/log", "core/run"],
    "core/trial": ["core/world", "core/log", "core/replay", "core/check", "core/run",
                   "core/control"],
    "core/explore": ["core/world", "core/log", "core/replay", "core/check", "core/run",
                     "core/control", "core/trial"],
    "core/recording": ["core/world", "core/log"],
    "core/stream": ["core/world", "core/log", "core/replay", "core/check", "core/recording"],
    "core/live": ["core/world", "core/log", "core/replay", "core/check", "core/recording",
                  "core/stream"],
    "core/experiment": ["core/world", "core/log", "core/run"],
    "core/report": CORE,
    "core/export": CORE,
    # A strategy sees no more of how it is run than its Sync; the list picks that.
    "serializers/list.cpp": ["core/world", "core/log", "core/run", "core/control", "serializers"],
    "serializers": ["core/world", "core/log", "core/run"],
    "cli": [*CORE, "core/export", "serializers"],
    "bench": [*CORE, "serializers", "cli", "tests"],
    "tests": [*CORE, "core/export", "serializers", "cli", "bench"],
}

COLUMNS = 100
FILE_LINES = 400
FUNCTION_LINES = 70

NAMES_THAT_SAY_NOTHING = {"util", "utils", "common", "manager", "helper", "helpers", "data", "misc"}
# Bracketed so that this file holds none of them.
UNFINISHED = r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b"
OWN_MACHINE = r"(?<![\w.~*})-])/(?:home|root|work|Users)/"
REGISTRIES = (r"\b(?:(?:deb|security|ftp|snapshot|packages)\.debian\.org|\w+\.ubuntu\.com|"
              r"pypi\.org|pythonhosted\.org|crates\.io|registry\.npmjs\.org|proxy\.golang\.org|"
              r"center\d*\.conan\.io)\b")
# What a strategy may reach by Sync only.
OTHER_DOORS = (
    r"\bstd::(?:j?thread|this_thread|\w*mutex|atomic\w*|chrono|condition_variable\w*|"
    r"\w+_semaphore|latch|barrier|async|future|promise|random_device|mt19937\w*|"
    r"default_random_engine|minstd_rand0?|time|clock)\b|"
    r"\bthread_local\b|\bs?rand(?:_r|48)?\b|\bdrand48\b|\bclock_gettime\b|\bgettimeofday\b|"
    r"\bpthread_\w+|"
    r"<(?:random|thread|atomic|chrono|condition_variable|semaphore|latch|barrier|future|"
    r"shared_mutex|ctime|time\.h|pthread\.h|boost/(?:lockfree|atomic|thread|random|chrono)\b.*)>")

PROSE_AND_VALUES = {".md", ".json", ".txt", ".yml", ".yaml", ".toml"}


class Breach(NamedTuple):
    file: File
    line: int
    advice: str


RULES: dict[str, Callable[[Tree], Iterator[Breach]]] = {}


def rule(check: Callable[[Tree], Iterator[Breach]]) -> Callable[[Tree], Iterator[Breach]]:
    RULES[check.__name__.replace("_", "-")] = check
    return check


def room_of(path: PurePosixPath) -> str | None:
    return next((room for room in ROOMS if path.is_relative_to(room)), None)


def matches(tree: Tree, pattern: str, advice: str) -> Iterator[Breach]:
    for file in tree:
        for number, line in enumerate(file.lines, 1):
            for match in re.finditer(pattern, line):
                yield Breach(file, number, advice.format(match[0]))


@rule
def includes(tree: Tree) -> Iterator[Breach]:
    """Rooms include one way: a file includes its own room and those that the table allows it."""
    for file in tree:
        if not file.cpp:
            continue
        home = room_of(file.path)
        if home is None:
            yield Breach(file, 1, f"unknown room {file.path.parent}: add it to the table")
            continue
        allowed = [home, *ROOMS[home]]
        for number, (bare, line) in enumerate(zip(file.bare.split("\n"), file.lines), 1):
            named = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
            if not named or not re.match(r"\s*#\s*include", bare):
                continue
            path = PurePosixPath(named[2])
            room = room_of(path)
            ours = path in tree.files
            if named[1] == "<":
                if ours:
                    yield Breach(file, number, f'write "{path}", in quotes: it is ours')
            elif not ours:
                yield Breach(file, number, f'no file "{path}": write ours from the root, and '
                             "others in <>")
            elif room is None:
                yield Breach(file, number, f"unknown room {path.parent}: add it to the table")
            elif room not in allowed:
                yield Breach(file, number, f"{home} may not include {room}, only "
                             f"{', '.join(allowed)}: turn the dependence round")


@rule
def columns(tree: Tree) -> Iterator[Breach]:
    """Lines of code have at most 100 characters."""
    for file in tree:
        for number, line in enumerate(file.lines, 1):
            if file.code and len(line) > COLUMNS:
                yield Breach(file, number, f"{len(line)} columns: break it at {COLUMNS}")


@rule
def blanks(tree: Tree) -> Iterator[Breach]:
    """No tabs, no blanks at the end of a line, a newline at the end of the file; UTF-8."""
    for file in tree:
        if not file.code and file.path.suffix not in PROSE_AND_VALUES:
            continue
        if file.binary or "\ufffd" in file.text:
            yield Breach(file, 1, "not UTF-8: save it as that")
        for number, line in enumerate(file.lines, 1):
            if "\t" in line:
                yield Breach(file, number, "a tab: put blanks")
            if line != line.rstrip():
                yield Breach(file, number, "ends in blanks: take them away")
        if file.text and not file.text.endswith("\n"):
            yield Breach(file, len(file.lines), "no newline at the end: add it")


@rule
def file_length(tree: Tree) -> Iterator[Breach]:
    """Files of code have at most 400 lines."""
    for file in tree:
        if file.code and len(file.lines) > FILE_LINES:
            yield Breach(file, FILE_LINES + 1,
                         f"{len(file.lines)} lines: split it by ideas, at most {FILE_LINES} each")


@rule
def function_length(tree: Tree) -> Iterator[Breach]:
    """Functions have at most 70 lines, in C++ and Python."""
    for file in tree:
        found = cpp_text.functions(file.bare) if file.cpp else python_functions(file)
        for name, first, last in found:
            if last - first + 1 > FUNCTION_LINES:
                yield Breach(file, first, f"{name} has {last - first + 1} lines: split it, at most "
                             f"{FUNCTION_LINES} each")


def python_functions(file: File) -> Iterator[tuple[str, int, int]]:
    if not file.python:
        return
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, node.end_lineno


@rule
def pragma_once(tree: Tree) -> Iterator[Breach]:
    """A header opens with #pragma once."""
    for file in tree:
        if file.header and file.lines[:1] != ["#pragma once"]:
            yield Breach(file, 1, "put #pragma once first")


@rule
def contract(tree: Tree) -> Iterator[Breach]:
    """A header in core/ or serializers/ states its contract in a /// comment."""
    for file in tree:
        if file.header and file.under("core", "serializers") and not re.search(
                r"^\s*///", file.text, re.MULTILINE):
            yield Breach(file, 1, "say in a /// comment what it promises")


@rule
def unfinished(tree: Tree) -> Iterator[Breach]:
    """No words that put work off, in files or their names."""
    yield from matches(tree, UNFINISHED, "{}: do it, or say what it cannot do")
    for file in tree:
        if re.search(UNFINISHED, str(file.path).replace("_", " ")):
            yield Breach(file, 1, "put off in its name: rename it")


@rule
def names(tree: Tree) -> Iterator[Breach]:
    """Files and folders are named after an idea, not: util, common, manager, helper, data, misc.
    C++ files end in .cpp or .hpp."""
    for file in tree:
        if file.cpp and file.path.suffix not in (".cpp", ".hpp"):
            yield Breach(file, 1, "a C++ file ends in .cpp or .hpp: rename it")
        words = re.split(r"[^a-z]+", str(file.path).lower())
        for word in sorted(NAMES_THAT_SAY_NOTHING.intersection(words)):
            yield Breach(file, 1, f"\"{word}\" says nothing: name it after its one idea")


@rule
def machine_paths(tree: Tree) -> Iterator[Breach]:
    """No absolute paths of somebody's machine."""
    yield from matches(tree, OWN_MACHINE, "{}: a path of one machine: make it relative")


@rule
def registries(tree: Tree) -> Iterator[Breach]:
    """No addresses of package registries: their clients know them."""
    yield from matches(tree, REGISTRIES, "{}: leave it to the package manager")


@rule
def doors(tree: Tree) -> Iterator[Breach]:
    """Strategies reach threads, locks, atomics, clocks and chance by Sync only; std::scoped_lock
    may hold its mutex."""
    for file in tree:
        if not file.cpp or not file.under("serializers") or file.path.stem == "list":
            continue
        for number, line in enumerate(file.bare.split("\n"), 1):
            for match in re.finditer(OTHER_DOORS, line):
                yield Breach(file, number, f"{match[0]}: take it from Sync")


@rule
def goal_and_method(tree: Tree) -> Iterator[Breach]:
    """A test opens with two comments, "Goal:" and "Method:"; in Python, or so in its docstring."""
    for file in tree:
        if not file.path.stem.endswith("_test") or not (file.cpp or file.python):
            continue
        mark = "// " if file.cpp else "# "
        opening = file.text if file.cpp else re.sub(r"^#!.*\n", "", file.text)
        opening = re.match(rf"(?:{mark.strip()}.*\n)*", opening)[0]
        if file.python and not opening:
            mark, opening = "", ast.get_docstring(ast.parse(file.text)) or ""
        for word in ("Goal: ", "Method: "):
            if not re.search(f"^{mark}{word}", opening, re.MULTILINE):
                yield Breach(file, 1, f'open with "{mark}{word}" and what, or how, it shows')


@rule
def built(tree: Tree) -> Iterator[Breach]:
    """Each .cpp is named in a CMakeLists.txt, beside or above it, and each folder with such a list
    in the one above: nothing is left out of the build in silence."""
    for file in tree:
        if file.path.suffix == ".cpp":
            found = any(mentions(lists, r"(?<![\w./-]){}(?![\w./-])", file.path)
                        for lists in lists_above(tree, file.path))
            advice = "in no CMakeLists.txt beside or above it: name it there"
        elif file.path.name == "CMakeLists.txt":
            folder = file.path.parent
            found = folder == PurePosixPath() or any(
                mentions(lists, r"\badd_subdirectory\(\s*{}\s*\)", folder)
                for lists in lists_above(tree, folder))
            advice = "its folder is in no CMakeLists.txt above it: add it"
        else:
            continue
        if not found:
            yield Breach(file, 1, f"{advice}, by name")


def lists_above(tree: Tree, path: PurePosixPath) -> list[File]:
    found = [tree.file(above / "CMakeLists.txt") for above in path.parents]
    return [file for file in found if file]


def mentions(lists: File, pattern: str, path: PurePosixPath) -> bool:
    named = re.escape(str(path.relative_to(lists.path.parent)))
    return re.search(pattern.format(named), re.sub(r"#[^\n]*", "", lists.text)) is not None


NO_STRATEGIES = {"all.hpp", "list.hpp", "pausing.hpp"}


@rule
def listed(tree: Tree) -> Iterator[Breach]:
    """A strategy's header is included by serializers/all.hpp."""
    list_file = tree.file("serializers/all.hpp")
    included = set(re.findall(r'^#include "(.*)"', list_file.text, re.MULTILINE)
                   ) if list_file else set()
    for file in tree:
        strategy = str(file.path.parent) in ("serializers", "serializers/controls")
        if strategy and file.header and file.path.name not in NO_STRATEGIES:
            if str(file.path) not in included:
                yield Breach(file, 1, "not in the list: include it in serializers/all.hpp")


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the house rules.")
    parser.add_argument("--rules", action="store_true", help="list the rules")
    parser.add_argument("tree", nargs="?", type=Path, metavar="TREE",
                        default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    if not options.tree.is_dir():
        parser.error(f"no folder {options.tree}")
    if options.rules:
        for name, check in RULES.items():
            print(f"{name + ':':<17} {' '.join(check.__doc__.split())}")
        return 0
    tree = Tree(options.tree)
    if not any(file.cpp for file in tree):
        print(f"tidy: no C++ file in {options.tree}", file=sys.stderr)
        return 2
    breaches = [(str(breach.file.path), breach.line, name, breach.advice)
                for name, check in RULES.items() for breach in check(tree)]
    for path, line, name, advice in sorted(breaches):
        print(f"{path}:{line}: {name}: {advice}")
    print(f"tidy: {len(breaches)} breaches in {len(tree.files)} files", file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
