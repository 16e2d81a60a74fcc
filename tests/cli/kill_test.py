#!/usr/bin/env python3
# Goal: a run that is killed at any moment leaves a recording that can be recovered, with all that a
#       completed sync covers; one whose disk fills says so.
# Method: runs under load, killed by SIGKILL at random moments, recovered, recovered again, checked;
#         marks of syncs read from the torn file by a reader of our own; a limit on file sizes.
#         kill_test.py RECKON [--kills N] [--seed N] [OPTIONS OF UNITTEST]

import argparse
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402
from frames import BLOCK_HEAD, LOG, SHAPE, SYNCED, TRUTH, blocks  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)
STRATEGIES = ["deps", "mutex", "lamport", "vector"]
kills, seed = 12, 1


def promised(content: bytes) -> int:
    """Entries of the log that the last mark covers."""
    marks = [payload for kind, payload in blocks(content) if kind == SYNCED]
    return struct.unpack("<QQQ", marks[-1])[1] if marks else 0


class Killed(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="kill_test_")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "run.reckon"
        self.recovered = Path(folder.name) / "run.recovered.reckon"

    def kill_one(self, chance: random.Random, *args: str) -> bool:
        """False if the run was over before."""
        self.file.unlink(missing_ok=True)
        with subprocess.Popen([child.reckon, "run", *args, "-o", str(self.file)],
                              stdout=subprocess.DEVNULL, env=child.environment()) as process:
            # What stands before the shape is written at once, and cannot be done without.
            began = time.monotonic()
            while process.poll() is None and time.monotonic() - began < child.TIMEOUT_S:
                with_shape = self.file.exists() and SHAPE in dict(blocks(self.file.read_bytes()))
                if with_shape:
                    break
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
            process.wait(child.TIMEOUT_S)
        return process.returncode == -signal.SIGKILL

    def check_recovered(self, history: bool) -> int | None:
        """How many entries were kept; none of a file that was already whole."""
        result = run("recover", str(self.file), "--json")
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        value = json.loads(result.out)
        if value["whole"]:
            return None
        self.assertFalse(value["synced"]["missing"])
        self.assertGreaterEqual(value["kept"]["log"], promised(self.file.read_bytes()))
        again = run("recover", str(self.recovered), "--json")
        self.assertEqual(again.code, AS_PROMISED, again)
        self.assertTrue(json.loads(again.out)["whole"])
        checked = run("check", str(self.recovered), "--least-observed", "1", "--json")
        self.assertIn(checked.code, (UNDECIDED, CHECK_FAILED), checked)
        if history:
            checks = json.loads(checked.out)["checks"]
            self.assertEqual(checks["complete"]["result"], "undecided", checked.out)
        return value["kept"]["log"]

    def test_killed_at_random_moments(self) -> None:
        chance = random.Random(seed)
        done = kept = tried = 0
        while done < kills:
            tried += 1
            self.assertLess(tried, 3 * kills + 10, "runs end before they are killed")
            strategy = STRATEGIES[done % len(STRATEGIES)]
            history = done % 3 > 0
            args = ["--strategy", strategy, "--scenario", "mixed", "--ships", "8",
                    "--orders", "100000", "--sync", f"interval={chance.choice([1, 5, 20])}",
                    "--zstd", str(chance.choice([0, 0, 1]))]
            if not history:
                args.append("--no-history")
            if not self.kill_one(chance, *args):
                continue
            with self.subTest(kill=done, args=" ".join(args)):
                entries = self.check_recovered(history)
                if entries is None:
                    continue
                kept += entries
            done += 1
        self.assertGreater(kept, 0)

    def test_a_disk_that_fills(self) -> None:
        for blocks_of_512 in (1, 100, 1000, 4000):
            self.file.unlink(missing_ok=True)
            done = subprocess.run(
                ["sh", "-c", f'trap "" XFSZ; ulimit -f {blocks_of_512}; exec "$0" "$@"',
                 child.reckon, "run", "--strategy", "deps", "--scenario", "mixed", "--ships", "8",
                 "--orders", "50000", "-o", str(self.file)],
                capture_output=True, env=child.environment(), text=True, timeout=child.TIMEOUT_S,
                check=False)
            self.assertEqual((done.returncode, done.stdout), (IO_ERROR, ""), done)
            self.assertIn(str(self.file), done.stderr)
            if SHAPE in dict(blocks(self.file.read_bytes())):
                self.assertEqual(run("recover", str(self.file)).code, AS_PROMISED)
                self.recovered.unlink()
        self.assertGreater(os.path.getsize(self.file), 0)

    def test_damage_before_a_mark_is_told(self) -> None:
        args = ["run", "--strategy", "deps", "--orders", "2000", "--sync", "interval=1"]
        self.assertEqual(run(*args, "-o", str(self.file)).code, AS_PROMISED)
        content = bytearray(self.file.read_bytes())
        at = content.index(b"\x9dBLK" + struct.pack("<H", LOG)) + BLOCK_HEAD
        content[at] ^= 1
        self.file.write_bytes(content)
        refused = run("explain", str(self.file))
        self.assertEqual(refused.code, BAD_INPUT, refused)
        self.assertIn("`reckon recover FILE`", refused.err)
        result = run("recover", str(self.file))
        self.assertEqual(result.code, CHECK_FAILED, result)
        self.assertIn("What had been synced is missing", result.out)

    def test_the_log_alone_outlives_damage_to_its_truth(self) -> None:
        made = run("run", "--strategy", "deps", "--orders", "2000", "-o", str(self.file), "--json")
        events = json.loads(made.out)["events"]
        content = bytearray(self.file.read_bytes())
        at = content.index(b"\x9dBLK" + struct.pack("<H", TRUTH)) + BLOCK_HEAD
        content[at] ^= 1
        self.file.write_bytes(content)
        result = run("recover", str(self.file), "--json")
        self.assertEqual(result.code, CHECK_FAILED, result)
        value = json.loads(result.out)
        self.assertTrue(value["finished"])
        self.assertFalse(value["synced"]["missing"])
        self.assertLess(value["kept"]["log"], events)
        self.assertEqual(value["log_alone"], events)
        text = " ".join(run("recover", str(self.file)).out.split())
        self.assertIn(f"The log alone is whole up to {events} entries: --log-alone keeps", text)
        self.assertIn("The run had ended: the file was damaged, not torn.", text)
        alone = run("recover", str(self.file), "--log-alone", "--json")
        self.assertEqual(alone.code, CHECK_FAILED, alone)
        kept = json.loads(alone.out)["kept"]
        self.assertEqual((kept["log"], kept["truth"]), (events, 0))
        replayed = run("replay", str(self.recovered), "--json")
        self.assertEqual(json.loads(replayed.out)["events"], events)
        self.assertEqual(run("check", str(self.recovered)).code, UNDECIDED)

    def test_too_little_is_left(self) -> None:
        self.file.write_bytes(b"\x89RECKON\n")
        for content in (b"", b"text", b"\x89RECKON\n", b"\x89RECKON\n" + bytes(100)):
            self.file.write_bytes(content)
            result = run("recover", str(self.file))
            self.assertEqual((result.code, result.out), (BAD_INPUT, ""), result)
            self.assertIn(str(self.file), result.err)
            self.assertFalse(self.recovered.exists())

    def test_a_whole_file_is_left_alone(self) -> None:
        self.assertEqual(run("run", "--strategy", "deps", "-o", str(self.file)).code, AS_PROMISED)
        result = run("recover", str(self.file))
        self.assertEqual(result.code, AS_PROMISED, result)
        self.assertIn("is whole", result.out)
        self.assertFalse(self.recovered.exists())
        result = run("recover", str(self.file), "-o", str(self.recovered))
        self.assertEqual(result.code, AS_PROMISED, result)
        self.assertEqual(self.recovered.read_bytes(), self.file.read_bytes())
        refused = run("recover", str(self.file), "-o", str(self.file))
        self.assertEqual(refused.code, BAD_INPUT, refused)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("reckon", nargs="?", default=child.reckon)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=seed)
    options, rest = parser.parse_known_args()
    kills, seed = options.kills, options.seed
    if not Path(options.reckon).is_file():
        sys.exit("usage: kill_test.py RECKON [--kills N] [--seed N] [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(options.reckon).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
