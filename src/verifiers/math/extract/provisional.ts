import { sparing } from '../sparing.js'

/** Adjectives of an answer that is not the final one: "the obvious answer", "the first answer". */
export const PROVISIONAL = sparing(
  /(?<!\p{L})(?:obvious|na[ïi]ve|tempting|intuitive|wrong|incorrect|first|initial|expected|claimed|supposed|student['’]s|previous|earlier|old|preliminary|tentative|apparent|false|possible|\p{L}{2,14}['’]s)\s$/iu,
)

/** The same before other nouns: "a naive count gives". */
export const PROVISIONAL_VALUE = sparing(
  /(?<!\p{L})(?:obvious|na[ïi]ve|tempting|intuitive|wrong|incorrect|claimed|supposed|student['’]s|preliminary|tentative|false)\s(?:answer|count|guess|value|result|solution|approach|reading|estimate)\b|(?<!\p{L})(?!problem|question|exercise|task)(?:\p{L}{2,14}['’]s\sanswer|(?:friend|classmate|partner|neighbou?r|colleague)['’]s\sguess)\b/iu,
)
