/**
 * npm run bench                          everything: tables, and bench/results/latest.json
 *   -- --only mathVerify                 workloads whose name contains this, and nothing else
 *   -- --largest 65536 --rounds 3        smaller sizes, fewer rounds
 *   -- --quick                           everything once and tiny, nothing written: does it still run?
 *   -- --out FILE                        where the JSON goes
 *   -- --baseline FILE                   afterwards, compare with an older run
 *   -- --compare OLD NEW                 compare two files, run nothing
 *   -- --baseline FILE --fail-over 1.1   exit code 1 where something is slower by more than a tenth, beyond doubt
 *   -- --github FILE                     also write what the action github-action-benchmark reads
 */
import { readFlags } from '../scripts/flags.js'
import { compare } from '../src/bench/index.js'
import { failOver } from './fail-over.js'
import { readReport } from './report.js'
import { printChanges } from './terminal.js'

const { values, positionals } = readFlags({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    largest: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    baseline: { type: 'string' },
    'fail-over': { type: 'string' },
    github: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
})

if (values.compare) compareFiles()
else {
  // Loaded only now: the peers take seconds to load.
  const { runContests } = await import('./run-contests.js')
  await runContests(values)
}

function compareFiles(): void {
  const [before, after] = positionals
  if (before === undefined || after === undefined) throw new Error('--compare takes two files: OLD NEW')
  const changes = compare(readReport(before).measurements, readReport(after).measurements)
  printChanges(changes)
  failOver(changes, values['fail-over'])
}
