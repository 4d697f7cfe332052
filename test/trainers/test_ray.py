"""golongrl on a real Ray cluster of several logical nodes on this machine: actors are killed, nothing is lost."""

import json
import os
import sys
import time
import unittest
import urllib.error
import urllib.request

import ray
from ray.cluster_utils import Cluster
from service import root

os.environ["GOLONGRL_COMMAND"] = f"node {root / 'dist' / 'cli' / 'main.js'}"
sys.path.insert(0, str(root / "examples" / "deploy"))
from ray_scoring import score_all, scoring_app, start_scorers  # noqa: E402

ROLLOUTS = int(os.environ.get("RAY_ROLLOUTS", "100000"))
NODES = 2
BATCH = 1000
#: An actor is killed each time that so many batches were given out: on a slow machine a clock would kill them before they had begun.
KILL_EVERY = 12
QUIET = ("--workers", "1")


def rollouts(count: int) -> list:
    """Rollout i has a reward of its own: 1 where i is even, 0 elsewhere, and its number in the answer."""
    return [
        {"record": {"taskType": "precise-retrieval", "gold": str(i)}, "response": f"<think>{i}</think>{i + i % 2}"}
        for i in range(count)
    ]


class TestRay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2})
        for _ in range(NODES - 1):
            cls.cluster.add_node(num_cpus=2)
        environment = {"PYTHONPATH": os.pathsep.join(sys.path), "GOLONGRL_COMMAND": os.environ["GOLONGRL_COMMAND"]}
        ray.init(address=cls.cluster.address, runtime_env={"env_vars": environment}, log_to_driver=False)

    @classmethod
    def tearDownClass(cls):
        ray.shutdown()
        cls.cluster.shutdown()

    def test_actors_are_killed_and_no_rollout_is_lost(self):
        scorers = start_scorers(NODES, QUIET)
        ray.get([scorer.score.remote([]) for scorer in scorers])
        kills = 0

        class Rollouts(list):
            given = 0

            def __getitem__(self, part):
                nonlocal kills
                self.given += 1
                if self.given % KILL_EVERY == 0:
                    ray.kill(scorers[kills % NODES], no_restart=False)
                    kills += 1
                return super().__getitem__(part)

        started = time.monotonic()
        results = score_all(scorers, Rollouts(rollouts(ROLLOUTS)), BATCH)
        seconds = time.monotonic() - started
        self.assertEqual(
            [result["verdict"]["reward"] for result in results], [float(i % 2 == 0) for i in range(ROLLOUTS)]
        )
        self.assertEqual(kills, ROLLOUTS // BATCH // KILL_EVERY)
        print(f"{ROLLOUTS} rollouts in {seconds:.1f} s, {kills} actors killed")
        for scorer in scorers:
            ray.kill(scorer)

    def test_throughput_by_actors(self):
        work = rollouts(20_000)
        for count in (1, 2):
            scorers = start_scorers(count, QUIET)
            ray.get([scorer.score.remote(work[:100]) for scorer in scorers])
            started = time.monotonic()
            results = score_all(scorers, work)
            self.assertEqual(sum(result["verdict"]["reward"] for result in results), len(work) / 2)
            print(f"{count} actor(s): {len(work) / (time.monotonic() - started):,.0f} rollouts/s")
            for scorer in scorers:
                ray.kill(scorer)

    def test_ray_serve_in_front(self):
        from ray import serve

        serve.run(scoring_app(replicas=2, arguments=QUIET), route_prefix="/")
        try:
            body = json.dumps({"rollouts": rollouts(100)}).encode()
            request = urllib.request.Request(
                "http://127.0.0.1:8000/v1/batch", body, {"Content-Type": "application/json"}
            )
            with once_routed(request) as reply:
                results = json.load(reply)["results"]
            self.assertEqual(sum(result["verdict"]["reward"] for result in results), 50)
            wrong = urllib.request.Request(
                "http://127.0.0.1:8000/v1/score", b'{"response": "x"}', {"Content-Type": "application/json"}
            )
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(wrong, timeout=60)
            self.assertEqual(refused.exception.code, 422)
        finally:
            serve.shutdown()


def once_routed(request):
    """The reply to a request. The proxy of Ray Serve learns of a new route a moment after `serve.run`; until then it answers 404."""
    for _ in range(120):
        try:
            return urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            time.sleep(0.5)
    raise TimeoutError("Ray Serve has no route after a minute")


if __name__ == "__main__":
    unittest.main()
