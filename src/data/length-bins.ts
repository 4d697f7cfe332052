/** Upper bounds of LongBench Pro's length bins, in tokens. */
export const LENGTH_BINS = [8192, 16384, 32768, 65536, 131072, 262144] as const

/** An estimate without a tokenizer: a token is about four characters of English. */
export const estimatedTokens = (text: string): number => Math.ceil(text.length / 4)

/** The number of the first bin that holds a length; the number of bins for a longer one. */
export function binOf(length: number, bounds: readonly number[] = LENGTH_BINS): number {
  const bin = bounds.findIndex((bound) => length <= bound)
  return bin < 0 ? bounds.length : bin
}
