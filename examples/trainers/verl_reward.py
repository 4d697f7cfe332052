"""A reward function for verl that asks a golongrl service. Standard library only.

    golongrl serve --port 8722                     # on the node that runs the reward workers
    export GOLONGRL_URL=http://127.0.0.1:8722 GOLONGRL_TOKEN=...

    python3 -m verl.trainer.main_ppo \
        custom_reward_function.path=examples/trainers/verl_reward.py \
        custom_reward_function.name=compute_score ...

verl calls compute_score once for each response, with the columns of the data set's row. The result always has the same
keys; verl logs each beside the score. A row that cannot be scored raises: a bad gold is not a wrong answer.
"""

import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ.get("GOLONGRL_URL", "http://127.0.0.1:8722")
TOKEN = os.environ.get("GOLONGRL_TOKEN", "")
TRIES = 6


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    info = extra_info or {}
    record = {
        "data_source": data_source,
        "reward_model": {"ground_truth": ground_truth},
        "extra_info": {"reward_mode": info.get("reward_mode", data_source)},
    }
    verdict = post("/v1/score", {"record": record, "response": solution_str})["verdict"]
    return {
        "score": float(verdict["reward"]),
        "acc": float(verdict["reason"] == "correct"),
        "format": float(verdict["reason"] not in ("bad format", "no answer")),
        "undecided": float(verdict["reason"] == "undecided"),
    }


def post(path, body):
    """Posts JSON and returns the reply. A busy or restarting service is asked again; a refusal is raised with its sentence."""
    data = json.dumps(body, default=lambda value: value.tolist()).encode()  # numpy arrays, as Parquet rows hold them
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    for attempt in range(TRIES):
        try:
            request = urllib.request.Request(URL + path, data, headers)
            with urllib.request.urlopen(request, timeout=120) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == TRIES - 1:
                raise ValueError(json.load(error)["error"]) from None
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if attempt == TRIES - 1:
                raise
        time.sleep(min(2**attempt, 30) * 0.25)
