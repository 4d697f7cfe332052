const KIND = '(?:an? )?(even|odd|prime)(?: numbers?| integers?)?'
const TEXT = '\\\\(?:text|mathrm|textrm|mbox)\\s?\\{\\s?'
/** f, g and h are functions, which are even in another sense. */
const NAME = '([a-eij-z])'

/** `n\text{ is even}`, `\text{if $n$ even}`, `\text{even }n`. */
const SAID = /* @__PURE__ */ new RegExp(
  [
    `(?:${TEXT}(?:if|when|for)\\s?\\}\\s?)?(?<![a-zA-Z\\\\])${NAME}(?:[\\s~]|\\\\[,;: ]){0,3}${TEXT}(?:is )?${KIND}\\s?\\}`,
    `${TEXT}(?:if |when |for )?\\$?${NAME}\\$? (?:is )?${KIND}\\s?\\}`,
    `${TEXT}(?:if |when |for )?${KIND}\\s?(?:\\}\\s?${NAME}(?![a-zA-Z])|\\$?${NAME}\\$?\\s?\\})`,
  ].join('|'),
  'g',
)

const RELATIONS: Readonly<Record<string, string>> = {
  even: '\\equiv 0\\pmod 2',
  odd: '\\equiv 1\\pmod 2',
  prime: '\\in\\mathbb{P}',
}

/** "n is even" as n ≡ 0 (mod 2), "p is prime" as p ∈ ℙ. */
export const withKindsOfNumbers = (text: string): string =>
  /even|odd|prime/.test(text)
    ? text.replace(SAID, (...parts: readonly string[]) => {
        const [, first, firstKind, second, secondKind, thirdKind, third, inside] = parts
        return `${first ?? second ?? third ?? inside}${RELATIONS[firstKind ?? secondKind ?? thirdKind!]}`
      })
    : text
