"""What OpenRLHF sends to a remote reward model, and the flags that make it send it to golongrl.

    golongrl serve --port 5000 --records prompts.jsonl --no-token      # loopback only: OpenRLHF sends no token of its own
    # or keep the token, as the password in the URL:
    #   --reward.remote_url http://golongrl:$GOLONGRL_TOKEN@127.0.0.1:5000/get_reward

    python3 -m openrlhf.cli.train_ppo_ray \
        --reward.remote_url http://127.0.0.1:5000/get_reward \
        --data.label_key promptId ...

The label is a prompt id of --records, a record as JSON text or, with --label-task, a bare gold. The query is the prompt
and the response with their special tokens; golongrl takes the prompt off its start and the closing tokens off its end.

Run this file to send one such request by hand:

    python3 openrlhf_client.py http://127.0.0.1:5000/get_reward 'prompt' '<think>...</think> answer' 'label'
"""

import json
import sys
import urllib.request


def get_reward(url, prompt, response, label):
    payload = {"query": [prompt + response], "prompts": [prompt], "labels": [label]}
    request = urllib.request.Request(url, json.dumps(payload).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=180) as reply:
        return json.load(reply)


if __name__ == "__main__":
    print(get_reward(*sys.argv[1:5]))
