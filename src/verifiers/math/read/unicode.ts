/** Mathematical characters as the LaTeX that means the same. Both profiles read these. */
const ALWAYS: Readonly<Record<string, string>> = {
  '−': '-', '×': '\\times ', '÷': '\\div ', 'π': '\\pi ', '∞': '\\infty ', '≤': '\\le ', '≥': '\\ge ', '≠': '\\ne ',
  '∪': '\\cup ', '∩': '\\cap ', '∈': '\\in ', '°': '^{\\circ}', 'α': '\\alpha ', 'β': '\\beta ', 'γ': '\\gamma ',
  'δ': '\\delta ', 'θ': '\\theta ', 'λ': '\\lambda ', 'μ': '\\mu ', 'ρ': '\\rho ', 'σ': '\\sigma ', 'φ': '\\phi ',
  'ω': '\\omega ', 'Δ': '\\Delta ', 'Ω': '\\Omega ', '±': '\\pm ', '∅': '\\emptyset ', '≈': '\\approx ',
} // biome-ignore format: a table

/** What the published reward does not read. */
const NATURAL_ONLY: Readonly<Record<string, string>> = {
  '–': '-', '—': '-', '‐': '-', '‑': '-', '·': '\\cdot ', '⋅': '\\cdot ', '∙': '\\cdot ', '•': '\\cdot ', '✕': '\\times ',
  '∗': '*', '∕': '/', '⁄': '/', '∓': '\\mp ', '⩽': '\\le ', '⩾': '\\ge ', '≦': '\\le ', '≧': '\\ge ', '≡': '=',
  '∖': '\\setminus ', 'ℝ': '\\mathbb{R}', 'ℤ': '\\mathbb{Z}', 'ℕ': '\\mathbb{N}', 'ℚ': '\\mathbb{Q}', 'ℂ': '\\mathbb{C}',
  '⟨': '\\langle ', '⟩': '\\rangle ', '⌊': '\\lfloor ', '⌋': '\\rfloor ', '⌈': '\\lceil ', '⌉': '\\rceil ',
  '→': '\\to ', '∑': '\\sum ', '∏': '\\prod ', '∫': '\\int ', '…': '\\ldots ', '⋯': '\\ldots ', '∠': '\\angle ',
  '½': '\\frac{1}{2}', '⅓': '\\frac{1}{3}', '⅔': '\\frac{2}{3}', '¼': '\\frac{1}{4}', '¾': '\\frac{3}{4}',
  '⅕': '\\frac{1}{5}', '⅛': '\\frac{1}{8}', '⅜': '\\frac{3}{8}', '⅝': '\\frac{5}{8}', '⅞': '\\frac{7}{8}',
  '⅙': '\\frac{1}{6}', '⅚': '\\frac{5}{6}', '′': "'", '″': "''", '∶': ':', '、': ',', '。': '.', '，': ',', '；': ';', '：': ':',
  'ε': '\\epsilon ', 'ζ': '\\zeta ', 'η': '\\eta ', 'κ': '\\kappa ', 'ν': '\\nu ', 'ξ': '\\xi ', 'τ': '\\tau ',
  'χ': '\\chi ', 'ψ': '\\psi ', 'Γ': '\\Gamma ', 'Θ': '\\Theta ', 'Λ': '\\Lambda ', 'Σ': '\\Sigma ', 'Φ': '\\Phi ',
  'Ψ': '\\Psi ', '\u200b': '', '\u200c': '', '\u200d': '', '\ufeff': '', '\u2062': ' ', '\u2061': '', '\u2009': ' ',
  '⊂': '\\subset ', '⊆': '\\subseteq ', '∉': '\\notin ', '∂': '\\partial ', '∇': '\\nabla ', 'ϕ': '\\phi ', 'ϵ': '\\epsilon ', 'ϑ': '\\theta ',
  'ι': '\\iota ', 'υ': '\\upsilon ', 'Ξ': '\\Xi ',
  '￥': '¥', '％': '%', '∃': '\\exists ', '∀': '\\forall ', '¬': '\\neg ', '∥': '\\parallel ', '⟂': '\\perp ', '⊥': '\\perp ', '⊕': '\\oplus ', '⊗': '\\otimes ',
  '≅': '\\cong ', '△': '\\triangle ', '‰': '\\text{ ‰}', '∌': '\\not\\ni ', '⊄': '\\not\\subset ', '⊈': '\\nsubseteq ', '⇒': '\\Rightarrow ', '⟹': '\\Rightarrow ',
  '⇔': '\\Leftrightarrow ', '⟺': '\\Leftrightarrow ', '⇐': '\\Leftarrow ', '⟸': '\\Leftarrow ', '←': '\\leftarrow ', '⟵': '\\leftarrow ',
  '↔': '\\leftrightarrow ', '⟷': '\\leftrightarrow ', '⟶': '\\to ', '↦': '\\mapsto ', '∣': '\\mid ', '∤': '\\nmid ', 'µ': '\\mu ', '\u2126': '\\Omega ', '\u212a': 'K', '℃': '^{\\circ}C ', '℉': '^{\\circ}F ',
} // biome-ignore format: a table

