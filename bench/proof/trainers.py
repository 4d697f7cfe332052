"""verl's and TRL's own functions on random batches in float64, one case a line, for trainers.ts to compare with.

    python bench/proof/trainers.py | node --import tsx bench/proof/trainers.ts

Advantages, returns, policy losses (value, and gradient by autograd), KL penalties and the value loss of verl 0.9.1; of TRL 1.16.0
the loss of GRPOTrainer in all its kinds, its off-policy mask and its entropy mask.
"""

import json
import sys
from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import torch
from omegaconf import OmegaConf
from trl import GRPOTrainer
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
        "entropies": torch.tensor(random.exponential(1, (ROWS, COLUMNS))),
        "weights": torch.tensor(random.uniform(0.2, 2, (ROWS, COLUMNS))),
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


class Alone:
    """The accelerator of a single process."""

    num_processes = 1
    sync_gradients = True

    def gather(self, tensor):
        return tensor

    def reduce(self, tensor, reduction="sum"):
        return tensor

    def pad_across_processes(self, tensor, dim=0, pad_index=0):
        return tensor


def trl_loss(b, loss_type, level="token", beta=0.0, bias=False, delta=None, entropy=0.0, weighted=False, high=0.28):
    """GRPOTrainer's own loss, of a trainer that has no more than the loss reads."""
    logProbs = b["logProbs"].clone().requires_grad_(True)
    args = SimpleNamespace(
        use_bias_correction_kl=bias, delta=delta, sapo_temperature_pos=1.0, sapo_temperature_neg=1.05, vespo_k_pos=2.0,
        vespo_lambda_pos=3.0, vespo_k_neg=3.0, vespo_lambda_neg=2.0, steps_per_generation=1,
    )
    trainer = SimpleNamespace(
        args=args, model=SimpleNamespace(training=True), accelerator=Alone(), loss_type=loss_type, beta=beta,
        importance_sampling_level=level, epsilon_low=0.2, epsilon_high=high, top_entropy_quantile=1.0,
        off_policy_mask_threshold=None, use_vllm=weighted, vllm_importance_sampling_correction=weighted,
        max_completion_length=COLUMNS, current_gradient_accumulation_steps=1, aux_loss_enabled=False,
        use_adaptive_entropy=False, entropy_coef=entropy, _entropy_bonus_enabled=entropy != 0, _metrics={"train": defaultdict(list)},
        get_gamma_weights=GRPOTrainer.get_gamma_weights,
        _get_per_token_logps_and_entropies=lambda *_, **__: (logProbs, b["entropies"], None),
    )
    ids = torch.zeros(ROWS, COLUMNS, dtype=torch.long)
    inputs = {
        "prompt_ids": ids[:, :1], "prompt_mask": ids[:, :1], "completion_ids": ids, "completion_mask": b["mask"].long(),
        "advantages": b["advantages"], "old_per_token_logps": b["old"], "ref_per_token_logps": b["ref"],
        "num_items_in_batch": b["mask"].sum(),
    }
    if weighted:
        inputs["importance_sampling_ratio"] = torch.where(b["mask"], b["weights"], 1.0)
    loss = GRPOTrainer._compute_loss(trainer, None, inputs)
    loss.backward()
    return loss, logProbs.grad


TRL = [dict(loss_type=kind) for kind in ["grpo", "bnpo", "dr_grpo", "dapo", "sapo", "vespo"]] + [
    dict(loss_type="cispo", high=2.0),
    dict(loss_type="luspo", level="sequence"),
    dict(loss_type="luspo", level="sequence", beta=0.04),
    dict(loss_type="luspo"),
    dict(loss_type="grpo", level="sequence"),
    dict(loss_type="dapo", beta=0.04),
    dict(loss_type="dapo", beta=0.04, bias=True),
    dict(loss_type="sapo", beta=0.04),
    dict(loss_type="cispo", high=2.0, beta=0.04),
    dict(loss_type="vespo", beta=0.04),
    dict(loss_type="dapo", delta=1.5),
    dict(loss_type="bnpo", entropy=0.01),
    dict(loss_type="grpo", entropy=0.01),
    dict(loss_type="dapo", weighted=True),
    dict(loss_type="vespo", weighted=True),
]


def trl(b):
    for case in TRL:
        name = " ".join([case["loss_type"], *(f"{key}={value}" for key, value in case.items() if key != "loss_type")])
        try:
            loss, gradient = trl_loss(b, **case)
        except Exception as error:  # a loss that this version cannot run is a row that explains it
            emit(what="trl", name=name, case=case, error=f"{type(error).__name__}: {error}"[:200])
            continue
        emit(what="trl", name=name, case=case, batch=b, out=loss, grad=gradient)
    mask = b["mask"].double()
    stale = GRPOTrainer.get_off_policy_mask(b["advantages"][:, None], b["logProbs"], b["old"], mask, 0.05)
    emit(what="mask", name="off policy", batch=b, out=(stale * mask))
    trainer = SimpleNamespace(accelerator=Alone())
    open_tokens = GRPOTrainer.get_high_entropy_mask(trainer, b["entropies"], b["mask"].long(), 0.8)
    emit(what="mask", name="top entropy", batch=b, out=open_tokens.double())


for seed in range(20):
    b = batch(np.random.default_rng(seed))
    advantages(b)
    losses(b)
    penalties(b)
    critic(b)
    trl(b)
