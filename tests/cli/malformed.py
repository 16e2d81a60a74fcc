"""Command lines and scenario files that make no sense, and how each is refused."""

BAD_INPUT, UNDECIDED, IO_ERROR = 2, 3, 4

RUN = ["run", "--strategy", "deps"]
PRINT = ["scenarios", "--print"]
SMALL_MATRIX = ["matrix", "--runs", "1", "--ships", "3", "--orders", "40", "--work", "2000",
                "--observe", "1", "--least-observed", "1", "--rounds", "2", "--cost-ships", "3",
                "--cost-orders", "50"]

# Command lines, their exit code, and what stderr says.
BAD_COMMAND_LINES = [
    ([], BAD_INPUT, "reckon: no command: expected one of strategies, "),
    (["--frobnicate"], BAD_INPUT, "not expected: --frobnicate"),
    (["bogus"], BAD_INPUT, "not expected: bogus"),
    (["--json", *RUN], BAD_INPUT, "--json"),
    (["strategies", "all"], BAD_INPUT, "The following argument was not expected: all\n"),
    (["strategies", "b", "--a", "c"], BAD_INPUT,
     "The following arguments were not expected: b --a c\n"),
    (["bogus", "b", "a"], BAD_INPUT, "The following arguments were not expected: bogus b a\n"),
    (["strategies", "--ships", "3"], BAD_INPUT, "--ships"),
    (["run"], BAD_INPUT, "--strategy is required"),
    (["run", "--strategy"], BAD_INPUT, "--strategy: 1 required STRATEGY missing"),
    (["run", "--strategy", "luck"], BAD_INPUT,
     'reckon: --strategy: "luck": expected one of none, mutex, optimistic'),
    (["run", "--strategy", "Mutex"], BAD_INPUT, '--strategy: "Mutex": expected one of'),
    (["run", "--strategy", ""], BAD_INPUT, '--strategy: "": expected one of'),
    ([*RUN, "--strategy", "mpsc"], BAD_INPUT, "--strategy: "),
    ([*RUN, "convoy"], BAD_INPUT, "not expected: convoy"),
    ([*RUN, "--shipz", "3"], BAD_INPUT, "--shipz"),
    ([*RUN, "--ships", "0"], BAD_INPUT, '--ships: "0": expected a whole number from 1 to 65536'),
    ([*RUN, "--ships", "65537"], BAD_INPUT, '--ships: "65537": expected a whole number'),
    ([*RUN, "--ships", "-1"], BAD_INPUT, '--ships: "-1": expected a whole number'),
    ([*RUN, "--ships", "3.5"], BAD_INPUT, '--ships: "3.5": expected a whole number'),
    ([*RUN, "--ships", "many"], BAD_INPUT, '--ships: "many": expected a whole number'),
    ([*RUN, "--ships", " 3"], BAD_INPUT, '--ships: " 3": expected a whole number'),
    ([*RUN, "--ships", "010"], BAD_INPUT, '--ships: "010": expected a whole number'),
    ([*RUN, "--ships", "1"], BAD_INPUT, "--ships: 1: expected 2 to 65536"),
    ([*RUN, "--scenario", "rendezvous", "--ships", "2"], BAD_INPUT, "--ships: 2: expected 3"),
    ([*RUN, "--orders", "134217729"], BAD_INPUT, '--orders: "134217729": expected a whole number'),
    ([*RUN, "--ships", "65536", "--orders", "2049"], BAD_INPUT,
     "--orders: 65536 ships of 2049 orders: expected at most 134217728 events"),
    ([*RUN, "--sources", "257"], BAD_INPUT, '--sources: "257": expected a whole number'),
    ([*RUN, "--sources", "256", "--source-orders", "134217728"], BAD_INPUT, "--source-orders: "),
    ([*RUN, "--seed", "18446744073709551616"], BAD_INPUT, '--seed: "18446744073709551616"'),
    ([*RUN, "--seed", "0x10"], BAD_INPUT, '--seed: "0x10": expected a whole number'),
    ([*RUN, "--work", "1000000001"], BAD_INPUT, '--work: "1000000001": expected'),
    ([*RUN, "--skew", "1.5"], BAD_INPUT, "--skew: 1.5: expected 0 to 1"),
    ([*RUN, "--skew", "-0.5"], BAD_INPUT, "--skew: -0.5: expected 0 to 1"),
    ([*RUN, "--skew", "nan"], BAD_INPUT, "--skew: nan: expected 0 to 1"),
    ([*RUN, "--skew", "some"], BAD_INPUT, "--skew = some"),
    ([*RUN, "--share", "sink=1"], BAD_INPUT, '--share: "sink=1": expected KIND=WEIGHT'),
    ([*RUN, "--share", "take=1"], BAD_INPUT, '--share: "take=1": expected KIND=WEIGHT'),
    ([*RUN, "--share", "follow"], BAD_INPUT, '--share: "follow": expected KIND=WEIGHT'),
    ([*RUN, "--share", "follow="], BAD_INPUT, '--share: "follow=": expected KIND=WEIGHT'),
    ([*RUN, "--share", "follow=-1"], BAD_INPUT, '--share: "follow=-1": expected KIND=WEIGHT'),
    ([*RUN, "--share", "follow=1000001"], BAD_INPUT, "a weight from 0 to 1000000"),
    ([*RUN, "--share", "depart=0", "follow=0", "hail=0"], BAD_INPUT, "--share: all shares are 0"),
    ([*RUN, "--workers", "0"], BAD_INPUT, '--workers: "0": expected a whole number from 1'),
    ([*RUN, "--workers", "257"], BAD_INPUT, '--workers: "257": expected a whole number'),
    ([*RUN, "--batch", "0"], BAD_INPUT, '--batch: "0": expected a whole number'),
    ([*RUN, "--observe", "1000001"], BAD_INPUT, '--observe: "1000001": expected'),
    ([*RUN, "--publication", "relaxed"], BAD_INPUT, 'relaxed": expected seq_cst or release'),
    *[([*RUN, "--memory", size], BAD_INPUT, f'--memory: "{size}": expected bytes')
      for size in ("", "much", "M", "-1", "1.5G", "010M", "18446744073709551616", "99999999999T")],
    ([*RUN, "--memory", "0"], UNDECIDED, "--memory: 0 bytes: expected enough for"),
    ([*RUN, "--memory", "1M", "--ships", "200", "--orders", "200"], UNDECIDED,
     "--memory: 1048576 bytes: expected enough for"),
    ([*RUN, "--scenario", "stormy"], BAD_INPUT, '--scenario: "stormy": expected a preset (solo, '),
    ([*RUN, "--scenario", ""], BAD_INPUT, '--scenario: "": expected a preset'),
    ([*RUN, "--scenario", "/"], IO_ERROR, "reckon: /: a directory: expected a readable file"),
    # Opens, and fails at the first byte.
    ([*RUN, "--scenario", "/proc/self/mem"], IO_ERROR, "/proc/self/mem: cannot be read"),
    ([*RUN, "--scenario", "/dev/null"], BAD_INPUT, "/dev/null: line 1, column 1: not JSON"),
    (["scenarios", "--ports", "--print"], BAD_INPUT, "--ports excludes --print"),
    ([*PRINT, "--scenario", "stormy"], BAD_INPUT, '--scenario: "stormy"'),
    ([*PRINT, "--workers", "3"], BAD_INPUT, "--workers"),
    (["matrix", "--ships", "2"], BAD_INPUT, '--ships: "2": expected a whole number from 3'),
    (["matrix", "--cost-ships", "65536", "--cost-orders", "134217728"], BAD_INPUT,
     "--cost-orders: 65536 ships of 134217728 orders"),
    (["matrix", "--runs", "0"], BAD_INPUT, '--runs: "0": expected a whole number'),
    (["matrix", "--strategies", "deps,luck"], BAD_INPUT, '--strategies: "luck": expected one of'),
    (["matrix", "--strategies"], BAD_INPUT, "--strategies: "),
    (["matrix", "--classes", "solo,duo"], BAD_INPUT, '--classes: "duo": expected solo, hail, conv'),
    (["matrix", "--classes", "storm"], BAD_INPUT, '--classes: "storm": expected solo'),
    (["matrix", "--strategies", "mpsc,deps,mpsc"], BAD_INPUT, '--strategies: "mpsc" twice'),
    (["matrix", "--classes", "solo,solo"], BAD_INPUT, '--classes: "solo" twice'),
    (["matrix", "--runs", "9", "--runs-max", "8"], BAD_INPUT, "--runs-max: 8: expected at least"),
    (["matrix", "--strategies", "none", "--rounds", "0"], BAD_INPUT, "--rounds: 0, with nothing"),
    (["matrix", "--least-observed", "0"], BAD_INPUT, "--least-observed: \"0\": expected"),
    ([*RUN, "--work", "1000000000", "--orders", "1000"], BAD_INPUT, "--work: 1000000000 for each"),
    *[([command], BAD_INPUT, "FILE is required")
      for command in ("replay", "check", "state", "query")],
    *[([command, "/nosuch.reckon", *more], IO_ERROR, "reckon: /nosuch.reckon: No such file")
      for command, *more in (["replay"], ["check"], ["state"], ["query", "SELECT 1"])],
    *[([command, "/dev/null", *more], BAD_INPUT, "reckon: /dev/null: ")
      for command, *more in (["replay"], ["check"], ["state"], ["query", "SELECT 1"])],
    (["replay", "x.reckon", "--threads", "0"], BAD_INPUT, '--threads: "0": expected a whole'),
    (["replay", "x.reckon", "--threads", "257"], BAD_INPUT, '--threads: "257": expected'),
    (["check", "x.reckon", "--least-observed", "0"], BAD_INPUT, '--least-observed: "0": expected'),
    (["state", "x.reckon", "--rest", "1"], BAD_INPUT, '--rest: "1": expected 0 or end'),
    (["state", "x.reckon", "Emma@1"], BAD_INPUT, "not expected: Emma@1"),
    (["query", "x.reckon"], BAD_INPUT, "SQL is required"),
    (["query", "x.reckon", ""], BAD_INPUT, "SQL is required"),
    (["query", "x.reckon", "SELECT 1", "SELECT 2"], BAD_INPUT, "not expected: SELECT 2"),
    (["query", "x.reckon", "--schema"], BAD_INPUT, "FILE excludes --schema"),
    (["query", "x.reckon", "SELECT 1", "--timeout", "0"], BAD_INPUT, '--timeout: "0": expected'),
    (["query", "x.reckon", "SELECT 1", "--csv", "--json"], BAD_INPUT, "--csv: given with --json"),
    ([*SMALL_MATRIX, "--memory", "1k"], UNDECIDED, "--memory: 1024 bytes: expected enough for"),
]

