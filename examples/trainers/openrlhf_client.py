"""What OpenRLHF sends to a remote reward model, and the flags that make it send it to golongrl.

    golongrl serve --port 5000 --records prompts.jsonl --no-token      # loopback only: OpenRLHF sends no token of its own
    # or keep the token, as the password in the URL:
    #   --reward.remote_url http://golongrl:$GOLONGRL_TOKEN@127.0.0.1:5000/get_reward

    python3 -m openrlhf.cli.train_ppo_ray \
        --reward.remote_url http://127.0.0.1:5000/get_reward \
        --data.label_key promptId ...

The label is a prompt id of --records, a record as JSON text or, with --map gsm8k (or --label-task), a bare gold. The query is the prompt
and the response with their special tokens; golongrl takes the prompt off its start and the closing tokens off its end.

Run this file to send one such request by hand:

    python3 openrlhf_client.py http://127.0.0.1:5000/get_reward 'prompt' '<think>...</think> answer' 'label'
"""

import sys

from golongrl_client import Client

if __name__ == "__main__":
    url, prompt, response, label = sys.argv[1:5]
    body = {"query": [prompt + response], "prompts": [prompt], "labels": [label]}
    print(Client(url.removesuffix("/get_reward")).post("/get_reward", body))
