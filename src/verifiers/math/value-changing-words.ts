/**
 * Whether words behind a number make another number of it, or take it back: `3 squared`, `3 plus five`, `3 at least`,
 * `11 in base two`, `3 (wrong)`. Such words are no unit.
 */
export const changesValue = (words: string): boolean =>
  FIRST.test(words) || ANYWHERE.test(words) || ALONE.test(words)

/** Whether a remark in brackets does so: "3 (or more)"; number words may say the value again, as in "3/4 (three quarters)". */
export const changesValueInBrackets = (remark: string): boolean =>
  FIRST.test(remark) || ALONE.test(remark) || /[?？]/.test(remark)

const NUMBER_WORDS =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion'

const FRACTIONS =
  'half|halves|thirds?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?|millionths?'

const FIRST = /* @__PURE__ */ new RegExp(
  `^[\\s(]*(?:(?:and )?(?:an? )?(?:${FRACTIONS})|squared|cubed|factorial|score|gross|lakhs?|crores?|dozens?|k|plus|minus|(?:over|under|above|below)(?! (?:the|sea|ground)\\b)|divided|multiplied|mod|modulo|up to|to the power|at least|at most|or more|or less|or fewer|or greater|basis points?|per mille|per thousand|per cent mille|times (?:${NUMBER_WORDS}|\\d|[a-z](?![a-z]))|only (?:if|when))\\b|^\\s*(?:以上|以下|以内|以外|多|余|倍|成|折|分之)`,
  'iu',
)

const ANYWHERE = /* @__PURE__ */ new RegExp(
  `\\b(?:${NUMBER_WORDS}|bases?|binary|octal|hex|hexadecimal|alternatively|incorrect|not)\\b|[?？]`,
  'iu',
)

const ALONE =
  /^[\s(]*(?:(?:and )?counting|wrong|false|no|maybe|perhaps|possibly|probably|roughly half)[\s)!.]*$/iu
