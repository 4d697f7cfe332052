import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearestName, oneOf } from '../src/options/nearest-name.js'

/** The flags of a script, as `parseArgs` reads them; a wrong one ends the script with one sentence and exit code 2. */
export function readFlags<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    return refuse(wrongFlag(error as Error, Object.keys(config.options ?? {})))
  }
}

/** Ends the script where a name that was given is not among the known ones: it would run nothing, and find nothing wrong. */
export function refuseUnknown(what: string, name: string | undefined, known: readonly string[]): void {
  if (name !== undefined && !known.includes(name))
    refuse(`${what} must be ${oneOf(known, name)}, but is "${name}".`)
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

/** What `parseArgs` complains of, and for an unknown flag the names there are. */
export function wrongFlag({ message }: Error, known: readonly string[]): string {
  const unknown = /^Unknown option '--?([^']+)'/.exec(message)?.[1]
  if (unknown === undefined) return message
  const meant = nearestName(unknown, known)
  const suggestion = meant === undefined ? '' : `; did you mean --${meant}?`
  return `--${unknown} is unknown${suggestion || '.'} Flags: ${known.map((name) => `--${name}`).join(', ')}.`
}
