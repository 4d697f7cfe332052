/** Properties that an estimator has beyond the laws of all estimators; each one is checked. */
export interface EstimatorClaims {
  /** Whose rewards an advantage depends on: those of its own prompt, of its task type, or of the whole batch. */
  readonly reach: 'prompt' | 'task' | 'batch'
  /** The advantages of each prompt, or task type, with at least two rollouts add up to 0. */
  readonly centred?: 'prompt' | 'task'
  /**
   * `prompt`: the sample variance (n − 1) of a prompt's advantages is 1. `task`: the average of these over the prompts
   * of a task type is 1. `pooled`: the sample variance of all advantages of a task type is 1.
   */
  readonly unitVariance?: 'prompt' | 'task' | 'pooled'
  /** Adding a constant to every reward of one prompt (task type, batch) changes nothing. */
  readonly shiftInvariant?: 'prompt' | 'task' | 'batch'
  /** Doubling every reward changes nothing (`invariant`, up to epsilon) or doubles every advantage (`equivariant`). */
  readonly scale?: 'invariant' | 'equivariant'
  /**
   * Of two rewards of a prompt the higher one gets the higher advantage. Default true; `false`: it gets no lower one;
   * `unclaimed`: not even that.
   */
  readonly strictlyBetter?: boolean | 'unclaimed'
}

/** What the estimators of this library claim, by name. */
export const ESTIMATOR_CLAIMS = {
  grpo: {
    reach: 'prompt',
    centred: 'prompt',
    unitVariance: 'prompt',
    shiftInvariant: 'prompt',
    scale: 'invariant',
  },
  drGrpo: { reach: 'prompt', centred: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  tmn: {
    reach: 'task',
    centred: 'prompt',
    unitVariance: 'task',
    shiftInvariant: 'prompt',
    scale: 'invariant',
  },
  tmnReweight: { reach: 'task', shiftInvariant: 'task', scale: 'invariant' },
  qwenLong: { reach: 'task', centred: 'prompt', shiftInvariant: 'task', scale: 'invariant' },
  /** `profile: 'published'`: its one-pass sums of squares are not shift invariant. */
  qwenLongPublished: {
    reach: 'task',
    centred: 'task',
    unitVariance: 'pooled',
    scale: 'invariant',
  },
  rloo: { reach: 'prompt', centred: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  opo: { reach: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  remax: { reach: 'prompt' },
  gpg: { reach: 'batch', centred: 'prompt', scale: 'equivariant' },
  /** The advantages of a prompt whose mean is 0 or less are 0. */
  maxRl: { reach: 'prompt', centred: 'prompt', scale: 'invariant', strictlyBetter: false },
  grpoPassK: { reach: 'prompt', shiftInvariant: 'prompt', scale: 'invariant', strictlyBetter: false },
  /** Its whitening divides by a count plus epsilon and is not shift invariant: no claim. */
  reinforcePlusPlus: { reach: 'batch', scale: 'invariant' },
  reinforcePlusPlusBaseline: { reach: 'batch', shiftInvariant: 'prompt', scale: 'invariant' },
} as const satisfies Record<string, EstimatorClaims>
