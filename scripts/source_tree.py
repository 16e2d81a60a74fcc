"""The files of a source tree, as its house rules see them."""

import fnmatch
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

import cpp_text

CPP = {".cpp", ".hpp", ".h", ".cc", ".hh", ".cxx", ".hxx"}
HEADERS = {".hpp", ".h", ".hh", ".hxx"}
HIDDEN_BUT_OURS = {".ci", ".github", ".clang-format", ".clang-tidy", ".gitignore"}


def files_of(root: Path) -> Iterator[PurePosixPath]:
    """All files that are ours: neither hidden nor, by a plain line of its list, ignored by git."""
    patterns = ["__pycache__"]
    if (root / ".gitignore").exists():
        patterns += (root / ".gitignore").read_text(encoding="utf-8").splitlines()

    def ours(path: PurePosixPath) -> bool:
        if path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS:
            return False
        return not any(fnmatch.fnmatch(str(path) if "/" in pattern.rstrip("/") else path.name,
                                       pattern.strip("/")) for pattern in patterns)

    folders = [PurePosixPath()]
    while folders:
        for entry in (root / folders.pop()).iterdir():
            path = PurePosixPath(entry.relative_to(root).as_posix())
            if entry.is_symlink() or not ours(path):
                continue
            if entry.is_dir():
                folders.append(path)
            else:
                yield path


class File:
    def __init__(self, root: Path, path: PurePosixPath):
        self.path = path
        raw = (root / path).read_bytes()
        self.binary = b"\0" in raw
        self.text = "" if self.binary else raw.decode("utf-8", "replace")
        self.lines = self.text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        first = self.lines[0] if self.lines else ""
        script = re.match(r"#!.*\b(python3|bash|sh)\b", first)
        suffix = path.suffix
        self.cpp = suffix in CPP
        self.header = suffix in HEADERS
        self.python = suffix == ".py" or bool(script and script[1] == "python3")
        self.shell = suffix == ".sh" or bool(script and script[1] != "python3")
        self.cmake = suffix == ".cmake" or path.name == "CMakeLists.txt"
        self.code = self.cpp or self.python or self.shell or self.cmake

    @cached_property
    def bare(self) -> str:
        return cpp_text.without_text(self.text)

    def under(self, *folders: str) -> bool:
        return any(self.path.is_relative_to(folder) for folder in folders)


class Tree:
    def __init__(self, root: Path):
        self.root = root
        self.files = {path: File(root, path) for path in sorted(files_of(root))}

    def __iter__(self) -> Iterator[File]:
        return iter(self.files.values())

    def file(self, path: PurePosixPath | str) -> File | None:
        return self.files.get(PurePosixPath(path))
