import { estimatedTokens } from '../../data/index.js'
import { readJson } from '../read-text.js'

export type CountTokens = (text: string) => number

interface TokenizersPackage {
  readonly Tokenizer: new (
    definition: unknown,
    config: unknown,
  ) => { encode(text: string): { ids: readonly number[] } }
}

/**
 * Counts tokens with the user's own `tokenizer.json`, through the optional package `@huggingface/tokenizers`. Without a file: characters
 * divided by 4, with a warning.
 */
export async function tokenCounter(file: string | undefined): Promise<CountTokens> {
  if (file === undefined) {
    process.stderr.write('Lengths are characters / 4: --tokenizer counts tokens of your model.\n')
    return estimatedTokens
  }
  const definition = await readJson(file)
  // The name is a variable so that bundlers leave the optional package alone.
  const name = '@huggingface/tokenizers'
  let tokenizers: TokenizersPackage
  try {
    tokenizers = await import(name)
  } catch {
    throw new Error(`--tokenizer needs the package ${name}: npm install ${name}`)
  }
  const tokenizer = new tokenizers.Tokenizer(definition, {})
  return (text) => tokenizer.encode(text).ids.length
}
