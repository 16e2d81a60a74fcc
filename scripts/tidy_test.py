#!/usr/bin/env python3
# Goal: each house rule is kept up: its breach is found, in its place, and a clean tree passes.
# Method: small trees in a temporary folder, each the clean one with one thing changed.

import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import cpp_text
import source_tree
import tidy

TIDY = Path(__file__).with_name("tidy.py")

CLEAN = {
    "CMakeLists.txt": "add_subdirectory(core)\nadd_subdirectory(serializers)\n"
                      "add_subdirectory(tests)\n",
    "core/CMakeLists.txt": "add_library(core\n    world/port.cpp)  # world/gone.cpp\n",
    "core/world/port.hpp": "#pragma once\n/// Ports.\n\n#include <mutex>\n",
    "core/world/port.cpp": '#include "core/world/port.hpp"\n// #include "cli/x.hpp"\n',
    "core/log/log.hpp": '#pragma once\n/// The log.\n\n#include "core/world/port.hpp"\n',
    "core/run/sync.hpp": "#pragma once\n/// The door.\n\n#include <atomic>\n",
    "serializers/CMakeLists.txt": "add_library(serializers list.cpp)\n",
    "serializers/list.hpp": "#pragma once\n/// The list.\n",
    "serializers/list.cpp": '#include "serializers/list.hpp"\n\n#include "serializers/all.hpp"\n',
    "serializers/all.hpp": "#pragma once\n/// All.\n\n" '#include "serializers/mutex.hpp"\n',
    "serializers/mutex.hpp": "#pragma once\n/// std::mutex, by Sync.\n\n#include <mutex>\n\n"
                             '#include "core/run/sync.hpp"\n\n'
                             "inline void run(auto& m) { const std::scoped_lock guard{m}; }\n",
    "tests/CMakeLists.txt": "add_executable(tests port_test.cpp)\n",
    "tests/port_test.cpp": "// Goal: ports.\n// Method: looking.\n",
    "README.md": "# Ships\n\n" + "x" * 120 + "\n",
    ".gitignore": "/build/\n*.orig\n",
    "build/ignored.txt": "ignored \t\n",
    "ignored.md.orig": "ignored \t\n",
}


def clean_with(changes: dict[str, str | bytes | None]) -> dict[str, str | bytes]:
    return {path: text for path, text in {**CLEAN, **changes}.items() if text is not None}