EMMA = '{"name": "Emma", "at": "Oslo", "orders": [%s]}'
BERTA = '{"name": "Berta", "bound": "Kiel"}'


def scenario(ships: str, more: str = "") -> str:
    return '{"reckon": "scenario", "version": 1, "ships": [%s]%s}' % (ships, more)


def order(text: str) -> str:
    return scenario(f"{EMMA % text}, {BERTA}")


# Files, the place that stderr names, and what it says there.
BAD_FILES = [
    ("", "line 1, column 1", "not JSON"),
    ("{\n \"reckon\": \"scenario\",\n}", "line 3, column 1", "not JSON"),
    (scenario(BERTA) + "}", "line 1, column 84", "not JSON"),
    ("[" * 10_000, "/", "brackets nested deeper than that: expected at most 64"),
    ("[]", "/", "[]: expected an object"),
    ('{"reckon": "case", "version": 1}', "/reckon", '"case": expected "scenario"'),
    ('{"reckon": "scenario", "version": 9}', "/version", "9: expected 1"),
    (scenario(BERTA, ', "sauces": []'), "/sauces", 'unknown key "sauces"'),
    (scenario(BERTA, ', "seed": -1'), "/seed", "-1: expected a whole number"),
    (scenario(""), "/ships", "0 ships: expected 1 to 65536 ships"),
    (scenario('{"name": "Emma", "at": "Atlantis"}'), "/ships/0/at", '"Atlantis": expected'),
    (scenario(f"{BERTA}, {BERTA}"), "/ships/1/name", '"Berta": expected a name that no other'),
    (order('{"do": "sink"}'), "/ships/0/orders/0/do", '"sink": expected one of depart'),
    (order('{"do": "arrive"}, {"do": "follow", "ship": 2}'), "/ships/0/orders/1/ship",
     "2: expected a ship's name (Emma, Berta) or index (0 to 1)"),
    (order('{"do": "follow", "ship": "Emma"}'), "/ships/0/orders/0/ship",
     '"Emma": expected another ship than Emma'),
    (scenario(BERTA, ', "sources": [[{"ship": 0}]]'), "/sources/0/0", 'no "order"'),
]
