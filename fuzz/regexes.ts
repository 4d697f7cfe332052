/**
 * Checks every regular expression of the library for super-linear backtracking with recheck, and writes down which ones are
 * cleared, so that the test suite has to look at new ones only.
 *
 *     npm run fuzz:regexes
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cleared, findPatterns, judge } from './regular-expressions.js'

const list = new URL('./regular-expressions.json', import.meta.url)
const known: Record<string, string> = JSON.parse(readFileSync(list, 'utf8'))
const verdicts: Record<string, string> = {}
let open = 0
for (const pattern of await findPatterns()) {
  const before = known[pattern.text]
  const verdict = before !== undefined && cleared(before) ? before : judge(pattern)
  if (cleared(verdict)) verdicts[pattern.text] = verdict
  else {
    open++
    console.log(`${verdict}: ${pattern.text} in ${pattern.where}`)
  }
}
writeFileSync(list, `${JSON.stringify(verdicts, Object.keys(verdicts).sort(), 2)}\n`)
console.log(`${Object.keys(verdicts).length} expressions cleared, ${open} not`)
process.exitCode = open > 0 ? 1 : 0
