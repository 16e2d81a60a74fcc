"""A story, as `reckon explain --format json` has it, as steps that can be gone through.

A step is either one operation of the run or one event of the replay. The replay reads the log
alone; it is told as if it went along with the run, and carries out the next event of its order as
soon as the run has put it into the log.
"""

from dataclasses import dataclass, field

STEPS_MOST = 300
SHIPS_MOST = 16


@dataclass
class Step:
    side: str  # "run" or "replay"
    number: int  # Of the operation in the run, or of the event in the replay; from 1.
    said: str
    ship: int | None = None  # Whose state it changes.
    label: str = ""
    state: str = ""
    departs: str = ""  # In what the replay departs from the run here; "" if it does not.


@dataclass
class Shown:
    label: str
    state: str
    departs: str = ""


@dataclass
class Steps:
    """base  the ships before steps[0], in the run and in the replay."""

    ships: list[str]
    base: dict[str, list[Shown]]
    steps: list[Step]
    first: int | None  # Of steps: where the replay departs from the run for the first time.
    replayed: bool
    before: int = 0  # Steps that are left out.
    after: int = 0
    shown_ships: list[int] = field(default_factory=list)

    @property
    def opened(self) -> int:
        """How many steps are done when the page is opened."""
        return 0 if self.first is None else self.first + 1

    def states(self, done: int) -> dict[str, list[Shown]]:
        now = {side: list(ships) for side, ships in self.base.items()}
        for step in self.steps[:done]:
            if step.ship is not None:
                now[step.side][step.ship] = Shown(step.label, step.state, step.departs)
        return now


