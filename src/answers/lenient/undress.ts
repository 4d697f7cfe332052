import { isWhiteSpace, strip } from '../white-space.js'

/**
 * An item without its markup: list mark, Markdown or HTML emphasis, quotes and code ticks around it, and the full stop after
 * it. Expects plain characters.
 */
export function undress(item: string): string {
  let bare = strip(item)
  if (MARKED_UP.test(bare)) bare = withoutMarkup(bare)
  for (let round = 0; round < MOST_LAYERS; round++) {
    const outer = bare
    bare = withoutQuotes(withoutStop(withoutListMark(bare)))
    if (bare === outer) break
  }
  return bare
}

/** Most layers of marks to remove. */
const MOST_LAYERS = 8

const MARKED_UP = /[*_`<\\$~]/

/** Emphasis anywhere in the text, and the escapes of Markdown and LaTeX. */
const withoutMarkup = (text: string): string =>
  strip(
    text
      .replace(/<\/?(?:b|i|u|em|strong|code|mark|span|p|ul|ol|li|br) ?\/?>/gi, '')
      .replace(/\\\\$/, '')
      .replace(/^\\boxed\{([^{}]*)\}\.?$/, '$1')
      .replace(/^\$\$?([^$]+)\$\$?\.?$/, '$1')
      .replace(/\\(?:text|mathrm|mathbf|textbf|textit|emph)\{([^{}]*)\}/g, '$1')
      .replace(/\\([_*#[\]()~`>+\-.!|$%&{}])/g, '$1')
      .replace(/\*\*|~~|`/g, '')
      .replace(/(^|[^\p{L}\p{N}_])_{1,3}([^_]+)_{1,3}(?![\p{L}\p{N}_])/gu, '$1$2')
      .replace(/\*([^*\s][^*]*)\*/g, '$1'),
  )

const LIST_MARK =
  /^(?:[-*+•‣◦▪▫●○■□·⁃∙➢➤►▶✓✔✦❖→⇒➔>]|#{1,6}(?= )|\(\d{1,3}\)(?=.)|\d{1,3}(?:[)、]|\.(?!\d)))[ \t]*(?:\[[ xX]\][ \t]+)?(?=\S)/u

/** The next character decides about a mark that may also be the item's own: `-5` and `*x` have none. */
function withoutListMark(text: string): string {
  const mark = LIST_MARK.exec(text)?.[0]
  if (mark === undefined) return text
  const needsSpace = /^[-*+>·]/u.test(mark)
  return needsSpace && !isWhiteSpace(mark.charCodeAt(1)) ? text : strip(text.slice(mark.length))
}

/** Stops and commas at the end, with the white space between them. */
function withoutStop(text: string): string {
  let end = text.length
  while (end > 0 && (STOPS.includes(text.charAt(end - 1)) || isWhiteSpace(text.charCodeAt(end - 1)))) end--
  return text.slice(0, end)
}

const STOPS = '.。,，;；、'

/** What stands in one pair of brackets around a whole item; undefined where nothing does. A list in brackets is no item. */
export function inBrackets(item: string): string | undefined {
  const inner = BRACKETED.exec(item)?.[2]
  return inner === undefined ? undefined : strip(inner)
}

const BRACKETED = /^(\[|\(|\{|<|【|〔)([^[\](){}<>【】〔〕,;]{1,200})[\])}>】〕]$/

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '「': '」',
  '『': '』',
  '《': '》',
  '〈': '〉',
}

/** A pair of quotes around the whole item, without another inside; underscores around one that holds some itself. */
function withoutQuotes(text: string): string {
  const emphasised = /^(_{1,3})([^_].*)\1$/.exec(text)?.[2]
  if (emphasised !== undefined) return strip(emphasised)
  const close = QUOTES[text.charAt(0)]
  if (close === undefined || text.length < 3 || !text.endsWith(close)) return text
  const inner = text.slice(1, -1)
  return inner.includes(close) && close !== "'" ? text : strip(inner)
}
