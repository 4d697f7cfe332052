"""verl's own functions on random batches in float64, one case a line, for trainers.ts to compare with.

    python bench/proof/trainers.py | node --import tsx bench/proof/trainers.ts

Advantages, returns, policy losses (value, and gradient by autograd), KL penalties and the value loss of verl 0.9.1.
"""

import json
import sys

import numpy as np
import torch
from omegaconf import OmegaConf
from verl.trainer.ppo import core_algos as verl
from verl.workers.config import ActorConfig

torch.set_default_dtype(torch.float64)
ROWS, COLUMNS = 12, 9
AGGREGATIONS = ["token-mean", "seq-mean-token-sum", "seq-mean-token-mean"]


def emit(**case):
    json.dump(case, sys.stdout, default=lambda tensor: tensor.detach().tolist())
    print()


def batch(random):
    lengths = random.integers(1, COLUMNS + 1, ROWS)
    mask = torch.tensor(np.arange(COLUMNS)[None, :] < lengths[:, None])
    old = torch.tensor(-random.exponential(0.7, (ROWS, COLUMNS)))
    return {
        "mask": mask,
        "old": old,
        "logProbs": torch.clamp(old + torch.tensor(random.normal(0, 0.3, (ROWS, COLUMNS))), max=-1e-3),
        "ref": old + torch.tensor(random.normal(0, 0.3, (ROWS, COLUMNS))),
        "rewards": torch.tensor(random.choice([0.0, 0.25, 0.5, 1.0], ROWS)),
        "prompts": [f"p{i // 4}" for i in range(ROWS)],
        "lengths": torch.tensor(lengths),
        "advantages": torch.tensor(random.normal(0, 1, ROWS)),
        "values": torch.tensor(random.normal(0, 1, (ROWS, COLUMNS))),
    }


def outcome(b):
    rewards = torch.zeros(ROWS, COLUMNS)
    rewards[torch.arange(ROWS), b["lengths"] - 1] = b["rewards"]
    return rewards


def advantages(b):
    index = np.array(b["prompts"])
    rewards, mask = outcome(b), b["mask"].double()
    calls = {
        "grpo": lambda: verl.compute_grpo_outcome_advantage(rewards.clone(), mask, index),
        "drGrpo": lambda: verl.compute_grpo_outcome_advantage(rewards.clone(), mask, index, norm_adv_by_std_in_grpo=False),
        "rloo": lambda: verl.compute_rloo_outcome_advantage(rewards.clone(), mask, index),
        "opo": lambda: verl.compute_opo_outcome_advantage(rewards.clone(), mask, index),
        "grpoPassK": lambda: verl.compute_grpo_passk_outcome_advantage(rewards.clone(), mask, index, config=OmegaConf.create({})),
        "gpg": lambda: verl.compute_gpg_outcome_advantage(rewards.clone(), mask, index),
        "reinforcePlusPlusBaseline": lambda: verl.compute_reinforce_plus_plus_baseline_outcome_advantage(rewards.clone(), mask, index),
        "reinforcePlusPlus": lambda: verl.compute_reinforce_plus_plus_outcome_advantage(rewards.clone(), mask, OmegaConf.create({"gamma": 1.0})),
        "discounted": lambda: verl.compute_reinforce_plus_plus_outcome_advantage(rewards.clone(), mask, OmegaConf.create({"gamma": 0.9})),
        "gae": lambda: verl.compute_gae_advantage_return(rewards, b["values"], mask, 0.97, 0.9),
    }
    for name, call in calls.items():
        emit(what="advantages", name=name, batch=b, out=call()[0] * mask)


def losses(b):
    for mode in ["vanilla", "gspo", "sapo", "gpg", "geo_mean", "cispo", "dppo_tv", "dppo_kl", "dro"]:
        for aggregation in AGGREGATIONS:
            policy = {"loss_mode": mode, "dro_beta": 0.1}
            config = ActorConfig(
                strategy="fsdp", rollout_n=4, use_dynamic_bsz=True, clip_ratio=0.2, clip_ratio_low=0.2, clip_ratio_high=0.28,
                clip_ratio_c=3.0, loss_agg_mode=aggregation, policy_loss=OmegaConf.create(policy),
            )
            logProbs = b["logProbs"].clone().requires_grad_(True)
            expanded = b["advantages"][:, None].expand(-1, COLUMNS)
            try:
                loss = verl.get_policy_loss_fn(mode)(b["old"], logProbs, expanded, b["mask"], aggregation, config, None)[0]
                loss.backward()
            except Exception as error:  # a loss that this version cannot run is a row that explains it
                emit(what="loss", name=mode, aggregation=aggregation, error=f"{type(error).__name__}: {error}"[:200])
                continue
            emit(what="loss", name=mode, aggregation=aggregation, batch=b, out=loss, grad=logProbs.grad)


def penalties(b):
    for estimator in ["kl", "abs", "mse", "low_var_kl"]:
        logProbs = b["logProbs"].clone().requires_grad_(True)
        kl = verl.kl_penalty_forward(logProbs, b["ref"], estimator)
        loss = verl.agg_loss(kl, b["mask"], "token-mean")
        loss.backward()
        emit(what="kl", name=estimator, batch=b, out=loss, grad=logProbs.grad)


def critic(b):
    values = (b["values"] + 0.3).requires_grad_(True)
    loss, _ = verl.compute_value_loss(values, b["ref"], b["values"], b["mask"], 0.2)
    loss.backward()
    emit(what="value", name="clip", batch=b, out=loss, grad=values.grad)


for seed in range(20):
    b = batch(np.random.default_rng(seed))
    advantages(b)
    losses(b)
    penalties(b)
    critic(b)
