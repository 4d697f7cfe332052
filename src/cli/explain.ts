import type { Command } from 'commander'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describeError, mapRecord, orThrow, scoreRecord, type Verdict } from '../index.js'
import { findRollout, loadTaskOptions } from '../node/index.js'
import { EXIT } from './exit-codes.js'
import { readJson, readText } from './read-text.js'
import { type TaskOptionFlags, taskOptionFlags, taskOptionsOf, wholeNumber } from './task-option-flags.js'

interface ExplainFlags extends TaskOptionFlags {
  readonly record?: string
  readonly response?: string
  readonly records?: string
  readonly rollouts?: string
  readonly prompt?: string
  readonly rollout: number
  readonly promptId: string
  readonly json: boolean
}

export const explainCommand = (command: Command): Command =>
  taskOptionFlags(
    command
      .option('--record <file>', 'one record, a JSON file')
      .option('--response <file>', 'the response, a text file; - for standard input')
      .option('--rollouts <file>', 'or: a file of rollouts,')
      .option('--records <file>', '  with its records,')
      .option('--prompt <id>', '  the prompt in it,')
      .option('--rollout <number>', "  and the rollout's number within the prompt", wholeNumber(0), 0)
      .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
      .option('--json', 'print the verdict as JSON', false),
  ).action(async (flags: ExplainFlags) => {
    const taskOptions = await loadTaskOptions(taskOptionsOf(flags))
    const rollout = await pickRollout(flags)
    if (rollout === undefined) {
      process.stderr.write(
        'Give --record and --response, or --rollouts and --prompt; nothing was found by these.\n',
      )
      process.exitCode = EXIT.cannot
      return
    }
    const verdict = scoreRecord(rollout.record, rollout.response, { ...taskOptions, explain: true })
    if (isLeft(verdict)) {
      process.stderr.write(`${describeError(verdict.left)}\n`)
      process.exitCode = EXIT.cannot
      return
    }
    process.stdout.write(flags.json ? `${JSON.stringify(verdict.right)}\n` : describe(verdict.right))
  })

async function pickRollout(flags: ExplainFlags): Promise<{ record: unknown; response: string } | undefined> {
  const { record, response, rollouts, records, prompt, rollout, promptId, map } = flags
  if (record !== undefined && response !== undefined) {
    const value = await readJson(record)
    const holder = value as { readonly record?: unknown } | null
    return {
      record: map === undefined ? (holder?.record ?? value) : orThrow(mapRecord(value, map)).record,
      response: await readText(response),
    }
  }
  if (rollouts === undefined || prompt === undefined) return undefined
  return findRollout({
    ...{ rollouts, promptId: prompt, rollout, promptIdPath: promptId },
    ...(records !== undefined && { records }),
    ...(map !== undefined && { map }),
  })
}

function describe({ taskType, metric, rewardMode, reward, reason, explanation }: Verdict): string {
  const lines = [
    `task       ${taskType}, scored by ${metric} (reward mode ${rewardMode})`,
    `reward     ${reward}`,
    `reason     ${reason}`,
    `extracted  ${JSON.stringify(explanation?.extracted ?? '')}`,
    ...(explanation?.steps ?? []).map((step, i) => `${String(i + 1).padStart(9)}  ${step}`),
  ]
  return `${lines.join('\n')}\n`
}
