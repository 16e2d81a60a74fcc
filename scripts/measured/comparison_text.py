"""A comparison as text, as Markdown, as JSON."""

from .comparison import REPETITIONS_LEAST, Comparison, Compared, Judged, slower
from .documents import plain
from .result_file import ResultFile
from results import short

SIGNS = {"worse": "✗", "better": "✓", "undecided": " "}
HEAD = ["", "row", "A", "B", "B / A", "95 %", "p", "n", ""]
# Of failing checks the first of these says most about what went wrong.
TELLING = ["complete", "view", "causal", "history", "final", "strict"]
LEFT = {0, 1, 8}  # Columns of words; the others are of figures.


def origin(letter: str, result: ResultFile) -> str:
    commits = f", commit {' and '.join(result.commits)}" if result.commits else ""
    return plain(f"{letter}  {result.file}{commits}, {len(result.rows)} rows")


def alike_words(found: Comparison) -> list[str]:
    told = ", ".join(f"{axis} {value}" for axis, value in found.alike.items())
    return [plain(f"All rows: {told}")] if told else []


def fall_words(each: Judged) -> str:
    """What fell or rose, why, and whether the claim is kept all the same."""
    before, after = (verdict.grade or "no grade" for verdict in (each.before, each.after))
    text = f"{each.name}: " + (f"{before} → {after}" if before != after else f"still {before}")
    if each.change.word == "fell":
        reasons = [f"{check} fails" for check in each.change.broken]
        reasons += [f"{check} undecided" for check, outcome in each.after.checks.items()
                    if outcome == "undecided" and each.before.checks[check] == "holds"]
        text += f" ({', '.join(reasons)})" if reasons else ""
        if each.after.keeps_claim is not None:
            text += f"; its claim, {each.after.claim}, is " + (
                "kept" if each.after.keeps_claim else "not kept")
    text += "; failed runs: " + ", then ".join(
        f"{failed} of {runs}" for failed, runs in zip(each.failed, each.runs))
    witness = next((each.after.witnesses.get(check) for check in TELLING
                    if check in each.change.broken), None)
    return f"{text}. {witness}" if witness else text


def cells(row: Compared) -> list[str]:
    n = str(row.a.repetitions)
    if row.b.repetitions != row.a.repetitions:
        n += f", {row.b.repetitions}"
    return [SIGNS[row.mark], row.name, short(row.a.median), short(row.b.median),
            "" if row.ratio is None else f"{row.ratio:.3f}",
            "" if row.low is None or row.high is None else f"{row.low:.3f}–{row.high:.3f}",
            "" if row.p is None else f"{row.p:.3f}" if row.p >= 0.001 else "<0.001", n,
            f"{row.mark}: {row.why}" if row.why else f"{row.mark} by {abs(slower(row)):.1%}"]


