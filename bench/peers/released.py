"""The reward functions that GoLongRL released, by a path to its folder Train/verl/verl/utils/reward_score; nothing of them is kept
here. pip install rouge pytrec_eval jieba math-verify==0.8.0.
"""
import importlib.util
import sys
import types


def released_scorer(path):
    """`score(data_source, response, ground_truth, extra_info)` of the folder, with a stub for the one name it takes from verl."""
    for name in ("verl", "verl.utils", "verl.utils.import_utils"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["verl.utils.import_utils"].deprecated = None
    spec = importlib.util.spec_from_file_location(
        "reward_score", f"{path}/__init__.py", submodule_search_locations=[str(path)]
    )
    module = sys.modules["reward_score"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.default_compute_score


def longbench(sub_task, language="English"):
    return lambda gold: ("longbench_pro", {"doc_ids": gold, "summary": language}, {"reward_mode": sub_task})


def labelled(source):
    return lambda gold: (source, {"golden_label": gold}, {"reward_mode": source})


# The data source, ground truth and extra information under which the data set has a gold of each workload.
RECORD_OF = {
    "exactMatch": labelled("EM"),
    "accuracy": longbench("T3.2 Single-Hop Fact QA"),
    "choiceAccuracy": labelled("selection"),
    "f1": longbench("T5.1 Full-Sentence Citation Alignment"),
    "subExactMatch": longbench("T8.2 Single-Source Targeted Aggregation"),
    "ndcg": longbench("T1.1 Global Cohesive Retrieval"),
    "pairwiseAccuracy": longbench("T2.1 Global Timeline Reconstruction"),
    "iou": labelled("multitableqa_pretraining"),
    "rougeL": longbench("T4.1 Global-Coverage Constrained Summary"),
    "rougeL, Chinese": longbench("T4.1 Global-Coverage Constrained Summary", "Chinese"),
    "mathVerify": lambda gold: ("math_longcot_math_verify", gold, {"reward_mode": "math_verify"}),
    "mathVerify, plain numbers": lambda gold: ("math_longcot_math_verify", gold, {"reward_mode": "math_verify"}),
}
