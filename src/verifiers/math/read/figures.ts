import type { Tree } from '../tree.js'
import { figuresInWords } from './figures-in-words.js'

const SIGNS: Readonly<Record<string, string>> = {
  '≅': '\\cong', '∼': '\\sim', '~': '\\sim', '∥': '\\parallel', '⟂': '\\perp', '⊥': '\\perp',
  '\\|': '\\parallel', '||': '\\parallel', '//': '\\parallel',
} // biome-ignore format: a table

const TRIANGLES = /^(?:\\triangle|△|∆)\s?([A-Z]{3})\s?(\\cong|\\sim|[≅∼~])\s?(?:\\triangle|△|∆)\s?([A-Z]{3})$/
const NAME =
  '(?:\\\\(?:overline|overleftrightarrow)\\s?\\{\\s?([A-Z]{2})\\s?\\}|([A-Z]{2}|[a-zA-Z](?:_\\{?\\w\\}?)?|\\\\ell|\\\\(?:vec|mathbf)\\s?\\{?[a-z]\\}?))'
const LINES = /* @__PURE__ */ new RegExp(
  `^${NAME}\\s?(\\\\parallel|\\\\perp|[∥⟂⊥]|\\\\\\||\\|\\||//)\\s?${NAME}$`,
)

/**
 * `\triangle ABC \cong \triangle DEF` says which corners belong together, in any order, from either side; `AB \parallel CD` has no
 * order at all. Each is written in one order, as words.
 */
export function readFigures(text: string): (Tree & { kind: 'text' }) | undefined {
  if (text.length > 80) return undefined
  const plain = figuresInWords(text) ?? text.replace(/\\[ ,;:]|~(?=[A-Z\\])/g, ' ').replace(/ {2,}/g, ' ')
  const triangles = TRIANGLES.exec(plain)
  if (triangles) {
    const [, first, sign, second] = triangles as unknown as [string, string, string, string]
    const pairs = (a: string, b: string) =>
      [...a]
        .map((corner, index) => corner + b[index]!)
        .sort()
        .join(' ')
    const [lesser] = [pairs(first, second), pairs(second, first)].sort()
    return { kind: 'text', text: `triangles ${SIGNS[sign] ?? sign} ${lesser}` }
  }
  const lines = LINES.exec(plain)
  if (!lines) return undefined
  const names = [lines[1] ?? lines[2]!, lines[4] ?? lines[5]!].map((name) =>
    /^[A-Z]{2}$/.test(name) ? [...name].sort().join('') : name.replace(/[{}\s]/g, ''),
  )
  return { kind: 'text', text: `lines ${SIGNS[lines[3]!] ?? lines[3]!} ${names.sort().join(' ')}` }
}
