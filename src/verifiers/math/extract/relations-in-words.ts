/**
 * A text with a relation that its last sentence says in words as a formula: `$x > 3$` of "So x must be greater than 3.". Only where that is
 * the whole statement: "the price is less than 3" names no symbol, and "x is greater than 3, so x = 4" states another.
 */
export function withRelations(text: string): string {
  const found = STATEMENT.exec(text.slice(-LONGEST))
  if (!found) return text
  const [statement, lead, name, , words, value] = found as unknown as readonly string[]
  const sign = SIGNS.find(([, pattern]) => pattern.test(words!))![0]
  return `${text.slice(0, text.length - statement!.length)}${lead!}$${bare(name!)} ${sign} ${bare(value!)}$`
}

const LONGEST = 200

const bare = (formula: string): string => formula.replace(/^(?:\$|\\\()|(?:\$|\\\))$/g, '')

const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['\\ge', /^(?:at least|greater than or|不小于|大于(?:或)?等于)/i],
  ['\\le', /^(?:at most|less than or|不大于|小于(?:或)?等于)/i],
  ['<', /^(?:less|smaller|kleiner|inférieur|menor|小于)/i],
  ['>', /^./],
]

const STATEMENT =
  /(?<=^|[.!?。]\s|\n)((?:(?:so|thus|hence|therefore|then|consequently|finally|also|somit|donc|por lo tanto|we (?:see|get|find|need|conclude)(?: that)?|this means(?: that)?|the (?:solution|answer) is|all|所以|因此),?\s?){0,3})(\$?[a-zA-Z]\$?|\\\([a-zA-Z]\\\))(?:\s?(must be|has to be|should be|needs to be|can be any number|is|are|ist|muss|est|doit être|es|debe ser|必须|应|是)?\s?)(?:strictly )?(greater than or equal to|less than or equal to|at least|at most|greater than|larger than|more than|less than|smaller than|größer als|kleiner als|supérieure? à|inférieure? à|mayor que|menor que|大于等于|大于或等于|小于等于|小于或等于|不小于|不大于|大于|小于)\s?(\$[^$\n]{1,40}\$|\\\([^\n()]{1,40}\\\)|[-−]?\d[\d.,/]{0,12}(?<=\d))(?:\ssein)?\s?[.。]?\s{0,3}$/iu
