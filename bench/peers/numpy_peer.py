"""What an engineer writes in five minutes with pandas and numpy, and the closed-form gradient in numpy and torch.

Reads one request a line, `name size`, prepares the input at the first, runs it for a turn, answers with milliseconds.
pip install numpy pandas torch.
"""
import sys
import time

import numpy
import pandas
import torch
from turn import milliseconds

torch.set_num_threads(1)
ROLLOUTS_PER_PROMPT = 16
COLUMNS = 4096
TILE = 1 << 15


def rewards_of(size, shuffled=False):
    random = numpy.random.default_rng(size)
    prompt = numpy.arange(size) // ROLLOUTS_PER_PROMPT
    if shuffled:
        random.shuffle(prompt)
    task = prompt % 9
    rewards = numpy.where(task % 2 == 0, random.integers(0, 11, size) / 10, random.integers(0, 2, size))
    ids = numpy.array(
        [f"{p:08x}-0000-4000-8000-{p * 2654435761 & 0xFFFFFFFFFFFF:012x}" for p in prompt.tolist()], dtype=object
    )
    return rewards, ids, task, prompt


def tmn_reweight(rewards, prompt, task, prompts, alpha=0.8, gamma=1.0, epsilon=1e-6):
    """float64, the variance from E[x²] − E[x]²."""
    n = numpy.bincount(prompt, minlength=prompts)
    mean = numpy.bincount(prompt, rewards, prompts) / n
    square = numpy.bincount(prompt, rewards * rewards, prompts) / n
    variance = numpy.maximum(square - mean * mean, 0) * n / (n - 1)
    task_of = numpy.empty(prompts, dtype=numpy.int64)
    task_of[prompt] = task
    count = numpy.bincount(task_of)
    scale = numpy.sqrt(numpy.bincount(task_of, variance) / count)
    smooth = alpha * mean + (1 - alpha) * (numpy.bincount(task_of, mean) / count)[task_of]
    rate = numpy.bincount(prompt, rewards > smooth[prompt], prompts) / n
    failure = numpy.exp(gamma * (rate - 0.5))
    centred = rewards - mean[prompt]
    weight = numpy.where(centred > 0, (1 / failure)[prompt], failure[prompt])
    return centred / (scale + epsilon)[task] * weight


def by_factorize(rewards, labels, task):
    prompt, distinct = pandas.factorize(labels)
    return tmn_reweight(rewards, prompt, task, len(distinct))


def dense(rewards, prompt, task):
    return tmn_reweight(rewards, prompt, task, int(prompt[-1]) + 1)


def tokens_of(size):
    random = numpy.random.default_rng(size)
    shape = (size // COLUMNS, COLUMNS)
    old = -random.exponential(0.35, shape).astype(numpy.float32)
    new = old + numpy.float32(0.1) * (random.random(shape, dtype=numpy.float32) - numpy.float32(0.5))
    mask = numpy.arange(COLUMNS) < random.integers(1, COLUMNS + 1, (shape[0], 1))
    advantages = random.standard_normal((shape[0], 1)).astype(numpy.float32)
    whole = [new, old, numpy.broadcast_to(advantages, shape).copy(), mask.astype(numpy.float32)]
    return [array.reshape(-1) for array in whole]


def numpy_gradient(new, old, advantages, mask, low=0.2, high=0.28, dual=3.0):
    """The dual-clip gradient, −A · ratio where no clip holds it, in tiles that stay in the cache."""
    gradient = numpy.empty_like(new)
    scale = numpy.float32(1 / mask.sum())
    for start in range(0, new.size, TILE):
        part = slice(start, start + TILE)
        a = advantages[part]
        ratio = numpy.exp(numpy.clip(new[part] - old[part], -20, 20))
        free = numpy.where(a < 0, (ratio >= 1 - low) & (ratio <= dual), ratio <= 1 + high)
        gradient[part] = -a * ratio * free * mask[part] * scale
    return gradient


def torch_gradient(new, old, advantages, mask, low=0.2, high=0.28, dual=3.0):
    ratio = (new - old).clamp(-20, 20).exp()
    free = torch.where(advantages < 0, (ratio >= 1 - low) & (ratio <= dual), ratio <= 1 + high)
    return -advantages * ratio * free * mask / mask.sum()


# The time that the first call takes to compile is no part of a turn: it comes with the preparation, and is written to stderr.
compiled_gradient = torch.compile(torch_gradient)

WORK = {
    "pandas, UUIDs": (rewards_of, lambda r, ids, task, prompt: by_factorize(r, ids, task)),
    "pandas, integers": (rewards_of, lambda r, ids, task, prompt: by_factorize(r, prompt, task)),
    "pandas, UUIDs shuffled": (lambda n: rewards_of(n, True), lambda r, ids, task, prompt: by_factorize(r, ids, task)),
    "numpy, groups known": (rewards_of, lambda r, ids, task, prompt: dense(r, prompt, task)),
    "numpy closed form": (tokens_of, numpy_gradient),
    "torch closed form": (lambda n: [torch.from_numpy(a) for a in tokens_of(n)], torch_gradient),
    "torch.compile closed form": (lambda n: [torch.from_numpy(a) for a in tokens_of(n)], compiled_gradient),
}

prepared = {}
for line in sys.stdin:
    name, size = line.rsplit(" ", 1)
    make, run = WORK[name]
    if line not in prepared:
        prepared.clear()
        prepared[line] = make(int(size))
        start = time.perf_counter()
        run(*prepared[line])
        if name.startswith("torch.compile"):
            print(f"torch.compile: {time.perf_counter() - start:.1f} s to compile", file=sys.stderr)
    print(milliseconds(lambda: run(*prepared[line])), flush=True)
