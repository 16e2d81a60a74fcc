"""What --help tells, taken apart."""

import re

from child import run


def commands() -> list[str]:
    listed = run("--help").out.partition("Subcommands:\n")[2]
    return re.findall(r"^  (\w+) ", listed, re.MULTILINE)


def options(*command: str) -> dict[str, str]:
    """What the help calls the value of each, "" if none; of two names both: -o,--output."""
    text = run(*command, "--help").out.partition("\nExamples:")[0]
    found = re.findall(r"^ {2,4}((?:-\w,)?--[\w-]+)(?:$| {2}| (\S+))", text, re.MULTILINE)
    return {name: "" if kind.endswith(":") else kind for name, kind in found}


def examples(command: str) -> list[str]:
    told = run(command, "--help").out.partition("\nExamples:\n")[2]
    return re.match(r"(?:  .*\n)*", told)[0].splitlines()
