"""The shortest run of TRL on golongrl's rewards: a model of two layers made on the spot, ten steps, on a CPU.

    pip install trl==1.16.0 torch golongrl-client       # the client from a checkout: pip install ./clients/python
    npm install golongrl
    python first_trl.py
"""

import os

from datasets import Dataset
from golongrl_client import Service, trl_reward
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast, set_seed
from trl import GRPOConfig, GRPOTrainer

set_seed(1)
WORDS = "<pad> <eos> <unk> which colour is it ? red blue green".split()
words = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
words.pre_tokenizer = WhitespaceSplit()
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=words, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>", padding_side="left"
)
shape = GPT2Config(vocab_size=len(WORDS), n_positions=32, n_embd=32, n_layer=2, n_head=2, bos_token_id=1, eos_token_id=1)

record = {"taskType": "exhaustive-retrieval", "gold": ["red"]}
dataset = Dataset.from_list([{"prompt": "which colour is it ?", "record": record}] * 8)
config = GRPOConfig(
    output_dir="run", use_cpu=True, bf16=False, max_steps=10, per_device_train_batch_size=32, num_generations=8,
    max_completion_length=1, learning_rate=1e-2, logging_steps=1, save_strategy="no", report_to=[], disable_tqdm=True,
)  # fmt: skip

with Service(command=os.environ.get("GOLONGRL_COMMAND", "npx golongrl").split()) as service:
    trainer = GRPOTrainer(
        model=GPT2LMHeadModel(shape),
        processing_class=tokenizer,
        reward_funcs=trl_reward(service.client),
        args=config,
        train_dataset=dataset,
    )
    trainer.train()

for entry in trainer.state.log_history:
    if "reward" in entry:
        print(f"step {entry['step']}: reward {entry['reward']:.3f}, undecided {entry['undecided']:.2f}")
