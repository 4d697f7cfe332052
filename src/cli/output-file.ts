import { InvalidArgumentError } from 'commander'

/** The name of a file of scored rollouts. An extension of a form that is not written is refused. */
export function scoredFile(path: string): string {
  if (/\.(csv|tsv|xlsx?|gz)$/iu.test(path))
    throw new InvalidArgumentError('The result is JSON Lines (.jsonl) or Parquet (.parquet).')
  return path
}

/** The name of a file that only JSON Lines are written to. */
export function jsonLinesFile(path: string): string {
  if (/\.(csv|tsv|xlsx?|parquet)$/iu.test(path))
    throw new InvalidArgumentError('The result is JSON Lines (.jsonl, also .gz).')
  return path
}
