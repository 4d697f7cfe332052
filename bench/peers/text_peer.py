"""The twin of the verifiers in plain Python, in the form the published training code has them: regular expressions, split,
sets, json, str() of cells, the longest common subsequence as a table. It scores what golongrl scores in the profile `published`.

Reads the workloads, JSON `{name: [{response, gold}]}`, from the file it is given; then one request a line: `scores name`,
answered with a JSON list, or `time name`, which scores all responses for a turn and is answered with milliseconds.
The mathematics needs sympy (Debian: apt-get install python3-sympy). With the path of the released reward functions behind the
file, those are timed instead: see released.py.
"""
import json
import re
import sys
from collections import Counter
from math import log2

from released import RECORD_OF, released_scorer
from turn import milliseconds

WHITE_SPACE = re.compile(r"\s+")
CHOICE = re.compile(r"The correct answer is \(?([A-D])\)?")
ANSWER_BLOCK = re.compile(r"<answer>(.*?)</answer>", re.DOTALL)
BOXED = re.compile(r"\\boxed\{([^{}]*)\}")


def normalize(text):
    return WHITE_SPACE.sub(" ", text.lower()).strip()


def score(metric, response, gold):
    """The think gate: one </think>, at most one <think>; the metric sees what follows."""
    if response.count("</think>") != 1 or response.count("<think>") > 1:
        return 0.0
    return metric(response.split("</think>")[1], gold)


def lines_of(prediction):
    for marker in ("[Answer]", "[答案]"):
        if marker in prediction:
            prediction = prediction.rsplit(marker, 1)[1]
            break
    return [normalize(line) for line in prediction.strip().split("\n")]


def exact_match(prediction, gold):
    return float(prediction.strip() == gold.strip())


def accuracy(prediction, gold):
    return float(lines_of(prediction)[0] == normalize(gold[0]))


def choice_accuracy(prediction, gold):
    stated, wanted = CHOICE.search(prediction), CHOICE.search(gold)
    return float(stated is not None and wanted is not None and stated.group(1) == wanted.group(1))


def f1(prediction, gold):
    predicted, wanted = set(lines_of(prediction)), {normalize(item) for item in gold}
    common = len(predicted & wanted)
    if common == 0:
        return 0.0
    precision, recall = common / len(predicted), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def sub_exact_match(prediction, gold):
    predicted = set(lines_of(prediction))
    return sum(normalize(item) in predicted for item in gold) / len(gold)


def ndcg(prediction, gold):
    count = len(gold)
    gains = {normalize(item): count - i for i, item in enumerate(gold)}
    predicted = lines_of(prediction)
    scores = {line: len(predicted) - i for i, line in enumerate(predicted)}
    ranking = sorted(scores, key=lambda line: -scores[line])[:count]
    earned = sum(gains.get(line, 0) / log2(i + 2) for i, line in enumerate(ranking))
    return earned / sum(gain / log2(i + 2) for i, gain in enumerate(sorted(gains.values(), reverse=True)))


def pairwise_accuracy(prediction, gold):
    predicted = lines_of(prediction)
    if len(predicted) < 2:
        return 0.0
    position = {line: i for i, line in enumerate(predicted)}
    found = [position[item] for item in map(normalize, gold) if item in position]
    right = sum(found[i] < found[j] for i in range(len(found)) for j in range(i + 1, len(found)))
    return right / (len(predicted) * (len(predicted) - 1) / 2)


def rows_of(text):
    block = ANSWER_BLOCK.search(text)
    table = json.loads(block.group(1) if block else text)["data"]
    return Counter(tuple(str(cell) for cell in row) for row in table)


def iou(prediction, gold):
    predicted, wanted = rows_of(prediction), rows_of(gold)
    union = sum((predicted | wanted).values())
    return sum((predicted & wanted).values()) / union if union else 0.0


def common_words(a, b):
    """The words of one longest common subsequence; a dictionary for the table, as the package that the released code uses has it."""
    table = {}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i == 0 or j == 0:
                table[i, j] = 0
            elif a[i - 1] == b[j - 1]:
                table[i, j] = table[i - 1, j - 1] + 1
            else:
                table[i, j] = max(table[i - 1, j], table[i, j - 1])
    i, j, words = len(a), len(b), set()
    while i > 0 and j > 0:
        if a[i - 1] == b[j - 1]:
            words.add(a[i - 1])
            i, j = i - 1, j - 1
        elif table[i - 1, j] > table[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return words


def sentences_of(text):
    return [sentence.strip().split(" ") for sentence in normalize(text).split(".") if sentence]


def rouge_l(prediction, gold):
    best = 0.0
    predicted = sentences_of(prediction)
    predicted_words = {word for sentence in predicted for word in sentence}
    for reference in map(sentences_of, gold):
        union = set()
        for wanted in reference:
            for sentence in predicted:
                union |= common_words(wanted, sentence)
        precision = len(union) / len(predicted_words)
        recall = len(union) / len({word for sentence in reference for word in sentence})
        best = max(best, 2 * (precision * recall / (precision + recall + 1e-8)))
    return best


def math_verify(prediction, gold):
    import sympy

    stated = sympy.sympify(BOXED.findall(prediction)[-1], rational=True)
    return float(sympy.simplify(stated - sympy.sympify(gold, rational=True)) == 0)


METRICS = {
    "exactMatch": exact_match,
    "accuracy": accuracy,
    "choiceAccuracy": choice_accuracy,
    "f1": f1,
    "subExactMatch": sub_exact_match,
    "ndcg": ndcg,
    "pairwiseAccuracy": pairwise_accuracy,
    "iou": iou,
    "rougeL": rouge_l,
    "mathVerify, plain numbers": math_verify,
}


# By what the data set's records say.
METRIC_OF = {}
for name in METRICS:
    source, _, extra = RECORD_OF[name](None)
    METRIC_OF[source, extra["reward_mode"]] = METRICS[name]


def twin_scorer(source, response, truth, extra):
    gold = truth if isinstance(truth, str) else truth.get("golden_label", truth.get("doc_ids"))
    return score(METRIC_OF[source, extra["reward_mode"]], response, gold)


def scorer_of(path=None):
    """`score(data_source, response, ground_truth, extra_info)`, released by a path, else the twin's."""
    return twin_scorer if path is None else released_scorer(path)


def main(file_name, path=None):
    with open(file_name, encoding="utf-8") as file:
        workloads = json.load(file)
    released = path and released_scorer(path)
    for line in sys.stdin:
        request, name = line.strip().split(" ", 1)
        rollouts = [(rollout["response"], rollout["gold"]) for rollout in workloads[name]]
        if released:
            records = [(response, *RECORD_OF[name](gold)) for response, gold in rollouts]
            run = lambda: [released(source, response, truth, extra) for response, source, truth, extra in records]
        else:
            run = lambda: [score(METRICS[name], response, gold) for response, gold in rollouts]
        print(json.dumps(run()) if request == "scores" else milliseconds(run), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
