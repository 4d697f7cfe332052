/** The record that the published data set has for a gold, which its released reward functions and ours both read. */
export function releasedRecord(metric: string, gold: unknown): object {
  const [source, mode] = SOURCES[metric]!
  const truth = source === 'longbench_pro' ? { doc_ids: gold, summary: 'English' } : { golden_label: gold }
  return { data_source: source, reward_model: { ground_truth: truth }, extra_info: { reward_mode: mode } }
}

/** Data source and reward mode, as in released.py. */
const SOURCES: Readonly<Record<string, readonly [source: string, mode: string]>> = {
  exactMatch: ['EM', 'EM'],
  choiceAccuracy: ['selection', 'selection'],
  accuracy: ['longbench_pro', 'T3.2 Single-Hop Fact QA'],
  f1: ['longbench_pro', 'T5.1 Full-Sentence Citation Alignment'],
  subExactMatch: ['longbench_pro', 'T8.2 Single-Source Targeted Aggregation'],
  ndcg: ['longbench_pro', 'T1.1 Global Cohesive Retrieval'],
  pairwiseAccuracy: ['longbench_pro', 'T2.1 Global Timeline Reconstruction'],
  iou: ['multitableqa_pretraining', 'multitableqa_pretraining'],
  rougeL: ['longbench_pro', 'T4.1 Global-Coverage Constrained Summary'],
  mathVerify: ['math_longcot_math_verify', 'math_verify'],
}

/** The metrics that take microseconds on both sides: what is left of a service's time is its own. */
export const LIGHT_METRICS: readonly string[] = Object.keys(SOURCES).filter(
  (metric) => metric !== 'rougeL' && metric !== 'mathVerify',
)
