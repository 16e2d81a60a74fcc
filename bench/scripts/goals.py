"""What the benches are to reach, and whether they did: ratios of rows of one invocation."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from results import Figure, Results, ratio


class Goal(NamedTuple):
    """`count` of the row `over`, by that of the row `under` if there is one, against a bound."""
    text: str
    bench: str
    over: str
    under: str
    most: float
    least: float = 0.0
    count: str = "ns_per_event"


class Outcome(NamedTuple):
    goal: Goal
    figure: Figure | None
    by_cpu: Figure | None  # The same of processor time, where rows tell it.

    @property
    def word(self) -> str:
        if self.figure is None:
            return "not measured"
        reached = self.goal.least <= self.figure.median <= self.goal.most
        return "reached" if reached else "missed"


def record(strategy: str, producers: int, ships: int = 16) -> str:
    return f"record/{strategy}/ships:{ships}/producers:{producers}"


def peer(name: str, producers: int) -> str:
    return f"peer/{name}/bytes:20/producers:{producers}"


def goals() -> Iterator[Goal]:
    for strategy, floor, most in [("deps", "copy-reads", 1.25), ("lamport", "copy-stamp", 1.3),
                                  ("deps-strict", "copy-reads", 4)]:
        for producers in (1, 2, 4):
            yield Goal(f"`{strategy}` ≤ {most} × private copy, producers: {producers}",
                       "record_bench", record(strategy, producers), record(floor, producers), most)
    for strategy in ("deps", "lamport"):
        yield Goal(f"finishing `{strategy}` ≤ 15 ns an event, 2 ships", "record_bench",
                   record(strategy, 2, 2), "", 15, count="finish_ns_per_event")
    for strategy, other, most in [("deps", "moodycamel", 0.5), ("mpsc", "boost-queue", 1.1),
                                  ("mutex", "mutex-vector", 1.1)]:
        for producers in (1, 2, 4):
            yield Goal(f"`{strategy}` ≤ {most} × {other}, producers: {producers}", "peer_bench",
                       peer(f"reckon-{strategy}", producers), peer(other, producers), most)
    yield Goal("whole run with `deps` ≤ 1.1 × `none`, 50 ns of work", "fleet_bench",
               "fleet/deps/work:50/history:off/workers:2",
               "fleet/none/work:50/history:off/workers:2", 1.1)
    for strategy, most in (("lamport", 40), ("deps", 48)):
        yield Goal(f"`{strategy}` ≤ {most} bytes an event in memory, one deref each",
                   "record_bench", record(strategy, 1), "", most, count="held_bytes_per_event")
    for log in ("sequence", "stamp"):
        yield Goal(f"replay by {log} ≥ 50 million events a second, memory at hand", "replay_bench",
                   f"replay/{log}/again", "", float("inf"), 50e6, "items_per_second")
    for log in ("dependency", "clock"):
        row = f"replay/{log}/again/threads:%d/work_ns:200"
        yield Goal(f"replay by {log}, 2 threads ≥ 1.6 × one, 200 ns an order", "replay_bench",
                   row % 2, row % 1, float("inf"), 1.6, "items_per_second")
    for log in ("sequence", "stamp", "dependency", "clock"):
        for kind in (1, 0):
            row = f"judge/{log}/serializable:{kind}"
            what = f"by {log}, {'serializable' if kind else 'not serializable'}"
            yield Goal(f"judging {what}, ≥ 10 million events a second", "check_bench", row, "",
                       float("inf"), 10e6, "items_per_second")
            yield Goal(f"replay and judging {what}, ≤ 48 bytes an event", "check_bench", row, "",
                       48, count="both_bytes_per_event")
    yield from recording_goals()
    for strategy in ("atom", "deps"):
        yield Goal(f"`{strategy}` ≥ 20 × the original's events a second", "original",
                   f"original/reckon-{strategy}", "original/clojure", float("inf"), 20,
                   "events_per_s")


def recording_goals() -> Iterator[Goal]:
    """Of the plain loops' times by ours: so much of their throughput."""
    for batch, pack in [(64, 0), (64, 3), (1, 0)]:
        row = f"append/%s/batch:{batch}/zstd:{pack}/file:grown"
        yield Goal(f"recorder ≥ 0.8 × plain writes, zstd {pack}, batches of {batch}",
                   "recording_bench", row % "plain", row % "recorder", float("inf"), 0.8)
    for every_ms, entries in [(1, 1024), (1, 65536), (0, 1024), (0, 65536)]:
        row = f"commit/%s/every_ms:{every_ms}/entries:{entries}"
        when = f"every {every_ms} ms" if every_ms else "one after another"
        yield Goal(f"recorder ≥ 0.8 × plain writes and syncs, {when}, {entries:,} entries each",
                   "recording_bench", row % "plain", row % "recorder", float("inf"), 0.8)
    for plans in ("without", "with"):
        row = f"scan/%s/plans:{plans}"
        yield Goal(f"opening a recording ≥ 0.5 × its checksums alone, {plans} plans",
                   "recording_bench", row % "plain-blocks", row % "stored-run", float("inf"), 0.5)
    for preset in ("convoy", "mixed"):
        for pack, most in ((0, 32), (3, 16)):
            yield Goal(f"`deps` ≤ {most} bytes an event on disk, zstd {pack}, {preset}",
                       "recording_bench", f"bytes/deps/{preset}/zstd:{pack}", "", most,
                       count="bytes_per_event")


# Those that take a lock may queue up; controls and the baseline promise nothing.
NOT_HELD = {"mutex", "optimistic", "deps-strict",
            "none", "late-lock", "early-ticket", "lossy", "stepping-clock"}


def collapse_goals(fleet: Results) -> Iterator[Goal]:
    """Threads beyond the cores: of 4, 8 and 16 workers, those that do worst against 2."""
    for two in fleet.matching(r"fleet/[^/]+/work:0/history:off/workers:2"):
        strategy = two.name.split("/")[1]
        more = [row for workers in (4, 8, 16)
                if (row := fleet.get(two.name.replace("workers:2", f"workers:{workers}")))]
        if strategy not in NOT_HELD and more:
            # A row that failed is the worst: it was not measured, and neither is the goal.
            worst = max(more, key=lambda row: getattr(ratio(row, two), "median", float("inf")))
            yield Goal(f"`{strategy}`: {worst['workers']} workers on 2 cores ≤ 1.5 × 2 workers",
                       "fleet_bench", worst.name, two.name, 1.5)


def outcome(goal: Goal, results: Callable[[str], Results]) -> Outcome:
    over = results(goal.bench).get(goal.over)
    under = results(goal.bench).get(goal.under) if goal.under else None

    def figure(count: str) -> Figure | None:
        if over is None or (goal.under and under is None):
            return None
        return ratio(over, under, count) if under else over.figure(count)

    by_cpu = figure("cpu_ns_per_event") if goal.under and goal.count == "ns_per_event" else None
    return Outcome(goal, figure(goal.count), by_cpu)


def outcomes(results: Callable[[str], Results]) -> list[Outcome]:
    return [outcome(goal, results)
            for goal in [*goals(), *collapse_goals(results("fleet_bench"))]]
