#!/usr/bin/env python3
# Goal: bash, zsh and fish complete what the command line takes, all of it, and nothing else.
# Method: a shell reads its script; bash's function is called as bash does, fish is asked for what
#         it would show, zsh is typed to on a terminal. What scripts hold is compared with --help.
#         completion_test.py RECKON SHELL [OPTIONS OF UNITTEST]

import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402
from help_text import commands, options  # noqa: E402
from needed import need  # noqa: E402

# What the help calls values of which there is nothing to list.
FREE = {"UINT", "INT", "FLOAT", "BYTES", "N", "KIND=WEIGHT", "TASK.STEPS", "LINE", "CUT",
        "SHIP@VERSION", "SQL"}
# What it calls those that are listed, or files; beside words in braces.
LISTED = {"STRATEGY": "deps", "PRESET-OR-FILE": "storm", "POLICY": "pct", "CHECK": "faithful",
          "FORMAT": "shiviz", "PROJECTION": "rates"}
FILES = {"FILE", "PRESET-OR-FILE"}

BASH = r"""
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_reckon
printf '%s\n' "${COMPREPLY[@]}"
"""


def without_escapes(shown: str) -> str:
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown)


class Completed(unittest.TestCase):
    """What all shells have in common: a home where files are, and reckon by its name."""

    shell: str

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="completion_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "storm front.json").write_text("{}")
        (cls.folder / "sub").mkdir()
        # The shells find it by its name.
        (cls.folder / "bin").mkdir()
        (cls.folder / "bin" / "reckon").symlink_to(child.reckon)
        cls.environment = child.environment(HOME=str(cls.folder), XDG_CONFIG_HOME=str(cls.folder),
                                            PATH=f"{cls.folder}/bin:{os.environ['PATH']}")
        cls.scripts = {}
        for shell in ("bash", "zsh", "fish"):
            cls.scripts[shell] = cls.folder / f"_{shell}"
            cls.scripts[shell].write_text(run("completion", shell).out, "utf-8")

    def asked(self, *command: str) -> list[str]:
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment,
                              cwd=self.folder, timeout=child.TIMEOUT_S, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        return [line for line in done.stdout.splitlines() if line]

    def test_the_shell_takes_its_script(self) -> None:
        self.assertEqual(self.asked(self.shell, "-n", str(self.scripts[self.shell])), [])


class Bash(Completed):
    shell = "bash"

    def bash(self, *words: str) -> list[str]:
        return self.asked("bash", "--norc", "-c", BASH, "bash", str(self.scripts["bash"]),
                          "reckon", *words)

    def test_words_and_files(self) -> None:
        for words, expected in (
                (["ma"], ["matrix"]),
                (["run", "--strategy", "de"], ["deps", "deps-strict"]),
                (["run", "--strategy", "=", "de"], ["deps", "deps-strict"]),
                (["run", "--strategy", "="], None),
                (["run", "--json", "--scenario", "sto"], ["storm", "storm front.json"]),
                (["run", "--sync", ""], ["none", "batch", "interval="]),
                (["run", "--ships", ""], []),
                (["matrix", "--strategies", "mpsc,dep"], ["mpsc,deps", "mpsc,deps-strict"]),
                (["matrix", "--classes", "solo,h"], ["solo,hail"]),
                (["explore", "--require", "f"], ["final", "faithful"]),
                (["export", "--to", "s"], ["sqlite", "shiviz"]),
                (["tail", "--projection", "r"], ["refused", "rates"]),
                (["whatif", "--in"], ["--insert"]),
                (["replay", "s"], ["storm front.json", "sub"]),
                (["import", "j"], ["jsonl"]),
                (["completion", ""], ["bash", "fish", "zsh"]),
                (["run", "--no-h"], ["--no-huge-pages", "--no-history"]),
                (["--v"], ["--version"]),
                (["nosuch", ""], [])):
            with self.subTest(words=words):
                found = self.bash(*words)
                if expected is None:
                    self.assertIn("mutex", found)
                else:
                    self.assertEqual(sorted(found), sorted(expected))
        self.assertEqual(self.bash(""), commands())

    def test_every_option_is_completed(self) -> None:
        for command in commands():
            found = options(command)
            names = {name for pair in found for name in pair.split(",")}
            self.assertLessEqual({"--help", "--json", "--quiet"}, names)
            with self.subTest(command=command):
                self.assertEqual(set(self.bash(command, "-")), names)
            zsh = self.scripts["zsh"].read_text().partition(f"            {command}) _arguments")[2]
            zsh = zsh.partition("\n                ;;")[0]
            fish = [line for line in self.scripts["fish"].read_text().splitlines()
                    if f'__reckon_in "{command}"' in line]
            for name in names:
                long = name.lstrip("-")
                with self.subTest(command=command, option=name):
                    self.assertRegex(zsh, rf"(?<![\w-]){name}(?![\w-])")
                    flag = f" -l {long} " if name.startswith("--") else f" -s {long} "
                    self.assertTrue(any(flag in line for line in fish))

    def test_every_value_is_of_a_kind_that_is_known(self) -> None:
        os.chdir(self.folder)
        for command in commands():
            for names, kind in options(command).items():
                option = names.split(",")[-1]
                if not kind:
                    continue
                with self.subTest(command=command, option=option, kind=kind):
                    found = self.bash(command, option, "")
                    words = kind.partition(":")[2] or kind
                    if words.startswith("{"):
                        self.assertEqual(found, [re.sub("=.*", "=", word)
                                                 for word in words.strip("{}").split(",")])
                        continue
                    self.assertIn(kind.partition("=")[0] if kind not in FREE else kind,
                                  FREE | FILES | set(LISTED))
                    bare = kind if kind in FREE else kind.partition("=")[0]
                    self.assertEqual("sub" in found, bare in FILES)
                    self.assertEqual(bool(set(found) - {"sub", "bin", "storm front.json", "_bash",
                                                        "_zsh", "_fish"}), bare in LISTED)
                    if bare in LISTED:
                        self.assertIn(LISTED[bare], found)


