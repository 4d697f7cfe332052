"""A reward function for TRL's GRPOTrainer that asks a golongrl service. Standard library only.

    golongrl serve --port 8722
    export GOLONGRL_URL=http://127.0.0.1:8722 GOLONGRL_TOKEN=...

    from trl_reward import golongrl_reward
    GRPOTrainer(reward_funcs=golongrl_reward, train_dataset=dataset, ...)

The data set has a column `record`: `{"taskType": "precise-retrieval", "gold": "750 pounds"}`, or a record of the GoLongRL data
set, as an object or as JSON text. One request scores the whole batch. A rollout that the service could not decide, or
whose record is wrong, gets None: TRL leaves it out instead of learning from a zero.
"""

import json
import os
import urllib.request

URL = os.environ.get("GOLONGRL_URL", "http://127.0.0.1:8722")
TOKEN = os.environ.get("GOLONGRL_TOKEN", "")


def golongrl_reward(prompts, completions, record, log_extra=None, log_metric=None, **_):
    rollouts = [
        {"record": json.loads(own) if isinstance(own, str) else own, "response": text_of(completion)}
        for own, completion in zip(record, completions, strict=True)
    ]
    results = post("/v1/batch", {"rollouts": rollouts})["results"]
    verdicts = [result["verdict"] for result in results]
    decided = [verdict is not None and verdict["reason"] != "undecided" for verdict in verdicts]
    if log_extra is not None:
        log_extra("reason", [verdict["reason"] if verdict else result["error"] for verdict, result in zip(verdicts, results)])
    if log_metric is not None:
        log_metric("undecided", 1 - sum(decided) / max(1, len(decided)))
    return [float(verdict["reward"]) if known else None for verdict, known in zip(verdicts, decided)]


def text_of(completion):
    """A completion is a text or, in conversational data sets, a list of messages."""
    return completion if isinstance(completion, str) else completion[-1]["content"]


def post(path, body):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=300) as reply:
        return json.load(reply)
