"""verl's own reward managers on rows of its own form, scored by a golongrl service."""

import asyncio
import os
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas
import torch
from omegaconf import OmegaConf
from service import start_service
from tiny import WORDS, tiny_tokenizer
from verl import DataProto
from verl.experimental.reward_loop.reward_manager.naive import NaiveRewardManager as NaiveLoopManager
from verl.workers.reward_manager import BatchRewardManager, NaiveRewardManager

from golongrl_client import Refused, verl_compute_score, verl_compute_score_batch

#: As verl's own examples/data_preprocess/gsm8k.py writes them, and rows of the GoLongRL data set.
ROWS = [
    {"data_source": "openai/gsm8k", "reward_model": {"style": "rule", "ground_truth": "4"}, "extra_info": {"index": 0, "split": "train"}},
    {"data_source": "EM", "reward_model": {"style": "rule", "ground_truth": {"golden_label": "red"}}, "extra_info": {"index": 1, "reward_mode": "EM"}},
]  # fmt: skip
THINK = "<think> a fox </think>"
#: For each row: responses, and the rewards they must get.
RESPONSES = [[("4", 1.0), ("5", 0.0)], [(f"{THINK} red", 1.0), (f"{THINK} blue", 0.0), ("red", 0.0)]]


def rows_from_parquet() -> list:
    with tempfile.TemporaryDirectory() as folder:
        # A file for each data set: the ground truth is a text in one and a struct in the other.
        paths = [Path(folder) / f"{row['data_source'].replace('/', '_')}.parquet" for row in ROWS]
        for path, row in zip(paths, ROWS):
            pandas.DataFrame([row]).to_parquet(path)
        return [row for path in paths for row in pandas.read_parquet(path).to_dict("records")]


def batch(tokenizer) -> "tuple[DataProto, list[float]]":
    rows, responses, expected = [], [], []
    for row, answers in zip(rows_from_parquet(), RESPONSES):
        for answer, reward in answers:
            rows.append(row)
            responses.append(answer)
            expected.append(reward)
    tokenizer.padding_side = "right"
    answers = tokenizer(responses, padding=True, return_tensors="pt")
    prompts = torch.full((len(rows), 2), tokenizer.convert_tokens_to_ids(WORDS[0]))
    attention = torch.cat([torch.ones_like(prompts), answers["attention_mask"]], dim=1)
    data = DataProto.from_dict(
        tensors={"prompts": prompts, "responses": answers["input_ids"], "attention_mask": attention},
        non_tensors={
            name: np.array([row[name] for row in rows], dtype=object)
            for name in ("data_source", "reward_model", "extra_info")
        },
    )
    return data, expected


class TestVerl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = start_service()
        os.environ["GOLONGRL_URL"] = cls.service.url
        cls.tokenizer = tiny_tokenizer()
        cls.tokenizer.add_tokens(["<think>", "</think>"])

    @classmethod
    def tearDownClass(cls):
        cls.service.close()

    def check(self, outcome, expected):
        tensor = outcome["reward_tensor"]
        self.assertEqual(tensor.sum(dim=1).tolist(), expected)
        self.assertEqual(outcome["reward_extra_info"]["acc"], expected)
        self.assertEqual(outcome["reward_extra_info"]["undecided"], [0.0] * len(expected))
        # verl puts the reward on the last token of the response.
        self.assertTrue(all(int((row != 0).sum()) <= 1 for row in tensor))

    def test_the_naive_manager(self):
        data, expected = batch(self.tokenizer)
        self.check(NaiveRewardManager(self.tokenizer, 0, verl_compute_score)(data, return_dict=True), expected)

    def test_the_batch_manager_asks_once(self):
        data, expected = batch(self.tokenizer)
        self.check(BatchRewardManager(self.tokenizer, 0, verl_compute_score_batch)(data, return_dict=True), expected)

    def test_the_reward_loop(self):
        data, expected = batch(self.tokenizer)

        async def score_all():
            NaiveLoopManager._class_initialized = False
            manager = NaiveLoopManager(OmegaConf.create({"reward": {}}), self.tokenizer, verl_compute_score)
            return await asyncio.gather(*(manager.run_single(data[i : i + 1]) for i in range(len(data))))

        scored = asyncio.run(score_all())
        self.assertEqual([each["reward_score"] for each in scored], expected)
        self.assertEqual([each["reward_extra_info"]["acc"] for each in scored], expected)

    def test_a_bad_gold_stops_the_run_with_a_sentence(self):
        with self.assertRaisesRegex(Refused, "golden_label"):
            verl_compute_score("EM", "red", {"golden_label": ""})
        with self.assertRaisesRegex(Refused, r"rollout 1 \(nobody/knows\)"):
            verl_compute_score_batch(["openai/gsm8k", "nobody/knows"], ["4", "4"], ["4", "4"], [None, None])


if __name__ == "__main__":
    unittest.main()
