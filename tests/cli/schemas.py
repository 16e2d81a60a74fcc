#!/usr/bin/env python3
"""The schemas of what reckon prints and reads, and values held against them.

    schemas.py NAME [--lines] < FILE     holds the file, or each of its lines, against a schema

A schema may refer to others beside it. Here they become one, so that no registry of schemas is
asked, whose interface differs from one release of jsonschema to the next.
"""

import functools
import json
import sys
from pathlib import Path
from typing import Any

try:
    import jsonschema
except ImportError:
    sys.exit(f"{sys.executable} has no module jsonschema: install python3-jsonschema, and run "
             "this by the Python that it belongs to, which is /usr/bin/python3")

FOLDER = Path(__file__).resolve().parents[2] / "schemas"


def names() -> set[str]:
    """Of all files in the folder that are schemas."""
    return {file.stem for file in FOLDER.glob("*.json")} - {"version"}


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def parse(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


@functools.cache
def read(name: str) -> dict:
    return parse((FOLDER / f"{name}.json").read_text("utf-8"))


def _gathered(value: Any, home: str) -> Any:
    """With references as they are where all schemas are $defs of one."""
    if isinstance(value, list):
        return [_gathered(each, home) for each in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _gathered(each, home) for key, each in value.items() if key != "$schema"}
    if isinstance(value.get("$ref"), str):
        file, _, place = value["$ref"].partition("#")
        moved["$ref"] = f"#/$defs/{file.removesuffix('.json') or home}{place}"
    return moved


def _is_whole(_: Any, value: Any) -> bool:
    """Stricter than the standard, to which 1.0 is an integer too."""
    return isinstance(value, int) and not isinstance(value, bool)


_Draft = jsonschema.Draft202012Validator
_Validator = jsonschema.validators.extend(
    _Draft, type_checker=_Draft.TYPE_CHECKER.redefine("integer", _is_whole))


@functools.cache
def _validator(name: str) -> Any:
    everything = {each: _gathered(read(each), each) for each in names()}
    return _Validator({"$ref": f"#/$defs/{name}", "$defs": everything})


def check_schema(name: str) -> None:
    """Raises an error if it is no schema."""
    _Draft.check_schema(read(name))


def accepts(name: str, value: Any) -> bool:
    return _validator(name).is_valid(value)


def refusal(name: str, value: Any) -> str | None:
    """Why the schema of this name refuses the value; None if it does not."""
    if name not in names():
        return f"there is no schemas/{name}.json"
    errors = list(_validator(name).iter_errors(value))
    # A property that is wrong counts as unevaluated too, which does not say what is wrong.
    telling = [error for error in errors if error.validator != "unevaluatedProperties"]
    error = jsonschema.exceptions.best_match(telling or errors)
    if error is None:
        return None
    place = "/".join(str(key) for key in ["", *error.absolute_path])
    return f"schemas/{name}.json refuses {place or '/'}: {error.message[:500]}"


def check(name: str, text: str, one_a_line: bool = False) -> None:
    """Raises an AssertionError if the schema refuses the text, or one of its lines."""
    for each in text.splitlines() if one_a_line else [text]:
        try:
            why = refusal(name, parse(each))
        except ValueError as error:
            why = f"no JSON, which schemas/{name}.json is of: {error}: {each[:200]}"
        if why is not None:
            raise AssertionError(why)


def _of_option(args: list[str], *names: str) -> str | None:
    return next((value for name, value in zip(args, args[1:]) if name in names), None)


def _is_of_lines(args: list[str]) -> bool:
    return args[0] == "export" and _of_option(args, "--to") == "jsonl"


def _is_story(args: list[str]) -> bool:
    return args[0] == "explain" and _of_option(args, "--format") == "json"


def check_printed(args: list[str], text: str) -> None:
    """Raises an AssertionError if reckon may not print that, given these arguments."""
    if not args or not text or "--help" in args:
        return
    to_file = _of_option(args, "-o", "--output") is not None
    if args[0] == "scenarios" and "--print" in args:
        check("file-scenario", text)
    elif "--json" in args:
        check(args[0], text, one_a_line=args[0] == "tail")
    elif _is_story(args) and not to_file:
        check("file-story", text)
    elif _is_of_lines(args) and not to_file:
        check("file-jsonl", text, one_a_line=True)
    elif args[0] in ("shrink", "explore") and text.startswith("{"):
        # A case that was not to be a file, or could not be one.
        check("file-case", text)


def check_written(args: list[str]) -> None:
    """Raises an AssertionError if reckon may not leave what is in the file that it writes to."""
    output = _of_option(args, "-o", "--output")
    if output is None and args[0] == "experiment":
        output = str(Path(args[1]).with_suffix(".results.jsonl"))
    if output is None or not Path(output).is_file():
        return
    if args[0] == "experiment":
        check("run", Path(output).read_text("utf-8"), one_a_line=True)
    if _is_of_lines(args):
        check("file-jsonl", Path(output).read_text("utf-8"), one_a_line=True)
    elif args[0] == "shrink" or args[0] == "explore" and Path(output).read_bytes()[:1] == b"{":
        # explore leaves what there was before, if it finds no failure.
        check("file-case", Path(output).read_text("utf-8"))
    elif _is_story(args):
        check("file-story", Path(output).read_text("utf-8"))


def main(name: str, one_a_line: bool) -> None:
    try:
        check(name, sys.stdin.read(), one_a_line)
    except AssertionError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--lines"]):
        sys.exit("usage: schemas.py NAME [--lines] < FILE")
    main(sys.argv[1], bool(sys.argv[2:]))
