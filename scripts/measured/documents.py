"""The JSON documents of a file: one, or one after the other, as lines or not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class BadInput(Exception):
    """Where, what is there, and what was expected instead."""

    def __init__(self, place: object, value: str, expected: str):
        super().__init__(plain(f"{place}: {value}: expected {expected}"))


class Document(NamedTuple):
    place: str
    content: dict


BLANKS = re.compile(r"[ \t\r\n\ufeff]*")
EXPECTED = "results of a bench, of `reckon matrix --json` or of `reckon run --json`"


def documents(file: Path) -> list[Document]:
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadInput(file, (error.strerror or str(error)).lower(), "a file of results") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: byte {error.start}", "not UTF-8", EXPECTED) from error
    found = list(parsed(file, text))
    if not found:
        # Google Benchmark leaves such a file where a filter matches nothing.
        raise BadInput(file, "empty", f"{EXPECTED}; did a filter match nothing?")
    return found


def parsed(file: Path, text: str) -> Iterator[Document]:
    decoder = json.JSONDecoder()
    at = 0
    line = 1
    while True:
        start = BLANKS.match(text, at).end()
        line += text.count("\n", at, start)
        if start == len(text):
            return
        try:
            content, at = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            raise not_json(file, text, start, error) from error
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{file}:{line}", str(error), EXPECTED) from error
        if not isinstance(content, dict):
            raise BadInput(f"{file}:{line}", shown(content), f"an object, {EXPECTED}")
        yield Document(f"{file}:{line}", content)
        line += text.count("\n", start, at)


def not_json(file: Path, text: str, start: int, error: json.JSONDecodeError) -> BadInput:
    place = f"{file}:{error.lineno}:{error.colno}"
    rest = text[error.pos:].strip()
    # A string that is never closed is told of where it opens.
    if text[start] == "{" and (not rest or error.msg.startswith("Unterminated string")):
        return BadInput(place, "the file ends inside an object", "the rest of it; was it cut off?")
    return BadInput(place, f"no JSON at {shown(rest[:20])}", EXPECTED)


def plain(text: str) -> str:
    """Of names from files: nothing that steers a terminal or turns the direction of writing."""
    text = re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", " ", text)
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
