"""The torch twin of what golongrl computes, in the form a trainer has it: eager, float32, two threads.

Reads one request a line, `name size`, prepares the input at the first, runs it for a turn, answers with milliseconds.
Debian: apt-get install python3-torch.
"""
import sys
import time

import numpy
import torch
from turn import milliseconds

torch.set_num_threads(2)
ROLLOUTS_PER_PROMPT = 16
COLUMNS = 4096


def rewards_of(size):
    generator = torch.Generator().manual_seed(size)
    prompt = torch.arange(size) // ROLLOUTS_PER_PROMPT
    task = prompt % 9
    graded = torch.randint(0, 11, (size,), generator=generator) / 10
    binary = torch.randint(0, 2, (size,), generator=generator).float()
    rewards = torch.where(task % 2 == 0, graded, binary)
    ids = numpy.array([f"{p:08x}-0000-4000-8000-{p * 2654435761 & 0xFFFFFFFFFFFF:012x}" for p in prompt.tolist()])
    tasks = numpy.array([f"task-{k}" for k in task.tolist()])
    return rewards, ids, tasks, prompt.numpy()


def tmn_reweight(rewards, ids, tasks, alpha=0.8, gamma=1.0, epsilon=1e-6):
    _, prompt = numpy.unique(ids, return_inverse=True)
    _, task = numpy.unique(tasks, return_inverse=True)
    prompt, task = torch.from_numpy(prompt), torch.from_numpy(task)
    n = torch.bincount(prompt).float()
    mean = torch.bincount(prompt, weights=rewards) / n
    square = torch.bincount(prompt, weights=rewards * rewards) / n
    variance = (square - mean * mean).clamp(min=0) * n / (n - 1)
    task_of = torch.zeros(len(n), dtype=torch.long)
    task_of[prompt] = task
    prompts = torch.bincount(task_of).float()
    scale = (torch.bincount(task_of, weights=variance) / prompts).sqrt()
    task_mean = torch.bincount(task_of, weights=mean) / prompts
    smooth = alpha * mean + (1 - alpha) * task_mean[task_of]
    passed = (rewards > smooth[prompt]).to(rewards.dtype)
    rate = torch.bincount(prompt, weights=passed) / n
    weight = torch.where(rewards > mean[prompt], (gamma * (0.5 - rate))[prompt].exp(), (gamma * (rate - 0.5))[prompt].exp())
    return (rewards - mean[prompt]) / (scale[task] + epsilon) * weight


def grpo_loop(rewards, ids, epsilon=1e-6):
    groups = {}
    for i, name in enumerate(ids):
        groups.setdefault(name, []).append(rewards[i])
    stats = {name: (torch.stack(values).mean(), torch.stack(values).std()) for name, values in groups.items()}
    return torch.stack([(rewards[i] - stats[name][0]) / (stats[name][1] + epsilon) for i, name in enumerate(ids)])


def tokens_of(size):
    generator = torch.Generator().manual_seed(size)
    shape = (size // COLUMNS, COLUMNS)
    old = (1 - torch.rand(shape, generator=generator)).log() * 0.35  # never the logarithm of 0
    new = (old + 0.1 * (torch.rand(shape, generator=generator) - 0.5)).requires_grad_()
    lengths = torch.randint(1, COLUMNS + 1, (shape[0], 1), generator=generator)
    mask = (torch.arange(COLUMNS) < lengths).float()
    advantages = torch.randn((shape[0], 1), generator=generator).expand(shape).contiguous()
    return new, old, advantages, mask


def dual_clip_loss(new, old, advantages, mask, low=0.2, high=0.28, dual=3.0):
    """The loss alone; torch.compile fuses it, and its backward pass."""
    difference = (new - old).clamp(-20, 20)
    ratio = difference.exp()
    first = -advantages * ratio
    second = -advantages * ratio.clamp(1 - low, 1 + high)
    clipped = torch.maximum(first, second)
    lower = torch.minimum(-advantages * dual, clipped)
    return (torch.where(advantages < 0, lower, clipped) * mask).sum() / mask.sum()


compiled_loss = torch.compile(dual_clip_loss)


def gradient_of(loss, new, *others):
    new.grad = None
    loss(new, *others).backward()
    return new.grad


WORK = {
    "tmnReweight": (rewards_of, lambda r, ids, tasks, prompt: tmn_reweight(r, ids, tasks)),
    "tmnReweight, integer ids": (rewards_of, lambda r, ids, tasks, prompt: tmn_reweight(r, prompt, tasks)),
    "grpo": (rewards_of, lambda r, ids, tasks, prompt: grpo_loop(r, ids)),
    "policyLoss": (tokens_of, lambda *tokens: gradient_of(dual_clip_loss, *tokens)),
    "policyLoss, torch.compile": (tokens_of, lambda *tokens: gradient_of(compiled_loss, *tokens)),
}

prepared = {}
first = set()
for line in sys.stdin:
    name, size = line.rsplit(" ", 1)
    make, run = WORK[name]
    key = (make, int(size))
    if key not in prepared:
        prepared.clear()
        prepared[key] = make(int(size))
    if (name, size) not in first:
        # The first call compiles, where something is compiled; it is no part of a turn, and its time is written to stderr.
        start = time.perf_counter()
        run(*prepared[key])
        first.add((name, size))
        if name.endswith("torch.compile"):
            print(f"torch.compile: {time.perf_counter() - start:.1f} s to compile", file=sys.stderr)
    print(milliseconds(lambda: run(*prepared[key])), flush=True)
