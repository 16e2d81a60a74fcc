"""Fleets whose names are hostile, and what their exports say, read by small readers."""

import json
import re

NAMES = ['a "b",\\;', "=== x ===", "x {y}", "a_b", "a b", "a\u00a0b\u2028\u202ec", "&lt;end",
         "\\N--> %%{"]


def scenario(plans: list[list[dict]]) -> dict:
    ships = [{"name": name, "at": "Oslo" if i % 2 else "Kiel", "cargo": i, "orders": plan}
             for i, (name, plan) in enumerate(zip(NAMES, plans))]
    return {"reckon": "scenario", "version": 1, "name": '"=== {n} ===', "ships": ships}


def hostile() -> dict:
    count = len(NAMES)
    plans = []
    for i in range(count):
        a, b = (i + 1) % count, (i + 3) % count
        plans.append([{"do": "follow", "ship": a}, {"do": "depart", "to": "Gdańsk"},
                      {"do": "hail", "ship": b, "order": {"do": "follow", "ship": a}},
                      {"do": "rendezvous", "ships": [a, b]}, {"do": "arrive"},
                      {"do": "transfer", "ship": b, "tons": 1 + i}] * 4)
    return scenario(plans)


class Run:
    """What the lines of JSON say."""

    def __init__(self, text: str):
        lines = [json.loads(line) for line in text.splitlines()]
        self.events = {(e["ship"], e["version"]): e for e in lines if e.get("line") == "happened"}

    def edges(self):
        """(kind, from, to), without what leads from an initial state."""
        for (ship, version), event in self.events.items():
            to = ship, version
            if version > 1:
                yield "program", (ship, version - 1), to
            for other, seen in event["reads"]:
                if seen > 0:
                    yield "wr", (other, seen), to
                if (other, seen + 1) in self.events:
                    yield "rw", to, (other, seen + 1)
            if "hail" in event["cause"]:
                yield "message", (event["cause"]["hail"], event["cause"]["version"]), to


def has_cycle(edges: list) -> bool:
    after = {}
    waits = {}
    for a, b in set(edges):
        after.setdefault(a, []).append(b)
        waits[b] = waits.get(b, 0) + 1
        waits.setdefault(a, 0)
    free = [node for node, count in waits.items() if count == 0]
    done = 0
    while free:
        done += 1
        for node in after.get(free.pop(), []):
            waits[node] -= 1
            if waits[node] == 0:
                free.append(node)
    return done < len(waits)


def transactions(edn: str) -> list[list[tuple[str, int, int]]]:
    """Of the pairs of operations; each line as the grammar has it."""
    done, invoked = [], None
    micro = r"\[:([rw]) (\d+) (nil|\d+)\]"
    for i, line in enumerate(edn.splitlines()):
        match = re.fullmatch(r"\{:type :(invoke|ok), :process (\d+), :f :txn, "
                             rf":value \[({micro}(?: {micro})*)\], :index {i}\}}", line)
        assert match, line
        found = [(op, int(key), 0 if value == "nil" else int(value))
                 for op, key, value in re.findall(micro, match[3])]
        if match[1] == "invoke":
            assert all(value == 0 for op, _, value in found if op == "r"), line
            invoked = match[2], [(op, key) for op, key, _ in found]
        else:
            assert invoked == (match[2], [(op, key) for op, key, _ in found]), line
            done.append(found)
    return done


def elle_edges(done: list) -> list:
    writers = {(key, value): i for i, ops in enumerate(done) for op, key, value in ops if op == "w"}
    edges = []
    for i, ops in enumerate(done):
        for op, key, value in ops:
            before = value if op == "r" else value - 1
            if (key, before) in writers and writers[key, before] != i:
                edges.append((writers[key, before], i))
            if op == "r" and writers.get((key, value + 1), i) != i:
                edges.append((i, writers[key, value + 1]))
    return edges
