import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { scoringVersion } from '../../src/scoring-version.js'

/** The version of the rules, and a hash of what the golden vectors expect under them: no number changes without the other. */
const TIED = { version: 2, expectations: '1a37f17935bd5a6e' }

it('a change of the golden expectations comes with a new scoringVersion', () => {
  const folder = new URL('.', import.meta.url)
  const hash = createHash('sha256')
  for (const room of ['metrics', 'math', 'advloss']) {
    for (const file of readdirSync(new URL(room, folder))
      .filter((name) => name.endsWith('.jsonl'))
      .sort()) {
      hash.update(file).update(readFileSync(new URL(`${room}/${file}`, folder)))
    }
  }
  const now = { version: scoringVersion, expectations: hash.digest('hex').slice(0, 16) }
  expect(now, 'where a number changed on purpose, raise scoringVersion and write both here').toEqual(TIED)
})
