import { computeAdvantages } from '../advantages/compute-advantages.js'
import { policyLoss } from '../losses/policy-loss.js'
import type { Backend } from './backend.js'
import { createBackend } from './create-backend.js'

/**
 * The library's own functions, `computeAdvantages` and `policyLoss`, as a backend: plain TypeScript in float64, on the
 * calling thread. Every other backend is measured against it.
 */
export const cpuBackend = (): Backend =>
  createBackend({ name: 'cpu', precision: 'float64', advantages: computeAdvantages, policyLoss })
