/** `\textbf{(B)}\ 12`, `\text{B. Paris}`: the choice B, whose content is 12, or Paris; `Option B`, `B)`, `(b)`. */
export function labelledChoice(
  text: string,
): { readonly label: string; readonly content?: string } | undefined {
  const chosen = NOT_OTHERS.exec(text)?.[1]
  if (chosen) return { label: chosen }
  const named = /^(?:\\text\s?\{)?(?:option|choice|选项)\s?\(?([A-H])\)?\}?$/i.exec(text)
  if (named) return { label: named[1]!.toUpperCase() }
  const alone = /^(?:\\text[a-z]{0,2}\s?\{)?(?:([A-H])[).]|\(([a-h])\))\}?$/.exec(text)
  if (alone) return { label: (alone[1] ?? alone[2])!.toUpperCase() }
  const found =
    /^(?:\\(?:text|textbf|textrm|mathrm|mathbf)\s?\{\s?)?(?:\(([A-H])\)|([A-H])[.):](?=\s|\\))\s?\}?(?:\\ |\\quad|\\;|\\,|~|[\s:.]){0,4}(.{1,200})$/.exec(
      text,
    )
  if (!found || /\([A-H]\)|^\W{0,3}[A-H]\W{0,3}$|\b(?:or|and)\b/.test(found[3]!)) return undefined
  const inText = /^\\text/.test(text) && !found[3]!.includes('{')
  return { label: (found[1] ?? found[2])!, content: inText ? found[3]!.replace(/\}$/, '') : found[3]! }
}

/** "D. It can't be A or B", "B，不是A", "C, not A": the others are denied. */
export const NOT_OTHERS =
  /^\(?([A-H])\)?[.,;:，。；]?\s{0,2}(?:(?:[Ii]t|[Tt]his|and|which)\s)?(?:can['’]?t be|cannot be|isn['’]t|is not|not|non|nicht|不是|不可能是)\s?\(?[A-H]\)?(?:(?:\s?[,，、]\s?|\s(?:or|and|nor)\s|[或和])\(?[A-H]\)?){0,6}$/
