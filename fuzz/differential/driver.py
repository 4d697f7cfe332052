"""What the differential fuzzers share: their arguments, the process that scores pairs, and the counts they print."""

import argparse
import collections
import itertools
import json
import random
import subprocess


# Pairs of a batch: far below the 64 KiB of a pipe.
BATCH = 50


class Run:
    """One run of a fuzzer: a random generator with its seed, mathVerify in a process of its own, and counts."""

    def __init__(self, pairs, profile, **more):
        parser = argparse.ArgumentParser()
        parser.add_argument("--pairs", type=int, default=pairs)
        parser.add_argument("--seed", type=int, default=1)
        for name, default in more.items():
            parser.add_argument(f"--{name}", type=type(default), default=default)
        self.options = parser.parse_args()
        self.random = random.Random(self.options.seed)
        self.counts = collections.Counter()
        self.profile = profile
        self.process = subprocess.Popen(
            ["node", "--import", "tsx", "fuzz/differential/verdicts.ts"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def scored(self, cases):
        """Each of the wanted number of cases with its reward ("0", "1", or "-" for a refused gold) and reason.

        A case begins with the prediction and the gold. They go to the process in batches that its pipe holds.
        """
        cases = itertools.islice(cases, self.options.pairs)
        while batch := list(itertools.islice(cases, BATCH)):
            for prediction, gold, *_ in batch:
                self.process.stdin.write(json.dumps([prediction, gold, self.profile]) + "\n")
            self.process.stdin.flush()
            for case in batch:
                reward, reason = self.process.stdout.readline().split(" ", 1)
                self.counts["pairs"] += 1
                yield case, reward, reason.strip()

    def report(self):
        for name, count in sorted(self.counts.items()):
            print(f"{count:8} {name}")