def aligned(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    return ["  ".join(text.ljust(width) if i in LEFT else text.rjust(width)
                      for i, (text, width) in enumerate(zip(line, widths))).rstrip()
            for line in [head, *rows]]


def in_markdown(head: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---" if i in LEFT else "---:" for i in range(len(head))]
    return ["| " + " | ".join(text.replace("|", "\\|") for text in line) + " |"
            for line in [head, rule, *rows]]


def tallies(found: Comparison) -> tuple[str, str]:
    """Of verdicts and of costs, each in one line."""
    words = [each.change.word for each in found.judged]
    marks = [row.mark for row in found.measured]
    return (", ".join(f"{words.count(word)} {text}" for word, text in (
                ("fell", "fell"), ("rose", "rose"), ("same", "as before"))),
            ", ".join(f"{marks.count(mark)} {mark}" for mark in ("worse", "better", "undecided")))


def sections(found: Comparison) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, lines, and rows of a table, if there are any: verdicts first."""
    return [(title, list(map(plain, lines)), [list(map(plain, row)) for row in rows])
            for title, lines, rows in unfiltered(found)]


def unfiltered(found: Comparison) -> list[tuple[str, list[str], list[list[str]]]]:
    result = []
    verdicts, costs = tallies(found)
    if found.judged:
        lines = [f"{sign} {fall_words(each)}" for word, sign in (("fell", "✗"), ("rose", "✓"))
                 for each in found.judged if each.change.word == word]
        result.append((f"Verdicts: {verdicts}", lines, []))
    for measure in dict.fromkeys(row.measure for row in found.measured):
        rows = [row for row in found.measured if row.measure == measure]
        result.append((f"{measure}, medians", [], [cells(row) for row in rows]))
    if found.measured:
        few = sum(min(row.a.repetitions, row.b.repetitions) < REPETITIONS_LEAST
                  for row in found.measured)
        lines = [f"{few} of {len(found.measured)} rows have fewer than {REPETITIONS_LEAST} "
                 "repetitions on a side, which decides nothing."] if few else []
        result.append((f"Cost: {costs}", lines, []))
    for title, names in ((f"Only in A, {len(found.only_in_a)}", found.only_in_a),
                         (f"Only in B, {len(found.only_in_b)}", found.only_in_b)):
        if names:
            result.append((title, names, []))
    if found.not_measured:
        result.append((f"Not compared, {len(found.not_measured)}",
                       [f"{name}: {why}" for name, why in found.not_measured], []))
    return result


def as_text(found: Comparison, fails: list[str]) -> str:
    blocks = ["\n".join([origin("A", found.a), origin("B", found.b), *alike_words(found)])]
    if found.differences:
        blocks.append("\n".join(["Forced, though these differ:",
                                 *(f"  {plain(line)}" for line in found.differences)]))
    for title, lines, rows in sections(found):
        body = [f"  {line}" for line in lines]
        body += [f"  {line}".rstrip() for line in (aligned(HEAD, rows) if rows else [])]
        blocks.append("\n".join([title, *body]))
    blocks.append("\n".join(f"Fails: {plain(fail)}" for fail in fails) or "Nothing fails.")
    return "\n\n".join(blocks) + "\n"


def as_markdown(found: Comparison, fails: list[str]) -> str:
    blocks = ["\n".join(f"- {line}" for line in [origin("A", found.a), origin("B", found.b),
                                                 *alike_words(found)])]
    if found.differences:
        blocks.append("**Forced, though these differ:**\n\n"
                      + "\n".join(f"- {plain(line)}" for line in found.differences))
    for title, lines, rows in sections(found):
        block = f"### {title}"
        if lines:
            block += "\n\n" + "\n".join(f"- {line}" for line in lines)
        if rows:
            block += "\n\n" + "\n".join(in_markdown(HEAD, rows))
        blocks.append(block)
    blocks.append("\n".join(f"**Fails:** {plain(fail)}  " for fail in fails).rstrip()
                  or "Nothing fails.")
    return "\n\n".join(blocks) + "\n"


def as_json(found: Comparison, fails: list[str], version: str, options: dict) -> dict:
    def side(result: ResultFile) -> dict:
        return {"file": str(result.file), "kind": result.kind, "commits": result.commits,
                "conditions": result.conditions, "rows": len(result.rows)}

    return {
        "command": "compare", "version": version, "schema": 1, **options,
        "a": side(found.a), "b": side(found.b), "differences": found.differences,
        "alike": found.alike,
        "verdicts": [{"row": each.name, "change": each.change.word, "before": each.before.grade,
                      "after": each.after.grade, "broken": each.change.broken,
                      "claim": each.after.claim, "keeps_claim": each.after.keeps_claim,
                      "failed_runs": each.failed, "runs": each.runs} for each in found.judged],
        "rows": [{"row": row.name, "measure": row.measure, "a": row.a._asdict(),
                  "b": row.b._asdict(), "ratio": row.ratio, "low": row.low, "high": row.high,
                  "p": row.p, "mark": row.mark, "why": row.why or None} for row in found.measured],
        "only_in_a": found.only_in_a, "only_in_b": found.only_in_b,
        "not_compared": [{"row": name, "why": why} for name, why in found.not_measured],
        "fails": fails}
