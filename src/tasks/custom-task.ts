import type { Verifier } from '../verifiers/verifier.js'

/** The custom task of a name, which a record gives as its task type or its data source. */
export const customTask = (
  tasks: readonly Verifier<unknown>[],
  name: unknown,
): Verifier<unknown> | undefined => tasks.find(({ taskType }) => taskType === name)
