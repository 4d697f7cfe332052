import {
  type FileContext,
  type FileData,
  fileContextOf,
  type PartialBlock,
  readBlock,
} from '../score-block.js'
import type { BlockMemory } from './block-memory.js'
import { type ReadRollout, type RolloutColumns, rolloutAt, toRolloutColumns } from './rollout-columns.js'
import { fractionOf, type RowBlock } from './rows.js'

/** The rollouts of a file, taken one by one until the rest are taken in blocks. */
export interface RolloutCursor {
  readonly next: () => Promise<ReadRollout | undefined>
  readonly rest: () => AsyncIterable<PartialBlock>
  /** How much of the file has been taken one by one, in [0, 1]. */
  readonly fraction: () => number
  readonly close: () => Promise<void>
}

export function cursorOf(
  blocks: AsyncIterable<RowBlock>,
  file: FileData,
  memory: BlockMemory,
): RolloutCursor {
  const iterator = blocks[Symbol.asyncIterator]()
  let context: FileContext | undefined
  let block: RowBlock | undefined
  let rollouts: RolloutColumns | undefined
  let at = 0
  let before = 0
  const count = () => rollouts?.checksums.length ?? 0
  const fraction = () =>
    block === undefined || count() === 0 ? before : before + ((fractionOf(block) - before) * at) / count()
  return {
    fraction,
    next: async () => {
      while (at === count()) {
        if (block !== undefined) {
          before = fractionOf(block)
          memory.giveBack(block)
        }
        const { value, done } = await iterator.next()
        block = done ? undefined : value
        if (block === undefined) return undefined
        context ??= fileContextOf(file)
        rollouts = toRolloutColumns(readBlock({ block, skip: 0 }, context), context.options)
        at = 0
      }
      return rolloutAt(rollouts!, at++)
    },
    rest: async function* () {
      if (block !== undefined) yield { block, skip: at }
      for await (const next of { [Symbol.asyncIterator]: () => iterator }) yield { block: next, skip: 0 }
    },
    close: async () => {
      await iterator.return?.()
    },
  }
}
