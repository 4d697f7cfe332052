import { OPTIONS } from './answer-words.js'

/** A text without the words that may stand between an announcement and its value. */
export const withoutAdverbs = (text: string): string =>
  text.replace(/^[\s*_:：]{1,8}/, '').replace(ADVERBS, '')

const ADVERBS = /* @__PURE__ */ new RegExp(
  `^(?:(?:it['’]s|that['’]s|approximately|about|roughly|exactly|precisely|simply|just|indeed|for sure|certainly|definitely|obviously|undoubtedly|therefore|thus|is|equal to|that(?=\\s\\$[^$]{1,20}(?:[=<>≤≥≠]|\\\\(?:[lg](?:eq?|t)|neq?|in)(?![a-z])))|de(?=\\s(?:\\*\\*)?[$\\d])|that there are|there are|a total of|given by|clearly|(?:l?a |l')?(?:${OPTIONS.join('|')})(?=\\s\\(?[A-H](?!\\p{L}))|choice|letter|(?:la|die)(?=\\s\\(?[A-H]\\)?[.\\s*]*$)|(?:donc|also|quindi|portanto|por (?:lo )?tanto)(?=\\s(?:la|die|a|l[ao])?\\s?\\(?[A-H](?!\\p{L}))|environ|exactement|genau|ungefähr|exactamente|aproximadamente)[\\s:]{1,3}){1,4}|^(?:一共|总共|共计|共|大约|约|应该?是|就是)有?\\s{0,3}`,
  'iu',
)
