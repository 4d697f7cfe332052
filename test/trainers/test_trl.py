"""TRL's own GRPOTrainer with rewards, and with advantages, of a golongrl service."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import torch
from datasets import Dataset
from service import root, start_service
from tiny import RECORDS, prompts, tiny_model, tiny_tokenizer
from transformers import set_seed
from trl import GRPOConfig, GRPOTrainer

from golongrl_client import trl_reward

sys.path.insert(0, str(root / "examples" / "trainers"))
from trl_advantages import GolongrlTrainer  # noqa: E402

GENERATIONS = 4
TASK_TYPES = [record["taskType"] for record in RECORDS]


def config(folder, **options):
    return GRPOConfig(**{
        "output_dir": folder,
        "use_cpu": True,
        "bf16": False,
        "max_steps": 20,
        "per_device_train_batch_size": 2 * len(RECORDS) * GENERATIONS,
        "num_generations": GENERATIONS,
        "max_completion_length": 12,
        "learning_rate": 5e-3,
        "logging_steps": 1,
        "save_strategy": "no",
        "report_to": [],
        "disable_tqdm": True,
        **options,
    })  # fmt: skip


def train(trainer_class, *, reward_funcs, arguments, **more):
    set_seed(7)
    # Each row of the data set holds a record of its own shape: as JSON text they fit into one column.
    rows = [{**row, "record": json.dumps(row["record"])} for row in prompts()]
    tokenizer = tiny_tokenizer()
    # TRL makes the reference model from where the model came: a folder.
    folder = f"{arguments.output_dir}/model"
    tiny_model(tokenizer).save_pretrained(folder)
    trainer = trainer_class(
        model=folder,
        reward_funcs=reward_funcs,
        args=arguments,
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        **more,
    )
    trainer.train()
    return trainer


class TestTrl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = start_service()
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.service.close()
        cls.folder.cleanup()

    def test_twenty_steps_on_nine_task_types(self):
        reward = trl_reward(self.service.client)
        trainer = train(GRPOTrainer, reward_funcs=reward, arguments=config(self.folder.name))
        steps = [entry for entry in trainer.state.log_history if "reward" in entry]
        self.assertEqual(len(steps), 20)
        for step in steps:
            for task_type in TASK_TYPES:
                self.assertIn(f"reward/{task_type}", step)
            self.assertEqual(step["undecided"], 0)
        self.assertGreater(sum(step["reward"] for step in steps), 0)
        self.assertGreater(sum(step["grad_norm"] for step in steps), 0)

    def test_the_first_example_learns(self):
        command = f"node {root / 'dist' / 'cli' / 'main.js'}"
        run = subprocess.run(
            [sys.executable, root / "examples" / "trainers" / "first_trl.py"],
            cwd=self.folder.name,
            env={**os.environ, "GOLONGRL_COMMAND": command},
            capture_output=True,
            text=True,
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        rewards = [float(line.split()[3].rstrip(",")) for line in run.stdout.splitlines() if line.startswith("step")]
        self.assertEqual(len(rewards), 10)
        self.assertGreater(sum(rewards[-3:]), sum(rewards[:3]))

    def test_a_service_killed_in_the_middle_costs_no_step(self):
        reward, calls = trl_reward(self.service.client), []

        def killing(*arguments, **columns):
            calls.append(1)
            if len(calls) == 2:
                self.service._process.kill()
            return reward(*arguments, **columns)

        trainer = train(GRPOTrainer, reward_funcs=killing, arguments=config(self.folder.name, max_steps=3))
        self.assertEqual(trainer.state.global_step, 3)
        self.assertEqual(self.service.restarts, 1)

    def test_tmn_reweight_through_one_step_request(self):
        seen = []

        class Recording(GolongrlTrainer):
            def _generate_and_score_completions(self, inputs):
                output = super()._generate_and_score_completions(inputs)
                seen.append((self.last_step, output["advantages"].clone()))
                return output

        train(
            Recording,
            reward_funcs=[],
            arguments=config(self.folder.name, max_steps=5),
            client=self.service.client,
        )
        self.assertEqual(len(seen), 5)
        for step, advantages in seen:
            torch.testing.assert_close(
                advantages.double(), torch.tensor(step["advantages"], dtype=torch.float64), rtol=1e-6, atol=1e-7
            )
        # The same advantages by /v1/advantages, from the rewards of the step.
        step, _ = seen[-1]
        rewards = [result["verdict"]["reward"] for result in step["results"]]
        ids = [i // GENERATIONS for i in range(len(rewards))]
        types = [result["verdict"]["taskType"] for result in step["results"]]
        again = self.service.client.advantages(rewards, ids, task_types=types)
        self.assertEqual(again["advantages"], step["advantages"])

    def test_trls_losses_are_ours_on_the_batches_it_saw(self):
        batches = []
        for loss_type in ("grpo", "bnpo", "dr_grpo", "dapo", "cispo", "luspo", "sapo"):

            class Recording(GRPOTrainer):
                def _get_per_token_logps_and_entropies(self, *arguments, **options):
                    self.log_probs, *rest = super()._get_per_token_logps_and_entropies(*arguments, **options)
                    return (self.log_probs, *rest)

                def _compute_loss(self, model, inputs):
                    loss = super()._compute_loss(model, inputs)
                    (gradient,) = torch.autograd.grad(loss, self.log_probs, retain_graph=True)
                    mask = inputs["completion_mask"]
                    batches.append({
                        "lossType": self.loss_type,
                        "loss": loss.item(),
                        "gradLogProbs": gradient.double().flatten().tolist(),
                        "logProbs": self.log_probs.detach().double().flatten().tolist(),
                        "oldLogProbs": inputs["old_per_token_logps"].double().flatten().tolist(),
                        "refLogProbs": inputs["ref_per_token_logps"].double().flatten().tolist(),
                        "advantages": inputs["advantages"].double().tolist(),
                        "responseMask": mask.flatten().tolist(),
                        "rollouts": mask.shape[0],
                        "tokens": mask.shape[1],
                        "epsilonHigh": self.epsilon_high,
                        "tokensInBatch": int(inputs["num_items_in_batch"]),
                        "longest": self.max_completion_length,
                    })  # fmt: skip
                    return loss

            level = (
                {"importance_sampling_level": "sequence", "use_bias_correction_kl": False}
                if loss_type == "luspo"
                else {}
            )
            # Two iterations: in the second the policy has moved away from the one that sampled.
            arguments = config(
                self.folder.name,
                max_steps=2,
                num_iterations=2,
                loss_type=loss_type,
                beta=0.04,
                per_device_train_batch_size=16,
                **level,
            )
            train(Recording, reward_funcs=trl_reward(self.service.client), arguments=arguments)

        moved = [batch for batch in batches if batch["logProbs"] != batch["oldLogProbs"]]
        self.assertEqual(len({batch["lossType"] for batch in moved}), 7)
        path = Path(self.folder.name) / "batches.json"
        path.write_text(json.dumps(batches))
        program = ["node", "--import", "tsx", str(root / "test" / "trainers" / "compare-losses.ts"), str(path)]
        outcome = subprocess.run(program, cwd=root, capture_output=True, text=True, env={**os.environ})
        self.assertEqual(outcome.returncode, 0, outcome.stdout + outcome.stderr)
        print(outcome.stdout)


if __name__ == "__main__":
    unittest.main()