class Fish(Completed):
    shell = "fish"

    def fish(self, line: str) -> list[str]:
        told = self.asked("fish", "--no-config", "-c",
                          f"source {self.scripts['fish']}; complete -C '{line}'")
        return [each.partition("\t")[0] for each in told]

    def test_words_and_files(self) -> None:
        for line, expected in (("reckon ma", ["matrix"]),
                               ("reckon run --strategy de", ["deps", "deps-strict"]),
                               ("reckon run --strategy=de", ["--strategy=deps",
                                                             "--strategy=deps-strict"]),
                               ("reckon matrix --strategies de", ["deps", "deps-strict"]),
                               ("reckon matrix --strategies mpsc,de",
                                ["mpsc,deps", "mpsc,deps-strict"]),
                               ("reckon run --no-h", ["--no-history", "--no-huge-pages"]),
                               ("reckon run --ships ", []), ("reckon strategies s", []),
                               ("reckon run --scenario storm", ["storm", "storm front.json"]),
                               ("reckon replay su", ["sub/"])):
            with self.subTest(line=line):
                self.assertEqual(sorted(self.fish(line)), sorted(expected))
        self.assertEqual(sorted(self.fish("reckon ")), sorted(commands()))


class Zsh(Completed):
    shell = "zsh"

    def shown_for(self, typed: str, until: str) -> str:
        """What the terminal shows once zsh has completed the line."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], self.environment | {"PS1": "ready> "})
        shown = ""

        def read_until(text: str) -> None:
            nonlocal shown
            deadline = time.monotonic() + child.TIMEOUT_S
            while text not in without_escapes(shown) and time.monotonic() < deadline:
                if select.select([terminal], [], [], 0.1)[0]:
                    shown += os.read(terminal, 65536).decode(errors="replace")

        try:
            read_until("ready> ")
            os.write(terminal, f"autoload -U compinit; compinit -u -D; source "
                               f"{self.scripts['zsh']}; echo lo''aded\n".encode())
            read_until("loaded\r")
            shown = ""
            os.write(terminal, typed.encode())
            read_until(until)
        finally:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            os.close(terminal)
        return without_escapes(shown)

    def test_words_and_files(self) -> None:
        for typed, until in (("reckon ma\t", "matrix "), ("reckon run --strategy opt\t", "imistic"),
                             ("reckon matrix --strategies mpsc,opt\t", "mpsc,optimistic"),
                             ("reckon run --scenario rend\t", "ezvous"),
                             ("reckon replay su\t", "sub/"), ("reckon run --zs\t", "--zstd"),
                             ("reckon import js\t", "jsonl"),
                             ("reckon whatif --dr\t", "--drop")):
            with self.subTest(typed=typed):
                self.assertIn(until, self.shown_for(typed, until))


SHELLS = {each.shell: each for each in (Bash, Zsh, Fish)}

if __name__ == "__main__":
    if len(sys.argv) < 3 or not Path(sys.argv[1]).is_file() or sys.argv[2] not in SHELLS:
        sys.exit("usage: completion_test.py RECKON bash|zsh|fish [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(sys.argv.pop(1)).resolve())
    chosen = sys.argv.pop(1)
    need(chosen, package=chosen)
    unittest.main(defaultTest=SHELLS[chosen].__name__)