def breaches(files: dict[str, str | bytes]) -> set[str]:
    """As "file:line: rule"."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        tree = source_tree.Tree(Path(folder))
        return {f"{breach.file.path}:{breach.line}: {name}"
                for name, check in tidy.RULES.items() for breach in check(tree)}


def header(text: str) -> str:
    return "#pragma once\n/// Says.\n" + text


# What is changed in the clean tree, and what is then found.
LONG_FUNCTION = "int f(int a) {\n" + "    ++a;\n" * 69 + "}\n"
BREACHES: list[tuple[dict[str, str | bytes | None], set[str]]] = [
    ({"core/world/port.hpp": header('#include "core/log/log.hpp"\n')},
     {"core/world/port.hpp:3: includes"}),
    ({"core/log/log.hpp": header('#include "core/run/sync.hpp"\n')},
     {"core/log/log.hpp:3: includes"}),
    ({"core/check/judge.hpp": header('#include "core/run/sync.hpp"\n'
                                     '#include "serializers/list.hpp"\n')},
     {"core/check/judge.hpp:3: includes", "core/check/judge.hpp:4: includes"}),
    ({"serializers/mutex.hpp": header('#include "core/check/judge.hpp"\n'),
      "core/check/judge.hpp": header("")}, {"serializers/mutex.hpp:3: includes"}),
    ({"serializers/mutex.hpp": header('#include "core/control/sync.hpp"\n'),
      "serializers/list.cpp": '#include "core/control/sync.hpp"\n'
                              '#include "serializers/mutex.hpp"\n',
      "core/control/sync.hpp": header("")}, {"serializers/mutex.hpp:3: includes"}),
    ({"core/log/log.hpp": header('#include "../world/port.hpp"\n')},
     {"core/log/log.hpp:3: includes"}),
    ({"core/log/log.hpp": header("#  include <core/world/port.hpp>\n")},
     {"core/log/log.hpp:3: includes"}),
    ({"core/harbour/crane.hpp": header("")}, {"core/harbour/crane.hpp:1: includes"}),
    ({"docks/crane.hpp": "#pragma once\n"}, {"docks/crane.hpp:1: includes"}),
    ({"core/run/sync.hpp": header("// " + "é" * 97 + "\n")}, set()),
    ({"core/run/sync.hpp": header("// " + "x" * 98 + "\n")}, {"core/run/sync.hpp:3: columns"}),
    ({".ci/run": "#!/usr/bin/env bash\n" + "x" * 101 + "\n"}, {".ci/run:2: columns"}),
    ({"README.md": "a\tb\nc \nd"},
     {"README.md:1: blanks", "README.md:2: blanks", "README.md:3: blanks"}),
    ({"README.md": b"Malm\xf6\n"}, {"README.md:1: blanks"}),
    ({"README.md": "a\r\nb\n"}, {"README.md:1: blanks"}),
    ({"core/run/sync.hpp": header("int x;\n" * 398)}, set()),
    ({"core/run/sync.hpp": header("int x;\n" * 399)}, {"core/run/sync.hpp:401: file-length"}),
    ({"core/run/sync.hpp": header("\n" + LONG_FUNCTION)}, {"core/run/sync.hpp:4: function-length"}),
    ({"core/run/sync.hpp": header(LONG_FUNCTION.replace("    ++a;\n", "", 1))}, set()),
    ({"scripts/plot.py": "def f():\n" + "    pass\n" * 70}, {"scripts/plot.py:1: function-length"}),
    ({"core/run/sync.hpp": "/// Says.\n#pragma once\n"}, {"core/run/sync.hpp:1: pragma-once"}),
    ({"core/run/sync.hpp": "#pragma once\n// Says.\n"}, {"core/run/sync.hpp:1: contract"}),
    ({"README.md": "one\n" + "TO" + "DO two\n"}, {"README.md:2: unfinished"}),
    ({"README.md": "XX" + "X\nmktemp XXXXXX\n"}, {"README.md:1: unfinished"}),
    ({"HAC" + "K_list.md": "\n"}, {"HAC" + "K_list.md:1: unfinished"}),
    ({"core/run/time_util.hpp": header("")}, {"core/run/time_util.hpp:1: names"}),
    ({"tests/data/one.json": "{}\n", "tests/metadata.json": "{}\n"},
     {"tests/data/one.json:1: names"}),
    ({"core/run/door.h": header("")}, {"core/run/door.h:1: names"}),
    ({"README.md": "see /" + "home/me, not $HOME/" + "work/\n"}, {"README.md:1: machine-paths"}),
    ({"README.md": "\nhttp://deb.debian" + ".org/debian\n"}, {"README.md:2: registries"}),
    ({"serializers/mutex.hpp": header("std::atomic<int> a;\nstd::mutex b;\n#include <random>\n"
                                      "int c = rand();\nthread_local int d;\n")},
     {f"serializers/mutex.hpp:{line}: doors" for line in (3, 4, 5, 6, 7)}),
    ({"serializers/mutex.hpp": header('// std::thread\nauto a = "std::thread";\nint operand;\n')},
     set()),
    ({"tests/port_test.cpp": "// Method: looking.\n"}, {"tests/port_test.cpp:1: goal-and-method"}),
    ({"tests/port_test.cpp": "// Goal: ports.\n\n// Method: looking.\n"},
     {"tests/port_test.cpp:1: goal-and-method"}),
    ({"scripts/plot_test.py": '"""Plots.\n\nGoal: it.\nMethod: so.\n"""\n'}, set()),
    ({"scripts/plot_test.py": '"""Goal: it."""\n'}, {"scripts/plot_test.py:1: goal-and-method"}),
    ({"scripts/plot_test.py": "#!/usr/bin/env python3\n# Goal: it.\n# Method: so.\n"}, set()),
    ({"core/world/gone.cpp": "\n"}, {"core/world/gone.cpp:1: built"}),
    ({"tests/world/ship_test.cpp": "// Goal: it.\n// Method: so.\n"},
     {"tests/world/ship_test.cpp:1: built"}),
    ({"tests/CMakeLists.txt": "add_executable(tests airport_test.cpp)\n"},
     {"tests/port_test.cpp:1: built"}),
    ({"tests/world/CMakeLists.txt": "\n"}, {"tests/world/CMakeLists.txt:1: built"}),
    ({"serializers/deps.hpp": header("")}, {"serializers/deps.hpp:1: listed"}),
    ({"serializers/controls/lossy.hpp": header("")}, {"serializers/controls/lossy.hpp:1: listed"}),
]


class Rules(unittest.TestCase):
    def test_clean_tree_passes(self):
        self.assertEqual(breaches(CLEAN), set())

    def test_each_breach_is_found_and_nothing_else(self):
        for changes, found in BREACHES:
            with self.subTest(changes=changes):
                self.assertEqual(breaches(clean_with(changes)), found)

    def test_each_rule_is_tested(self):
        tested = {breach.split(": ")[1] for _, found in BREACHES for breach in found}
        self.assertEqual(tested, set(tidy.RULES))

    def test_each_room_may_include_what_its_rooms_include(self):
        for room, allowed in tidy.ROOMS.items():
            if room in ("bench", "tests"):
                continue
            for other in allowed:
                beyond = set(tidy.ROOMS[other]) - {*allowed, room}
                self.assertFalse(beyond, f"{room} reaches {beyond} by {other}")


class Functions(unittest.TestCase):
    def check(self, code: str, *found: str):
        bare = cpp_text.without_text(textwrap.dedent(code))
        self.assertEqual([f"{name} {first}-{last}" for name, first, last
                          in cpp_text.functions(bare)], list(found))

    def test_scopes_are_no_functions(self):
        self.check("""\
            namespace a::b {
            template <class T>
            class A final : public B<decltype(T())> {
            public:
                explicit A(int x) : x_{x}, y_(x) {
                }
                [[nodiscard]] auto f(int y = {}) const -> C {
                    if (y) { return {}; }
                }
                bool operator()(int) noexcept { return true; }
            };
            enum class E { a, b };
            }
            """, "A 5-6", "f 7-9", "operator() 10-10")

    def test_values_are_no_functions(self):
        self.check("""\
            constexpr std::array<int, n()> table{
                1, 2};
            template <class S>
            concept Strategy = requires(S s) {
                s.run();
            };
            const auto all = make({1, 2});
            """)

    def test_quotes_comments_and_directives_hold_no_braces(self):
        self.check("""\
            #define OPEN f() {
            /* } */ int f() {  // }
                return g("}\\"", '}', R"x(})")}
            )x", 1'000);
            }
            TEST_CASE("} {") {
            }
            """, "f 2-5", "TEST_CASE 6-7")


class CommandLine(unittest.TestCase):
    def tidy(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, TIDY, *arguments], capture_output=True, text=True,
                              check=False, timeout=60)

    def test_exit_codes(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.tidy(folder).returncode, 2)
            self.assertEqual(self.tidy(folder + "/gone").returncode, 2)
            header_file = Path(folder, "core", "run", "sync.hpp")
            header_file.parent.mkdir(parents=True)
            header_file.write_text(header(""))
            self.assertEqual(self.tidy(folder).returncode, 0)
            header_file.write_text(header("\t\n"))
            bad = self.tidy(folder)
            self.assertEqual(bad.returncode, 1)
            self.assertIn("core/run/sync.hpp:3: blanks: a tab", bad.stdout)

    def test_rules_are_listed(self):
        listed = self.tidy("--rules")
        self.assertEqual(listed.returncode, 0)
        self.assertEqual([line.split(":")[0] for line in listed.stdout.splitlines()],
                         list(tidy.RULES))


if __name__ == "__main__":
    unittest.main()
