import type { PolicyLossOptions } from 'golongrl'

export interface LossOption {
  readonly name: string
  readonly initial: number
  readonly min: number
  readonly max: number
}

export interface LossKind {
  readonly kind: NonNullable<PolicyLossOptions['kind']>
  /** What it does to a token, in a line. */
  readonly note: string
  readonly options: readonly LossOption[]
}

const clip = (low: number, high: number): LossOption[] => [
  { name: 'clipLow', initial: low, min: 0, max: 0.95 },
  { name: 'clipHigh', initial: high, min: 0, max: 2 },
]

/** The kinds whose loss of a token depends on this token alone; clip-cov and kl-cov choose tokens by their batch. */
export const KINDS: readonly LossKind[] = [
  {
    kind: 'vanilla',
    note: 'PPO’s clip, with a second one for negative advantages.',
    options: [...clip(0.2, 0.28), { name: 'dualClip', initial: 3, min: 1.05, max: 5 }],
  },
  {
    kind: 'gspo',
    note: 'One ratio for the whole rollout; here a rollout of one token.',
    options: clip(0.2, 0.28),
  },
  {
    kind: 'cispo',
    note: 'The ratio is clipped and held: every token keeps a gradient.',
    options: clip(0.2, 0.28),
  },
  {
    kind: 'sapo',
    note: 'A soft gate in place of the clip.',
    options: [
      { name: 'tauPos', initial: 1, min: 0.2, max: 5 },
      { name: 'tauNeg', initial: 1.05, min: 0.2, max: 5 },
    ],
  },
  { kind: 'gpg', note: 'The plain policy gradient: no ratio at all.', options: [] },
  { kind: 'geo-mean', note: 'The geometric mean of a rollout’s clipped ratios.', options: clip(0.4, 0.4) },
  {
    kind: 'dppo-tv',
    note: 'Bounds the probability’s own change, not the ratio: see the old probability.',
    options: clip(0.15, 0.15),
  },
  { kind: 'dppo-kl', note: 'Bounds the KL divergence of one token.', options: clip(0.05, 0.05) },
  {
    kind: 'dro',
    note: 'A quadratic penalty on the log-ratio in place of a clip.',
    options: [{ name: 'droBeta', initial: 0.1, min: 0, max: 2 }],
  },
  { kind: 'luspo', note: 'gspo whose rollouts weigh by their length.', options: clip(0.2, 0.28) },
  {
    kind: 'vespo',
    note: 'A smooth weight that falls off on both sides of 1.',
    options: [
      { name: 'powerPos', initial: 2, min: 0, max: 6 },
      { name: 'decayPos', initial: 3, min: 0, max: 6 },
      { name: 'powerNeg', initial: 3, min: 0, max: 6 },
      { name: 'decayNeg', initial: 2, min: 0, max: 6 },
    ],
  },
]
