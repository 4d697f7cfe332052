"""Rewards and advantages from a golongrl service. Standard library only.

from golongrl_client import Client
Client("http://golongrl:TOKEN@127.0.0.1:8722").score({"taskType": "precise-retrieval", "gold": "42"}, "42")["reward"]
"""

from .client import Client, Result, Verdict
from .errors import GolongrlError, Refused, Unavailable
from .service import Service
from .trl import trl_reward
from .verl import verl_compute_score, verl_compute_score_batch

__all__ = [
    "Client",
    "GolongrlError",
    "Refused",
    "Result",
    "Service",
    "Unavailable",
    "Verdict",
    "trl_reward",
    "verl_compute_score",
    "verl_compute_score_batch",
]
__version__ = "0.1.0"
