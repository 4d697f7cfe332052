"""Compares NDCG with trec_eval, through pytrec_eval (of the fork that comes built), and with scikit-learn on random relevance judgements.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pytrec-eval-terrier scikit-learn
    /tmp/venv/bin/python fuzz/differential/ndcg_qrels.py --qrels 1000 --seed 1

Judgements are graded from 0 to 4, many documents share a grade; a ranking leaves some of them out and has unjudged documents
in it. Four golds are made of each: items with grades, groups of equal grade, with a cutoff and without. trec_eval's ndcg_cut
at the cutoff (without one: at the number of judged documents) has to be the same to 1e-9. scikit-learn's ndcg_score ranks
every document, so it is asked for complete rankings; their scores have no ties.
"""

import argparse
import json
import random
import subprocess

import numpy
import pytrec_eval
from sklearn.metrics import ndcg_score

CLOSE = 1e-9


def judgements(rng):
    documents = [f"d{i}" for i in range(rng.randint(1, 15))]
    while True:
        grades = {document: rng.randint(0, 4) for document in documents}
        if any(grades.values()):
            return grades


def ranking(rng, grades, complete):
    others = [f"u{i}" for i in range(rng.randint(0, 6))]
    judged = list(grades)
    if not complete:
        judged = rng.sample(judged, rng.randint(0, len(judged)))
    ranked = judged + others
    rng.shuffle(ranked)
    return ranked


def graded(grades):
    return [{"item": document, "grade": grade} for document, grade in grades.items()]


def grouped(grades):
    """Lists of equal grade, the best first: group g of n is worth n - g, so the grades are 1 to n without a gap."""
    values = sorted(set(grades.values()), reverse=True)
    groups = [[document for document in grades if grades[document] == value] for value in values]
    own = {document: len(groups) - g for g, group in enumerate(groups) for document in group}
    return groups, own


def trec(grades, ranked, cutoff):
    evaluator = pytrec_eval.RelevanceEvaluator({"q": grades}, {f"ndcg_cut.{cutoff}"})
    run = {document: float(len(ranked) - i) for i, document in enumerate(ranked)}
    return evaluator.evaluate({"q": run})["q"][f"ndcg_cut_{cutoff}"]


def scikit(grades, ranked, cutoff):
    truth = [grades.get(document, 0) for document in ranked]
    scores = list(range(len(ranked), 0, -1))
    return ndcg_score(numpy.array([truth]), numpy.array([scores]), k=cutoff)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--qrels", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)

    cases = []
    for _ in range(options.qrels):
        grades = judgements(rng)
        cutoff = rng.choice([1, 2, 3, 5, 10, 20])
        groups, own = grouped(grades)
        for complete in (False, True):
            ranked = ranking(rng, grades, complete)
            for gold, by in ((graded(grades), grades), (groups, own)):
                for asked in (cutoff, None):
                    at = asked or len(grades)
                    expected = [("trec_eval", trec(by, ranked, at) if ranked else 0.0)]
                    if complete and len(ranked) > 1:
                        expected.append(("scikit-learn", scikit(by, ranked, at)))
                    cases.append((["\n".join(ranked), gold, asked], expected))

    lines = "".join(json.dumps(case) + "\n" for case, _ in cases)
    command = ["node", "--import", "tsx", "fuzz/differential/ndcg.ts"]
    output = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    rewards = [float(line) for line in output.split()]
    assert len(rewards) == len(cases), f"{len(rewards)} rewards for {len(cases)} cases"

    compared, worst, wrong = {}, {}, 0
    for (case, expected), reward in zip(cases, rewards):
        for name, value in expected:
            compared[name] = compared.get(name, 0) + 1
            worst[name] = max(worst.get(name, 0.0), abs(value - reward))
            if abs(value - reward) > CLOSE:
                wrong += 1
                if wrong <= 10:
                    print(f"{name} {value} ours {reward}: {json.dumps(case)}")
    for name, count in compared.items():
        print(f"{name}: {count} rankings of {options.qrels} judgements, largest difference {worst[name]:.2e}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
