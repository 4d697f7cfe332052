import { withoutHtml } from '../read/html.js'
import { withoutModules } from '../read/program-modules.js'
import { withPlainWords } from '../read/typography.js'
import { NOT_ASCII, withPlainDigits } from '../read/unicode.js'
import { withoutCourtesies } from './courtesies.js'

/**
 * A response without the looks of its text: tags of a page, line ends of Windows, wide and invisible spaces, quotation marks before its lines, the
 * fonts of words, and what closes it and says nothing (`</solution>`, a rule, a check mark).
 */
export function plainResponse(original: string): string {
  let text = withoutModules(withPlainDigits(withoutHtml(original)).replaceAll('।', '.'))
  if (text.includes('\r')) text = text.replaceAll('\r\n', '\n')
  if (NOT_ASCII.test(text)) text = text.replace(INVISIBLE, '').replace(WIDE_SPACE, ' ')
  if (text.includes(' \n')) text = text.replace(LINE_END, '\n')
  if (text.includes('  ')) text = text.replace(SPACES, ' ')
  if (text.startsWith('>') && text.includes('\n>')) text = text.replace(QUOTED, '')
  if (text.includes('\\')) text = withPlainWords(withDollars(text)).replace(LABEL, '$1 ')
  return withoutClosing(text)
}

function withoutClosing(text: string): string {
  for (let plain = withoutCourtesies(text.trimEnd()); ; ) {
    const mark = CLOSING.exec(plain.slice(-LONGEST_MARK))?.[0]
    if (mark === undefined) return plain
    plain = withoutCourtesies(plain.slice(0, -mark.length).trimEnd())
  }
}

const LONGEST_MARK = 30

/** Between two digits it parts two numbers. */
const INVISIBLE = /[\u200b\u2060\ufeff](?!(?<=\d.)\d)/g
const WIDE_SPACE = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g

const LINE_END = /[ \t]{1,9}\n/g

/** Between words; before a line it is its indentation. */
const SPACES = /(?<=\S) {2,}(?=\S)/g

const QUOTED = /^(?:> ?)+/gm

/** `\text{Answer: }` outside a box. */
const LABEL =
  /(?<!boxed\s?\{\s?)\\text\s?\{\s?((?:the )?(?:final )?(?:answer|result|solution)\s?[:：])\s?\}/gi

/** `\(x\)` is `$x$`, and `\[x\]` is `$$x$$`, where no dollar is one of money. */
const withDollars = (text: string): string =>
  text.includes('$') ? text : text.replace(FORMULA_MARK, (mark) => (/[()]/.test(mark) ? '$' : '$$'))

const FORMULA_MARK = /(?<!\\)\\[()[\]]/g

/** At the end of a response: tags, rules, fences, and the marks that end a proof. */
const CLOSING =
  /(?:<\/(?!answer)[a-z_]{1,20}>|(?<=\n)(?:[-*_]{3,9}|```)|[✅✓✔∎■□◼]\uFE0F?|\$?\\(?:blacksquare|square|qed|checkmark)\$?)$/iu
