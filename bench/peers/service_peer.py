"""The reward service that an engineer writes in five minutes: FastAPI, uvicorn, one scorer; no token, no limits, no log, no metrics.
python service_peer.py PORT [PATH of the released verl/utils/reward_score]. pip install fastapi "uvicorn[standard]".
"""
import json
import sys

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from text_peer import scorer_of

score = scorer_of(*sys.argv[2:])
app = FastAPI()


class Rollout(BaseModel):
    response: str
    label: str


@app.post("/slime")
async def slime(rollout: Rollout):
    record = json.loads(rollout.label)
    return score(
        record["data_source"], rollout.response, record["reward_model"]["ground_truth"], record["extra_info"]
    )


uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
