"""Reading C++ without a compiler: by quotes, comments and braces. Enough for house rules."""

import re
from collections.abc import Iterator

TOKENS = re.compile(
    r'//(?:\\\n|[^\n])*|/\*.*?\*/|R"(?P<end>[^()\\\s]{0,16})\(.*?\)(?P=end)"|'
    r'"(?:\\.|[^"\\\n])*"|' + r"(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.DOTALL)


def without_text(code: str) -> str:
    """C++ with blanks for comments and for what stands in quotes; every line keeps its place."""

    def blank(match: re.Match) -> str:
        text = match[0]
        if text[0] == "/":
            return re.sub(r"[^\n]", " ", text)
        return '"' + re.sub(r"[^\n]", " ", text)[1:-1] + '"'

    return TOKENS.sub(blank, code)


def functions(bare: str) -> Iterator[tuple[str, int, int]]:
    """Name, first and last line, by brace matching: outside a function, a brace opens a scope, a
    function or a value, by what stands before it. Directives are passed over."""
    code = re.sub(r"^[ ]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m[0]), bare,
                  flags=re.MULTILINE)
    begin = depth = parens = 0
    name = None
    for token in re.finditer(r"[{}();]|\b(?:public|private|protected)\s*:(?!:)", code):
        sign = token[0]
        if depth > 0:  # In a function or a value: wait for its end.
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth == 0 and name is not None:
                start = begin + len(code[begin:]) - len(code[begin:].lstrip())
                yield name, code.count("\n", 0, start) + 1, code.count("\n", 0, token.end()) + 1
                begin, name = token.end(), None
        elif sign in "()":
            parens += 1 if sign == "(" else -1
        elif sign == "{":
            head = code[begin:token.start()]
            if parens == 0 and opens_scope(head):
                begin = token.end()
            else:
                depth = 1
                name = function_name(head) if parens == 0 else None
        else:
            begin, parens = token.end(), 0


def without_introducers(head: str) -> str:
    head = re.sub(r"\btemplate\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>", " ", head)
    return re.sub(r"\[\[.*?\]\]|\balignas\s*\([^()]*\)", " ", head, flags=re.DOTALL)


def opens_scope(head: str) -> bool:
    head = without_introducers(head)
    return bool(re.match(r'\s*(?:inline\s+)?namespace\b|\s*extern\s*"\s*"\s*$', head) or
                re.search(r"\b(?:class|struct|union)\b[^=()]*(?:(?<!:):(?!:).*)?$", head,
                          re.DOTALL) and not re.search(r"\benum\b", head))


def function_name(head: str) -> str | None:
    """None for what is no function: a variable, a concept, a member in a constructor's list."""
    head = without_introducers(head)
    if re.search(r"\b(?:concept|enum)\b", head):
        return None
    body_follows = re.search(r"\)\s*(?:const|noexcept|override|final|mutable|try|&&?|->.*|"
                             r"requires\b.*|\s)*$", head, re.DOTALL)
    after_members = re.search(r"\)\s*(?:noexcept\s*)?:(?!:).*\}\s*$", head, re.DOTALL)
    if not body_follows and not after_members:
        return None
    named = re.search(r"(operator\s*(?:\(\s*\)|[^\s\w(]+)|[\w~]+)\s*\(", head)
    return named[1] if named else "a function"
