"""TRL's GRPOTrainer with golongrl's advantages: TMN-Reweight, or any other estimator of the service.

    from golongrl_client import Client
    from trl_advantages import GolongrlTrainer

    GolongrlTrainer(client=Client(), model=model, args=GRPOConfig(...), train_dataset=dataset)

The data set has a column `record`, as an object or as JSON text. One request a step scores all rollouts of all processes and
returns their advantages; TRL's own centring and scaling of rewards is not used. Written for TRL 1.16.
"""

import json

import torch
from accelerate.utils import gather_object
from trl import GRPOTrainer


class GolongrlTrainer(GRPOTrainer):
    def __init__(self, *args, client, estimator=None, record="record", reward_funcs=(), **kwargs):
        # TRL asks for a reward function; the rewards come with the advantages.
        super().__init__(*args, reward_funcs=[golongrl_step], **kwargs)
        self.client, self.estimator, self.record = client, estimator, record

    def _calculate_rewards(self, inputs, prompts, completions, completion_ids_list):
        own = [
            (
                json.loads(row[self.record]) if isinstance(row[self.record], str) else row[self.record],
                completion if isinstance(completion, str) else completion[-1]["content"],
            )
            for row, completion in zip(inputs, completions, strict=True)
        ]
        # TRL lays the rollouts of a prompt side by side, across processes too.
        everyones = gather_object(own)
        records = {str(i // self.num_generations): record for i, (record, _) in enumerate(everyones)}
        rollouts = [
            {"promptId": str(i // self.num_generations), "response": response}
            for i, (_, response) in enumerate(everyones)
        ]
        more = {} if self.estimator is None else {"estimator": self.estimator}
        self.last_step = self.client.step(rollouts, records=records, **more)
        rewards = [[0.0 if reward is None else reward] for reward in self.last_step["rewards"]]
        return torch.tensor(rewards, device=self.accelerator.device)

    def _generate_and_score_completions(self, inputs):
        output = super()._generate_and_score_completions(inputs)
        advantages = torch.tensor(self.last_step["advantages"], device=self.accelerator.device)
        first = self.accelerator.process_index * len(inputs)
        output["advantages"] = advantages[first : first + len(inputs)].to(output["advantages"].dtype)
        return output


def golongrl_step(completions, **_):
    raise RuntimeError("the rewards of a GolongrlTrainer come from /v1/step")
