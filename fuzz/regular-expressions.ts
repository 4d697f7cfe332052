import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSync } from 'recheck'
import ts from 'typescript'

// The build of recheck that is plain JavaScript: no Java, no native program.
process.env.RECHECK_BACKEND = 'pure'

const source = fileURLToPath(new URL('../src/', import.meta.url))

export interface Pattern {
  /** The file it stands in, or `constructed` for one put together from pieces while the library loads. */
  readonly where: string
  /** `/source/flags` */
  readonly text: string
  readonly source: string
  readonly flags: string
}

/** Every regular expression in src/, each once: the literals by their syntax, the others by loading the library. */
export async function findPatterns(): Promise<readonly Pattern[]> {
  const all = [...literals(), ...(await constructed())]
  return [...new Map(all.map((pattern) => [pattern.text, pattern])).values()]
}

/** `safe`, or what recheck says instead: `vulnerable`, `unknown`. */
export const judge = ({ source: pattern, flags }: Pattern): string =>
  checkSync(pattern, flags, { timeout: 20_000 }).status

/**
 * Whether a verdict in `regular-expressions.json` clears an expression: recheck's `safe`, or `bounded: ` and the reason why
 * the text that it sees is short.
 */
export const cleared = (verdict: string): boolean => verdict === 'safe' || verdict.startsWith('bounded: ')

const asPattern = (where: string, pattern: string, flags: string): Pattern => ({
  where,
  source: pattern,
  flags,
  text: `/${pattern}/${flags}`,
})

function literals(): readonly Pattern[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const found: Pattern[] = []
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
          const text = node.getText()
          const end = text.lastIndexOf('/')
          found.push(asPattern(file, text.slice(1, end), text.slice(end + 1)))
        }
        ts.forEachChild(node, visit)
      }
      visit(ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2022, true))
      return found
    })
}

async function constructed(): Promise<readonly Pattern[]> {
  const found: Pattern[] = []
  const Original = globalThis.RegExp
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [pattern, flags]) {
      const made = Reflect.construct(target, [pattern, flags])
      found.push(asPattern('constructed', made.source, made.flags))
      return made
    },
  })
  try {
    await import('../src/index.js')
  } finally {
    globalThis.RegExp = Original
  }
  return found.filter(({ text }, i) => found.findIndex((other) => other.text === text) === i)
}
