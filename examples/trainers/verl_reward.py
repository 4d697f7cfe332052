"""A reward function for verl.

    pip install golongrl-client                   # here: pip install ./clients/python
    golongrl serve                                # on the node that runs the reward workers
    export GOLONGRL_URL=http://127.0.0.1:8722 GOLONGRL_TOKEN=...

    python3 -m verl.trainer.main_ppo \\
        custom_reward_function.path=examples/trainers/verl_reward.py \\
        custom_reward_function.name=compute_score ...

With `reward_model.reward_manager=batch` name `compute_score_batch`: a batch is a few requests instead of one a response.

Rows of the GoLongRL data set are read as they are. Of other data sources the ground truth is a bare gold: `openai/gsm8k` and the MATH sets
are known; for your own, wrap the function with `task_types={"my/data": "numerical-reasoning"}`, or bring a verifier of the source's name
(`golongrl serve --map verl --options-module tasks.mjs`). The same Parquet file is checked, and scored offline, by one flag:

    golongrl check gsm8k/train.parquet --map verl
    golongrl score --rollouts generated.parquet --map verl --out scored.parquet

The gate: rows of the GoLongRL data set ask for a closed think block (else "bad format", and `format` is 0); bare golds do not. For a model whose
prompt ends with `<think>`, serve with `--task-options '{"gate":{"open":"prefilled"}}'`.
"""

from golongrl_client import verl_compute_score as compute_score
from golongrl_client import verl_compute_score_batch as compute_score_batch

__all__ = ["compute_score", "compute_score_batch"]
