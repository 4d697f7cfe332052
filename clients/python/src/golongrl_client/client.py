"""The calls of a golongrl service."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypedDict, cast

from .errors import Refused
from .transport import Transport


class _Verdict(TypedDict):
    reward: float
    reason: str
    taskType: str
    rewardMode: str
    metric: str


class Verdict(_Verdict, total=False):
    """Reward in [0, 1], and why: reason "undecided" marks a work limit, which is neither right nor wrong."""

    explanation: Any


class Result(TypedDict):
    """One of a batch: a verdict, or the sentence that says why there is none."""

    verdict: Verdict | None
    error: str | None


class Client:
    """A golongrl service.

    :param url: ``http://HOST:PORT``, with the token as password if you like: ``http://golongrl:TOKEN@HOST:PORT``.
        Default: ``$GOLONGRL_URL``, else ``http://127.0.0.1:8722``.
    :param token: Default: the URL's, else ``$GOLONGRL_TOKEN``.
    :param timeout: seconds for one request.
    :param patience: seconds in all for one call while the service is away or busy; then :class:`Unavailable`.
    :param batch: rollouts in one request.
    :param connections: requests in flight at a time.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        timeout: float = 120,
        patience: float = 300,
        batch: int = 512,
        connections: int = 4,
    ) -> None:
        address = url or os.environ.get("GOLONGRL_URL") or "http://127.0.0.1:8722"
        if token is None and "@" not in address:
            token = os.environ.get("GOLONGRL_TOKEN")
        for name, count in (("batch", batch), ("connections", connections)):
            if not isinstance(count, int) or count < 1:
                raise ValueError(f"{name} must be a whole number, 1 or more, but is {count!r}")
        for name, seconds in (("timeout", timeout), ("patience", patience)):
            if not isinstance(seconds, (int, float)) or not seconds >= 0:
                raise ValueError(f"{name} must be a number of seconds, but is {seconds!r}")
        self._transport = Transport(address, token, timeout, patience)
        self._batch = batch
        self._connections = connections

    @property
    def address(self) -> str:
        """The service's address, without the token."""
        return self._transport.address

    def score(self, record: Any, response: Any, *, explain: bool = False) -> Verdict:
        """The verdict on one response.

        :param record: a record, ``{"taskType": "exhaustive-retrieval", "gold": ["S1", "S8"]}``; the prompt id of one the service
            was started with, as a string; or JSON text.
        :param response: the model's text, or a chat completion.
        :raises Refused: a record that cannot be right, with the service's sentence.
        """
        body = {**_record_or_label(record), "response": response, **({"explain": True} if explain else {})}
        return cast(Verdict, self._transport.post("/v1/score", body)["verdict"])

    def score_batch(
        self, rollouts: Iterable[Mapping[str, Any]], *, records: Mapping[str, Any] | None = None
    ) -> list[Result]:
        """A verdict or a sentence for each rollout, in order; one wrong record costs its own rollouts only.

        :param rollouts: ``{"record": …, "response": …}`` or ``{"promptId": …, "response": …}``.
        :param records: records by prompt id, sent once a request instead of once a rollout.
        """
        rest = {} if records is None else {"records": records}
        parts = list(_chunks([dict(rollout) for rollout in rollouts], self._batch))
        replies = self._together("/v1/batch", [{**rest, "rollouts": part} for part in parts])
        results: list[Result] = []
        for part, reply in zip(parts, replies):
            if len(reply["results"]) != len(part):
                raise Refused(f"the service answered {len(reply['results'])} of {len(part)} rollouts", 200)
            results.extend(reply["results"])
        return results

    def advantages(
        self,
        rewards: Sequence[float],
        prompt_ids: Sequence[Any],
        *,
        task_types: Sequence[str] | None = None,
        estimator: str | Mapping[str, Any] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """``{"advantages": […], "statistics": {…}}`` of one batch, TMN-Reweight unless ``estimator`` says otherwise.

        :param estimator: a name, or ``{"estimator": "grpo", …its options}``.
        :param more: further fields of ``/v1/advantages``, by their names there: ``valid``, ``lengths``, ``baselines``, …
        """
        body: dict[str, Any] = {"rewards": list(rewards), "promptIds": list(prompt_ids), **more}
        if task_types is not None:
            body["taskTypes"] = list(task_types)
        if estimator is not None:
            body["estimator"] = estimator if isinstance(estimator, str) else dict(estimator)
        return cast(dict[str, Any], self._transport.post("/v1/advantages", body))

    def step(self, rollouts: Iterable[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
        """Rollouts in; verdicts, shaped rewards, filtering and advantages out, in one request: ``/v1/step``.

        The whole batch goes in one request: advantages compare the rollouts of a prompt with each other.
        """
        body = {"rollouts": [dict(rollout) for rollout in rollouts], **more}
        return cast(dict[str, Any], self._transport.post("/v1/step", body))

    def post(self, path: str, body: Any) -> Any:
        """Posts JSON to a route that has no method here, ``/slime`` or ``/get_reward``, and returns the reply's."""
        return self._transport.post(path, body)

    def forward(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Hands a request on as it is: the status and body of the reply, whatever they are. For proxies."""
        return self._transport.forward(method, path, body)

    def is_ready(self) -> bool:
        """Whether the service would take a request now; asked once, without patience."""
        return Transport(self.address, None, 5, 0).is_fine("/ready")

    def is_alive(self) -> bool:
        """Whether the service answers at all, also while it starts or is overloaded; asked once, without patience."""
        return Transport(self.address, None, 5, 0).is_fine("/health")

    def _together(self, path: str, bodies: Sequence[Any]) -> list[Any]:
        """Several requests at a time, the replies in the order of the bodies."""
        if len(bodies) <= 1 or self._connections == 1:
            return [self._transport.post(path, body) for body in bodies]
        workers = min(self._connections, len(bodies))
        with ThreadPoolExecutor(workers, thread_name_prefix="golongrl") as pool:
            return list(pool.map(lambda body: self._transport.post(path, body), bodies))


def _record_or_label(record: Any) -> dict[str, Any]:
    return {"label": record} if isinstance(record, str) else {"record": record}


def _chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
