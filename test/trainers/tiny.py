"""A language model made on the spot, and prompts of all nine task types: no hub, no download of weights."""

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

RECORDS = [
    {"taskType": "precise-retrieval", "gold": "red"},
    {"taskType": "comprehension", "gold": ["blue"]},
    {"taskType": "exhaustive-retrieval", "gold": ["red", "blue"]},
    {"taskType": "numerical-reasoning", "gold": "4"},
    {"taskType": "structured-extraction", "gold": {"data": [["red", 1]]}},
    {"taskType": "structured-matching", "gold": ["red", "fox"]},
    {"taskType": "graded-ranking", "gold": ["red", "blue", "fox"]},
    {"taskType": "sequence-ordering", "gold": ["fox", "red", "blue"]},
    {"taskType": "summarization", "gold": ["the red fox sees the blue dog", "a fox and a dog"]},
]
WORDS = "red blue fox dog the a and sees 1 2 3 4 5 [Answer]".split()


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """A word a token; as many words as the golds need."""
    special = ["<pad>", "<eos>", "<unk>"]
    names = [record["taskType"] for record in RECORDS]
    vocabulary = {word: i for i, word in enumerate([*special, *WORDS, *names])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>", padding_side="left"
    )


def tiny_model(tokenizer: PreTrainedTokenizerFast, layers: int = 2) -> GPT2LMHeadModel:
    """A transformer of two layers with random weights."""
    config = GPT2Config(
        vocab_size=len(tokenizer), n_positions=64, n_embd=32, n_layer=layers, n_head=2,
        bos_token_id=tokenizer.eos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    )  # fmt: skip
    return GPT2LMHeadModel(config)


def prompts(each: int = 2) -> list:
    """`each` prompts of every task type, as rows of a TRL data set."""
    return [{"prompt": f"{record['taskType']} {word}", "record": record} for record in RECORDS for word in WORDS[:each]]
