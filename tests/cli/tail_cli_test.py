#!/usr/bin/env python3
# Goal: `tail` follows a recording to its end, ends by itself where there is none, and says so.
# Method: the binary as a child process beside a run that writes; pipes; a writer that is killed;
#         damage; terminals. tail_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the
#         environment as RECKON.

import json
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
import schemas  # noqa: E402
from child import run, run_on_terminal  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)
RUN = ["run", "--strategy", "deps", "--scenario", "mixed", "--ships", "4", "--sources", "0"]
QUICK = [*RUN, "--orders", "50"]
# Two seconds on one worker, seen from outside.
SLOWLY = [*RUN, "--work", "500000", "--workers", "1"]
SLOW = [*SLOWLY, "--orders", "1000"]
NAMES = ["events", "refused", "tons-at-sea", "ships-in-port", "rates"]


def start(*args, **options):
    return subprocess.Popen([child.reckon, *args], env=child.environment(), **options)


class Tails(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tail_cli_test_")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "run.reckon"

    def record(self, *args):
        self.assertEqual(run(*(args or QUICK), "-o", str(self.file)).code, AS_PROMISED)

    def tail_lines(self, *args):
        result = run("tail", str(self.file), "--json", *args)
        return result, [json.loads(line) for line in result.out.splitlines()]

    def replayed(self):
        return json.loads(run("replay", str(self.file), "--json").out)

    def check_agrees_with_replay(self, line):
        replay = self.replayed()
        states = replay["states"]
        self.assertEqual(line["events"], replay["events"])
        shown = line["projections"]
        self.assertEqual(list(shown), NAMES)
        self.assertEqual(shown["events"][0]["events"], replay["events"])
        self.assertEqual(shown["refused"][0]["refused"], sum(s["refused"] for s in states))
        at_sea = [s for s in states if s["port"] is None]
        self.assertEqual([(row["where"], row["ships"], row["tons"])
                          for row in shown["tons-at-sea"]],
                         [("at sea", len(at_sea), sum(s["cargo"] for s in at_sea)),
                          ("in port", len(states) - len(at_sea),
                           sum(s["cargo"] for s in states if s["port"] is not None))])
        ports = [s["port"] for s in states if s["port"] is not None]
        self.assertEqual({row["port"]: row["ships"] for row in shown["ships-in-port"]},
                         {port: ports.count(port) for port in ports})
        self.assertEqual({row["ship"]: row["events"] for row in shown["rates"]},
                         {s["ship"]: s["version"] for s in states})

    def test_complete(self):
        self.record()
        for once in ([], ["--once"]):
            result, lines = self.tail_lines(*once)
            self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
            self.assertEqual(lines[-1]["recording"], "ended")
            self.assertEqual(lines[-1]["command"], "tail")
            self.check_agrees_with_replay(lines[-1])

    def test_packed(self):
        self.record(*QUICK, "--zstd", "3")
        self.check_agrees_with_replay(self.tail_lines()[1][-1])

    def test_follows_a_run(self):
        # It is there before the file is.
        with start("tail", str(self.file), "--json", "--every", "100", "--for", "50",
                   stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tail:
            time.sleep(0.2)
            self.record(*SLOW)
            out, err = tail.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual((tail.returncode, err), (AS_PROMISED, b""))
        schemas.check("tail", out.decode(), one_a_line=True)
        lines = [json.loads(line) for line in out.splitlines()]
        events = [line["events"] for line in lines]
        self.assertEqual(events, sorted(events))
        last = self.replayed()["events"]
        between = {count for count in events if 0 < count < last}
        self.assertGreaterEqual(len(between), 3, events)
        self.assertEqual({line["recording"] for line in lines[:-1]}, {"growing"})
        self.assertEqual((lines[-1]["recording"], events[-1]), ("ended", last))
        self.check_agrees_with_replay(lines[-1])

    def test_pipe(self):
        with start(*SLOW, "-o", "-", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
            with start("tail", "-", "--every", "200", "--projection", "events", "--projection",
                       "rates", stdin=writer.stdout, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE) as tail:
                writer.stdout.close()
                out, err = tail.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual((tail.returncode, err), (AS_PROMISED, b""))
        blocks = out.decode().split("\n\n")
        self.assertGreater(len(blocks), 3)
        self.assertRegex(blocks[-1], r": [0-9]{4} events, ended\nevents\n")
        for block in blocks:
            self.assertIn("\nrates\n", block)
            self.assertNotIn("refused", block)
            self.assertNotIn("\x1b", block)

    def test_killed_writer(self):
        with start(*SLOWLY, "--orders", "100000", "-o", str(self.file),
                   stdout=subprocess.DEVNULL) as writer:
            with start("tail", str(self.file), "--json", "--every", "50", "--idle", "1",
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tail:
                while json.loads(tail.stdout.readline())["events"] < 100:
                    pass
                writer.kill()
                out, err = tail.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual(tail.returncode, UNDECIDED)
        self.assertEqual(err.decode(), f"reckon: {self.file}: not ended: reckon recover "
                                       f"{self.file}\n")
        schemas.check("tail", out.decode(), one_a_line=True)
        last = json.loads(out.splitlines()[-1])
        self.assertEqual(last["recording"], "not ended")
        self.assertGreaterEqual(last["events"], 100)
        once = run("tail", str(self.file), "--once")
        self.assertEqual((once.code, once.err), (AS_PROMISED, ""))
        self.assertIn(f" {last['events']} events, growing\n", once.out)

    def test_closed_pipe(self):
        self.record()
        events = self.replayed()["events"]
        begun = time.monotonic()
        with start("tail", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                   stderr=subprocess.PIPE) as tail:
            out, err = tail.communicate(self.file.read_bytes()[:-1], timeout=child.TIMEOUT_S)
        self.assertLess(time.monotonic() - begun, 8)  # It need not wait.
        self.assertEqual((tail.returncode, err),
                         (UNDECIDED, b"reckon: standard input: not ended\n"))
        self.assertIn(f": {events} events, not ended\n".encode(), out)

    def test_interrupt(self):
        self.record()
        events = self.replayed()["events"]
        self.file.write_bytes(self.file.read_bytes()[:-1])
        with start("tail", str(self.file), "--idle", "50", stdout=subprocess.PIPE,
                   stderr=subprocess.PIPE) as tail:
            tail.stdout.readline()
            tail.send_signal(signal.SIGINT)
            out, err = tail.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual(tail.returncode, UNDECIDED)
        self.assertIn(f": {events} events, not ended\n".encode(), out)
        self.assertIn(b"not ended: reckon recover", err)

    def test_damage(self):
        self.record()
        content = bytearray(self.file.read_bytes())
        content[len(content) // 2] ^= 1
        self.file.write_bytes(content)
        result = run("tail", str(self.file))
        self.assertEqual(result.code, BAD_INPUT, result)
        self.assertIn(f"reckon: {self.file}: block ", result.err)
        self.assertIn(", damaged\n", result.out)

    def test_nothing_there(self):
        for args, code, message in ((["--once"], IO_ERROR, "no such file"),
                                    (["--for", "0"], IO_ERROR, "no such file"),
                                    (["--idle", "0"], IO_ERROR, "no such file")):
            result = run("tail", str(self.file), *args)
            self.assertEqual((result.code, result.out), (code, ""), args)
            self.assertIn(message, result.err)
        self.file.write_bytes(b"")
        result = run("tail", str(self.file), "--once")
        self.assertEqual((result.code, result.out), (UNDECIDED, ""))
        self.file.write_bytes(b"{}")
        result = run("tail", str(self.file))
        self.assertEqual((result.code, result.out), (BAD_INPUT, ""))
        self.assertIn("no recording", result.err)

    def test_stamps(self):
        """Ships that have derefed are left out, and every table of states says so."""
        run("run", "--strategy", "lamport", "--scenario", "convoy", "--ships", "4", "--orders",
            "50", "-o", str(self.file))  # Whether it is faithful, chance decides.
        line = self.tail_lines()[1][-1]
        self.assertEqual((line["events"], line["ships_told"]),
                         (self.replayed()["events"], 0))
        self.assertEqual([row["ships"] for row in line["projections"]["tons-at-sea"]], [0, 0])
        text = run("tail", str(self.file)).out
        for name in ("refused", "tons-at-sea", "ships-in-port"):
            self.assertIn(f"\n{name} (of 0 of 4 ships: the others' states are not told yet)\n",
                          text)
        for name in ("events", "rates"):
            self.assertIn(f"\n{name}\n", text)

    def test_nothing_recorded(self):
        run("run", "--strategy", "none", "--scenario", "solo", "--ships", "2", "--orders", "5",
            "-o", str(self.file))
        result = run("tail", str(self.file))
        self.assertEqual(result.code, UNDECIDED, result)
        self.assertIn("log: nothing: expected a recorded log", result.err)

    def test_terminal(self):
        self.record()
        content = self.file.read_bytes()
        self.file.write_bytes(content[:-1])
        args = ["tail", str(self.file), "--every", "100", "--idle", "1"]
        shown = run_on_terminal(*args, out=True)
        self.assertEqual(shown.code, UNDECIDED)
        self.assertRegex(shown.out, "\x1b\\[\\d+A\r?\x1b\\[J")
        self.assertIn("\x1b[1mevents\x1b[0m", shown.out)
        plain = run_on_terminal(*args, out=True, NO_COLOR="1")
        self.assertNotRegex(plain.out, "\x1b\\[\\d*m")
        for frame in plain.out.split("\x1b[J"):
            self.assertLessEqual(frame.count("\n"), 24)
            self.assertLessEqual(max(map(len, frame.split("\n"))), 80)
        dumb = run_on_terminal(*args, out=True, NO_COLOR="1", TERM="dumb")
        self.assertNotIn("\x1b", dumb.out)

    def test_usage(self):
        for args, message in ((["--projection", "tons"], "one of " + ", ".join(NAMES)),
                              (["--every", "0"], "--every"),
                              (["--once", "--for", "3"], "--once"),
                              (["--window", "lots"], "--window")):
            result = run("tail", str(self.file), *args)
            self.assertEqual((result.code, result.out), (BAD_INPUT, ""), args)
            self.assertIn(message, result.err)
        self.assertIn("tons-at-sea", run("tail", "--help").out)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: tail_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
