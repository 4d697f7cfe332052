"""A reward function for TRL's trainers."""

from __future__ import annotations

import json
from typing import Any, Callable, Optional

from .client import Client, Result
from .errors import Refused
from .gate import GateWatch

RewardFunction = Callable[..., list[Optional[float]]]


def trl_reward(
    client: Client | None = None,
    *,
    record: str = "record",
    gold: str | None = None,
    task_type: str | None = None,
    label: str | None = None,
    undecided: str = "zero",
    name: str = "golongrl",
) -> RewardFunction:
    """A function for ``GRPOTrainer(reward_funcs=…)``. One request scores the whole batch. It warns where more than half of a task
    type's responses fail the think gate.

    :param record: the data set's column of records, as objects or JSON text.
    :param gold: instead: the column of bare golds (TRL's own sets call it ``solution``), all of ``task_type``.
    :param task_type: the task type of ``gold``: a golongrl name, or the name of a column that holds one for each row. A name that
        the service does not know raises :class:`Refused`: it would make every reward 0.
    :param label: instead: a column that the service's own ``--map`` reads, such as ``solution`` with ``golongrl serve --map trl``.
    :param undecided: what a rollout gets that the service could not decide, or whose record is wrong. ``"zero"``: 0, counted in
        the metric ``undecided``. ``"none"``: None, and TRL leaves it out of the step. What is left out is never punished, so a policy can
        drift towards answers that no verifier decides; use it only where you watch that metric.
    :param name: what TRL logs the reward as.
    """
    if undecided not in ("zero", "none"):
        raise ValueError(f'undecided must be "zero" or "none", but is {undecided!r}')
    if (gold is None) != (task_type is None):
        raise ValueError("gold and task_type go together: a bare gold is read by its task type")
    if label is not None and gold is not None:
        raise ValueError("give label or gold, not both: a label is read by the service's map")
    left_out = 0.0 if undecided == "zero" else None
    service = client or Client()
    gates = GateWatch()

    def reward(
        prompts: Any,
        completions: list[Any],
        log_extra: Callable[[str, list[Any]], None] | None = None,
        log_metric: Callable[[str, float], None] | None = None,
        **columns: Any,
    ) -> list[float | None]:
        kind = "record" if label is None else "label"
        golds = _records(columns, record, gold, task_type) if label is None else _column(columns, label)
        rollouts = [{kind: own, "response": _text_of(completion)} for own, completion in zip(golds, completions)]
        results = service.score_batch(rollouts)
        if task_type is not None and task_type not in columns:
            _refuse_unknown_task(results)
        gates.see(result["verdict"] for result in results if result["verdict"] is not None)
        rewards = [_reward_of(result, left_out) for result in results]
        if log_extra is not None:
            log_extra(
                "reason", [result["verdict"]["reason"] if result["verdict"] else result["error"] for result in results]
            )
        if log_metric is not None:
            for key, value in _metrics(results).items():
                log_metric(key, value)
        return rewards

    reward.__name__ = name
    return reward


def _records(columns: dict[str, Any], record: str, gold: str | None, task_type: str | None) -> list[Any]:
    if gold is None or task_type is None:
        return [json.loads(own) if isinstance(own, str) else own for own in _column(columns, record)]
    golds = _column(columns, gold)
    types = columns.get(task_type, [task_type] * len(golds))
    return [{"taskType": own_type, "gold": own} for own_type, own in zip(types, golds)]


def _refuse_unknown_task(results: list[Result]) -> None:
    """One name for all rows is an argument of the caller's, and no fault of a row."""
    errors = [result["error"] for result in results]
    if errors and all(error is not None and "record.taskType must be" in error for error in errors):
        raise Refused(f"task_type: {errors[0]}", 422)


def _column(columns: dict[str, Any], name: str) -> list[Any]:
    if name not in columns:
        raise ValueError(f"the data set has no column {name!r}; it has {', '.join(sorted(columns))}")
    return list(columns[name])


def _text_of(completion: Any) -> str:
    """A completion is a text or, in conversational data sets, a list of messages."""
    return str(completion if isinstance(completion, str) else completion[-1]["content"])


def _decided(result: Result) -> bool:
    return result["verdict"] is not None and result["verdict"]["reason"] != "undecided"


def _reward_of(result: Result, left_out: float | None) -> float | None:
    return float(result["verdict"]["reward"]) if result["verdict"] is not None and _decided(result) else left_out


def _metrics(results: list[Result]) -> dict[str, float]:
    """The share left undecided, the share that failed the gate, and the mean reward of each task type."""
    by_task: dict[str, list[float]] = {}
    for result in results:
        if result["verdict"] is not None:
            by_task.setdefault(result["verdict"]["taskType"], []).append(result["verdict"]["reward"])
    count = max(1, len(results))
    bad_format = sum(
        result["verdict"] is not None and result["verdict"]["reason"] == "bad format" for result in results
    )
    return {
        "undecided": sum(not _decided(result) for result in results) / count,
        "bad_format": bad_format / count,
        **{f"reward/{task}": sum(rewards) / len(rewards) for task, rewards in by_task.items()},
    }