class Story:
    def __init__(self, story: dict, initial: list[str]):
        self.story = story
        self.count = story["ship_count"]
        self.lanes = story["lane_names"]
        self.names = self._ship_names()
        self.initial = initial
        self.events = {(each["ship"], each["version"]): each for each in story["events"]}
        self.by_row = {each["at"]["row"]: each for each in story["events"] if each["at"]["row"]}
        self.lines = {line["replayed"]: line for line in story["lines"] if line["replayed"]}

    def steps(self) -> Steps:
        steps = self._merged()
        first = next((i for i, step in enumerate(steps) if step.departs), None)
        start = [Shown(f"{name}@0", self.initial[ship] if ship < len(self.initial) else "")
                 for ship, name in enumerate(self.names)]
        whole = Steps(self.lanes[:self.count], {"run": start, "replay": list(start)}, steps, first,
                      bool(self.story["replay"]))
        return cut_ships(cut_steps(whole, STEPS_MOST), SHIPS_MOST)

    def _ship_names(self) -> list[str]:
        """As labels have them; a lane may be called otherwise, to be told from a source."""
        names = self.lanes[:self.count]
        for event in self.story["events"]:
            names[event["ship"]] = event["label"].rpartition("@")[0]
        return names

    def _merged(self) -> list[Step]:
        steps: list[Step] = []
        waiting = self._replay_steps()
        for line in self.story["lines"]:
            steps.append(self._run_step(line))
            while waiting and waiting[0][0] <= line["row"]:
                steps.append(waiting.pop(0)[1])
        return steps + [step for _, step in waiting]

    def _run_step(self, line: dict) -> Step:
        step = Step("run", line["row"], f"{self.lanes[line['task']]} {line['did']}")
        if event := self.by_row.get(line["row"]):
            step.ship, step.label, step.state = event["ship"], event["label"], event["state"]
        return step

    def _replay_steps(self) -> list[tuple[int, Step]]:
        """With the row by which the log has it: what the replay takes next waits for it."""
        found = []
        versions = [1] * self.count
        last = len(self.story["lines"])
        broken = self._effect_before_cause()
        for number, said in enumerate(self.story["replay"], 1):
            event = self._event_of(said, versions)
            step = Step("replay", number, said)
            line = self.lines.get(said)
            row = line["row"] if line else last
            if event:
                versions[event["ship"]] += 1
                reads, state = self._read_and_became(said.removeprefix(event["label"] + ": "))
                step.ship, step.label, step.state = event["ship"], event["label"], state
                if line["diverges"] if line else state != event["state"]:
                    step.departs = self._difference(event, reads, state)
                elif broken and broken[0] is event:
                    step.departs = broken[1]
            found.append((row, step))
        return found

    def _event_of(self, said: str, versions: list[int]) -> dict | None:
        """Of each ship only the next can be meant; names may hold anything, so the longest fits."""
        nexts = [self.events.get((ship, version)) for ship, version in enumerate(versions)]
        fitting = [each for each in nexts if each and said.startswith(each["label"] + ": ")]
        return max(fitting, key=lambda each: len(each["label"]), default=None)

    def _read_and_became(self, said: str) -> tuple[list[str], str]:
        reads = []
        while said.startswith("reads "):
            for name in sorted(self.names, key=len, reverse=True):
                version, comma, rest = said.removeprefix(f"reads {name}@").partition(", ")
                if said.startswith(f"reads {name}@") and comma and version.isdigit():
                    reads.append(f"{name}@{version}")
                    said = rest
                    break
            else:
                break
        return reads, said

    def _run_reads(self, event: dict) -> list[str]:
        row = event["at"]["row"]
        earlier = self.events.get((event["ship"], event["version"] - 1))
        begin = earlier["at"]["row"] if earlier else 0
        found = []
        for arrow in self.story["arrows"]:
            to, source = arrow["to"], arrow["from"]
            if (arrow["kind"] == "deref" and to["task"] == event["ship"]
                    and begin < to["row"] < row):
                made = self.by_row.get(source["row"])
                found.append(made["label"] if made else f"{self.names[source['task']]}@0")
        return found

    def _difference(self, event: dict, reads: list[str], state: str) -> str:
        parts = []
        was = self._run_reads(event)
        if reads != was and was:
            parts.append(f"read {' and '.join(was)}")
        if state != event["state"]:
            parts.append(f"was {event['state']}")
        return f"in the run {event['label']} {' and '.join(parts)}" if parts else (
            f"in the run {event['label']} was another state, which differs in the miles sailed")

    def _effect_before_cause(self) -> tuple[dict, str] | None:
        """Where every decision is remade, and yet the order of the log is not that of causes."""
        broken = next((each for each in self.story["arrows"] if each["kind"] == "broken"), None)
        if not broken or any(line["diverges"] for line in self.story["lines"]):
            return None
        to = broken["to"]
        events = [each for each in self.story["events"]
                  if each["ship"] == to["task"] and each["at"]["row"] >= to["row"]]
        event = min(events, key=lambda each: each["at"]["row"], default=None)
        return (event, f"before its cause ({broken['label']})") if event else None


def cut_steps(whole: Steps, most: int) -> Steps:
    """A window around the first divergence, or the last steps if there is none."""
    if len(whole.steps) <= most:
        return whole
    middle = len(whole.steps) if whole.first is None else whole.first
    begin = max(0, min(middle - most // 2, len(whole.steps) - most))
    first = None if whole.first is None else whole.first - begin
    return Steps(whole.ships, whole.states(begin), whole.steps[begin:begin + most], first,
                 whole.replayed, begin, len(whole.steps) - begin - most)


def cut_ships(whole: Steps, most: int) -> Steps:
    """Of many ships those that the steps change."""
    ships = list(range(len(whole.ships)))
    if len(ships) > most:
        moved = {step.ship for step in whole.steps}
        around = sorted({step.ship for step in whole.steps[max(0, (whole.first or 0) - 20):
                                                           (whole.first or 0) + 20]} - {None})
        order = around + [ship for ship in ships if ship in moved and ship not in around]
        ships = sorted(order[:most])
    whole.shown_ships = ships
    return whole
