"""Reward functions for verl: ``custom_reward_function.path`` names a file that imports one of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from .client import Client, Verdict
from .errors import Refused
from .gate import GateWatch

#: Data sources whose ground truth is a bare gold, by their names in verl's own examples, and the task type that reads it.
#: A GoLongRL row says its own; ``task_types`` of the functions below adds to this.
TASK_TYPES: dict[str, str] = {
    "openai/gsm8k": "numerical-reasoning",
    "lighteval/MATH": "numerical-reasoning",
    "DigitalLearningGmbH/MATH-lighteval": "numerical-reasoning",
    "HuggingFaceH4/MATH-500": "numerical-reasoning",
    "math_dapo": "numerical-reasoning",
    "math": "numerical-reasoning",
}


def verl_compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Mapping[str, Any] | None = None,
    *,
    task_types: Mapping[str, str] | None = None,
    **_: Any,
) -> dict[str, float]:
    """``compute_score`` of verl's reward managers that call once a response.

    :returns: ``score`` and, logged beside it, ``acc``, ``format`` and ``undecided``; always the same keys, as verl asks.
    :raises Refused: a row that cannot be scored: a bad gold is not a wrong answer.
    """
    record = verl_record(data_source, ground_truth, extra_info, task_types)
    return _scores(_client().score(record, solution_str))


def verl_compute_score_batch(
    data_sources: Sequence[str],
    solution_strs: Sequence[str],
    ground_truths: Sequence[Any],
    extra_infos: Sequence[Mapping[str, Any] | None],
    *,
    task_types: Mapping[str, str] | None = None,
    **_: Any,
) -> list[dict[str, float]]:
    """``compute_score`` of verl's ``batch`` reward manager: the whole batch in few requests."""
    rollouts = [
        {"record": verl_record(source, truth, info, task_types), "response": solution}
        for source, solution, truth, info in zip(data_sources, solution_strs, ground_truths, extra_infos)
    ]
    scores = []
    for index, result in enumerate(_client().score_batch(rollouts)):
        if result["verdict"] is None:
            raise Refused(f"rollout {index} ({data_sources[index]}): {result['error']}", 422)
        scores.append(_scores(result["verdict"]))
    return scores


def verl_record(
    data_source: str,
    ground_truth: Any,
    extra_info: Mapping[str, Any] | None = None,
    task_types: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The golongrl record of a verl row."""
    task_type = {**TASK_TYPES, **(task_types or {})}.get(data_source)
    if task_type is not None:
        return {"taskType": task_type, "gold": ground_truth}
    info = extra_info or {}
    return {
        "data_source": data_source,
        "reward_model": {"ground_truth": ground_truth},
        "extra_info": {"reward_mode": info.get("reward_mode", data_source)},
    }


_GATES = GateWatch()


def _scores(verdict: Verdict) -> dict[str, float]:
    _GATES.see([verdict])
    return {
        "score": float(verdict["reward"]),
        "acc": float(verdict["reason"] == "correct"),
        "format": float(verdict["reason"] not in ("bad format", "no answer")),
        "undecided": float(verdict["reason"] == "undecided"),
    }


@cache
def _client() -> Client:
    """The service that ``GOLONGRL_URL`` and ``GOLONGRL_TOKEN`` name; one for the process."""
    return Client()