/** The combining arrow of a vector: F⃗. */
const ARROW_ABOVE = '\u20d7'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'

/** The same text with mathematical Unicode written as LaTeX. */
export function latexFromUnicode(text: string, everything: boolean): string {
  if (!NOT_ASCII.test(text)) return text
  let latex = ''
  let index = 0
  const scripts = (digits: string, mark: string): boolean => {
    let run = ''
    for (; index < text.length; index++) {
      const digit = digits.indexOf(text[index]!)
      if (digit >= 0) run += digit
      else if (mark === '^' && text[index] === '⁻' && run === '') run = '-'
      else break
    }
    if (run === '') return false
    latex += `${mark}{${run}}`
    return true
  }
  while (index < text.length) {
    const char = text[index]!
    if (everything && text[index + 1] === ARROW_ABOVE) {
      latex += `\\vec{${char}}`
      index++
    } else if (char < '\x80') latex += char
    else if (everything && (scripts(SUPERSCRIPTS, '^') || scripts(SUBSCRIPTS, '_'))) continue
    else if (everything && char >= '！' && char <= '～' && !(char in NATURAL_ONLY))
      latex += String.fromCharCode(char.charCodeAt(0) - 0xfee0)
    else if (everything && (char === '√' || char === '∛')) {
      latex += char === '√' ? '\\sqrt ' : '\\sqrt[3]'
    } else latex += ALWAYS[char] ?? (everything ? (NATURAL_ONLY[char] ?? char) : char)
    index++
  }
  return latex
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for what lies outside ASCII
export const NOT_ASCII = /[^\x00-\x7f]/

/** The digits of any script as 0 to 9, and the marks that part them. */
export function withPlainDigits(text: string): string {
  if (!MAY_BE_DIGITS.test(text) || !OTHER_DIGITS.test(text)) return text
  return text
    .replace(OTHER_DIGITS_EACH, plainDigit)
    .replace(/(?<=\d)[٫．](?=\d)/g, '.')
    .replace(/(?<=\d)٬(?=\d)/g, ',')
    .replace(/٪/g, '%')
}

/** Blocks with digits, without those of Chinese, Japanese and Korean: to ask for each character whether it is a digit takes long. */
const MAY_BE_DIGITS = /[\u0660-\u1c59\ua620-\uabf9\ud801-\ud83e\uff10-\uff19]/
const OTHER_DIGITS = /[^\P{Nd}0-9]/u
const OTHER_DIGITS_EACH = /[^\P{Nd}0-9]/gu

function plainDigit(digit: string): string {
  const known = PLAIN_DIGITS.get(digit)
  if (known !== undefined) return known
  const plain = String(valueOfDigit(digit.codePointAt(0)!))
  PLAIN_DIGITS.set(digit, plain)
  return plain
}

const PLAIN_DIGITS = /* @__PURE__ */ new Map<string, string>()

/** The digits of a script stand in order, from a number that ends in 0 or 6 (hexadecimal); those of mathematical fonts follow each other. */
function valueOfDigit(code: number): number {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10
  const isShifted = OTHER_DIGITS.test(String.fromCodePoint(code | 15))
  return (code & 15) - (isShifted ? 6 : 0)
}

/** `x̄`, `p̂`, `ŷ`, `v⃗` as `\bar{x}`, `\hat{p}`, `\hat{y}`, `\vec{v}`; what is a letter of words, as the ô of rôle, stays. */
export function withAccents(text: string): string {
  if (!NOT_ASCII.test(text)) return text
  const composed = text.normalize('NFC')
  return ACCENT.test(composed) || LONE.test(composed)
    ? composed
        .replace(ACCENTED, asCommand)
        .replace(LONE_EACH, (letter) => letter.normalize('NFD').replace(ACCENTED, asCommand))
    : text
}

const asCommand = (_: string, letter: string, accent: string): string =>
  `\\${ACCENT_NAMES[accent]!}{${letter}}`

const ACCENT_NAMES: Readonly<Record<string, string>> = {
  '\u0302': 'hat', '\u0303': 'tilde', '\u0304': 'bar', '\u0305': 'bar', '\u0307': 'dot', '\u0308': 'ddot',
  '\u20d0': 'vec', '\u20d1': 'vec', '\u20d6': 'vec', '\u20d7': 'vec',
} // biome-ignore format: a table
const ACCENT = /[\u0302-\u0305\u0307\u0308\u20d0\u20d1\u20d6\u20d7]/
const ACCENTED = /(\p{L})([\u0302-\u0305\u0307\u0308\u20d0\u20d1\u20d6\u20d7])/gu
/** One letter with a hat, a bar, a tilde or dots, apart from others. */
const LONE = /(?<![\p{L}\p{M}\\'’])[âêîôûŷẑĉĝĥĵŝŵāēīūȳñãõẽỹṽẋẏżṙẍÿẅ](?![\p{L}\p{M}'’])/iu
const LONE_EACH = new RegExp(LONE, 'giu')
