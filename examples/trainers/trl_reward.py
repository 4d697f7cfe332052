"""A reward function for TRL's GRPOTrainer.

    pip install golongrl-client                   # here: pip install ./clients/python
    golongrl serve                                # prints its address and token
    export GOLONGRL_URL=http://127.0.0.1:8722 GOLONGRL_TOKEN=...

    from trl_reward import golongrl_reward
    GRPOTrainer(reward_funcs=golongrl_reward, train_dataset=dataset, ...)

TRL's own data sets have a column `solution`, plain or with its answer in a box. One flag reads it:

    golongrl serve --map trl
    GRPOTrainer(reward_funcs=trl_reward(label="solution"), train_dataset=dataset, ...)

Without a map the data set has a column `record`: `{"taskType": "precise-retrieval", "gold": "750 pounds"}`, or a record of the GoLongRL data
set, as an object or as JSON text. A column of bare golds is `trl_reward(gold="solution", task_type="numerical-reasoning")`.

The gate: a response counts with or without a think block; for a model that must think, start the service with
`--task-options '{"gate":{"close":"required"}}'`: then a response without `</think>` is "bad format" and scores 0. TRL logs the share of
those as `bad_format`, the share that could not be decided as `undecided`, and the mean reward of each task type. Where more than half
of a task type's responses fail the gate, the function warns.
"""

from golongrl_client import trl_reward

golongrl_reward = trl_reward()
