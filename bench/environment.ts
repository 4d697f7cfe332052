import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { scoringVersion } from 'golongrl'
import manifest from '../package.json' with { type: 'json' }

/** Where and on what a run was measured; `peers` are the versions of the others. */
export function environment(peers: Readonly<Record<string, string>>) {
  const [cpu] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    golongrl: manifest.version,
    scoringVersion,
    commit: commit(),
    node: process.version,
    v8: process.versions.v8,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    peers,
  }
}

/** The version that package.json pins a peer to. */
export const pinned = (name: keyof typeof manifest.devDependencies): string => manifest.devDependencies[name]

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'not a checkout'
  }
}
