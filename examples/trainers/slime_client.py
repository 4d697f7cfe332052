"""What slime (and miles) send to a remote reward model, and the flags that make them send it to golongrl.

    golongrl serve --port 8722 --records prompts.jsonl
    export GOLONGRL_TOKEN=...            # as golongrl printed it, or as you set it

    python3 train.py \
        --rm-type remote_rm \
        --rm-url "http://golongrl:$GOLONGRL_TOKEN@127.0.0.1:8722/slime" \
        --label-key promptId ...

The label column names the record: here by its prompt id. A column of records as JSON text works without --records.
Labels that are bare golds need one flag instead: `--map gsm8k` reads `72` and `... #### 72`, `--map math` what stands in the last
box, `--label-task comprehension` golds of any other task type.

The gate: such labels take a response with or without a think block; for a model that must close one, serve with
`--task-options '{"gate":{"close":"required"}}'`. A label that is a GoLongRL row asks for it anyway. The token travels as the password in the
URL, which the HTTP client turns into a header. With `--reward-key score` use `/slime?reply=object`.

Run this file to send one such request by hand:

    python3 slime_client.py http://golongrl:TOKEN@127.0.0.1:8722/slime '<think>...</think> answer' 'label'
"""

import sys

from golongrl_client import Client

if __name__ == "__main__":
    url, response, label = sys.argv[1:4]
    address, route = url.split("/slime")
    print(Client(address).post(f"/slime{route}", {"prompt": "", "response": response, "label": label}))
