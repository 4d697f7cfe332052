"""golongrl on a Ray cluster: a service a node, each owned by an actor; optionally Ray Serve in front of them.

    ray.init()
    scorers = start_scorers(nodes=2)
    results = score_all(scorers, rollouts)           # [{"record": …, "response": …}, …] → a result for each, in order

    serve.run(scoring_app(replicas=2), route_prefix="/")       # then any client of the service: http://127.0.0.1:8000/v1/batch

An actor that dies is started again by Ray, with a new service, and its unanswered batches are asked again: scoring has no side effects.
"""

import asyncio
import os

import ray
from golongrl_client import Service
from ray import serve
from starlette.requests import Request
from starlette.responses import Response

#: How to start golongrl on a node.
COMMAND = os.environ.get("GOLONGRL_COMMAND", "npx --yes golongrl").split()


@ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)
class Scorer:
    """One service, on the node that Ray puts the actor on."""

    def __init__(self, arguments=()):
        self.service = Service(arguments, command=COMMAND)

    def score(self, rollouts):
        return self.service.client.score_batch(rollouts)


def start_scorers(nodes, arguments=()):
    """An actor on each of `nodes` nodes, as far as there are that many."""
    spread = Scorer.options(scheduling_strategy="SPREAD")
    return [spread.remote(arguments) for _ in range(nodes)]


def score_all(scorers, rollouts, batch=1000, ahead=2):
    """The result of each rollout, in order. Each actor has `ahead` batches at a time; who is done first gets the next one."""
    starts = iter(range(0, len(rollouts), batch))
    results = [None] * len(rollouts)
    running = {}

    def give(scorer):
        start = next(starts, None)
        if start is not None:
            running[scorer.score.remote(rollouts[start : start + batch])] = (scorer, start)

    for scorer in scorers * ahead:
        give(scorer)
    while running:
        (done,), _ = ray.wait(list(running), num_returns=1)
        scorer, start = running.pop(done)
        scored = ray.get(done)
        results[start : start + len(scored)] = scored
        give(scorer)
    return results


@serve.deployment(max_ongoing_requests=64)
class ScoringApp:
    """Hands requests on to a service of the replica's own. A hop through Python a request: for where all traffic has to go through Serve."""

    def __init__(self, arguments=()):
        self.service = Service(arguments, command=COMMAND)

    async def __call__(self, request: Request) -> Response:
        body = await request.body()
        status, reply = await asyncio.to_thread(self.service.client.forward, request.method, request.url.path, body)
        return Response(reply, status, media_type="application/json")

    def check_health(self):
        # Not is_ready: Serve asks at once, when the service is still starting, and replaces a replica that says no. One that is
        # overloaded must not be replaced either.
        if not self.service.client.is_alive():
            raise RuntimeError(f"the golongrl service at {self.service.client.address} does not answer")


def scoring_app(replicas=1, arguments=()):
    return ScoringApp.options(num_replicas=replicas).bind(arguments)
