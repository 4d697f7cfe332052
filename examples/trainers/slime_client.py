"""What slime (and miles) send to a remote reward model, and the flags that make them send it to golongrl.

    golongrl serve --port 8722 --records prompts.jsonl
    export GOLONGRL_TOKEN=...            # as golongrl printed it, or as you set it

    python3 train.py \
        --rm-type remote_rm \
        --rm-url "http://golongrl:$GOLONGRL_TOKEN@127.0.0.1:8722/slime" \
        --label-key promptId ...

The label column names the record: here by its prompt id. A column of records as JSON text works without --records;
a column of bare golds works with `--label-task numerical-reasoning` instead. The token travels as the password in the
URL, which the HTTP client turns into a header. With `--reward-key score` use `/slime?reply=object`.

Run this file to send one such request by hand:

    python3 slime_client.py http://golongrl:TOKEN@127.0.0.1:8722/slime '<think>...</think> answer' 'label'
"""

import base64
import json
import sys
import urllib.parse
import urllib.request


def remote_rm(url, prompt, response, label):
    parts = urllib.parse.urlsplit(url)
    headers = {"Content-Type": "application/json"}
    if parts.password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    payload = {"prompt": prompt, "response": response, "label": label}
    request = urllib.request.Request(bare, json.dumps(payload).encode(), headers)
    with urllib.request.urlopen(request, timeout=120) as reply:
        return json.load(reply)


if __name__ == "__main__":
    print(remote_rm(sys.argv[1], "", sys.argv[2], sys.argv[3]))
