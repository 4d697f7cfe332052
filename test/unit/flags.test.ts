import { parseArgs } from 'node:util'
import { expect, it } from 'vitest'
import { wrongFlag } from '../../scripts/flags.js'

it.each([
  [['--quik'], '--quik is unknown; did you mean --quick? Flags: --quick, --rounds.'],
  [['--zzz=1'], '--zzz is unknown. Flags: --quick, --rounds.'],
  [['--rounds'], "Option '--rounds <value>' argument missing"],
])('the scripts of bench and fuzz refuse %j in one sentence', (args, sentence) => {
  const options = { quick: { type: 'boolean' }, rounds: { type: 'string' } } as const
  let said = ''
  try {
    parseArgs({ args, options })
  } catch (error) {
    said = wrongFlag(error as Error, Object.keys(options))
  }
  expect(said).toBe(sentence)
})
