"""OpenRLHF's own request code against the service. Its package installs only beside vLLM and a GPU, so its one module is loaded by itself."""

import asyncio
import importlib.metadata
import json
import sys
import types
import unittest

from service import start_service


def load_agent_module():
    """`openrlhf.utils.agent`, without the imports of the packages around it."""
    location = importlib.metadata.distribution("openrlhf").locate_file("openrlhf")
    for name, path in (("openrlhf", location), ("openrlhf.utils", location / "utils")):
        package = types.ModuleType(name)
        package.__path__ = [str(path)]
        sys.modules[name] = package
    return importlib.import_module("openrlhf.utils.agent")


class TestOpenRlhf(unittest.TestCase):
    def test_its_client_gets_rewards_with_the_token_in_the_url(self):
        executor_class = load_agent_module().SingleTurnAgentExecutor
        label = json.dumps({"taskType": "precise-retrieval", "gold": "42"})
        with start_service() as service:
            executor = executor_class(f"{service.url}/get_reward")

            async def ask(answer):
                prompt = "What is 6 × 7?"
                (reply,) = await executor._fetch_rewards_via_http(
                    [f"{prompt}<think>…</think>{answer}<|im_end|>"], [prompt], [label]
                )
                return reply

            right, wrong = asyncio.run(ask("42")), asyncio.run(ask("41"))
        self.assertEqual((right["rewards"], right["scores"]), ([1.0], [1.0]))
        self.assertEqual((wrong["rewards"], wrong["scores"]), ([0.0], [0.0]))
        self.assertTrue(all(isinstance(value, (int, float, list)) for value in right["extra_logs"].values()))


if __name__ == "__main__":
    unittest.main()
