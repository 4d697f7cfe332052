/**
 * Every match of a global pattern in a text, first to last, as `matchAll` finds them. That makes a copy of the pattern for each text:
 * some microseconds where the engine still knows the compiled pattern, and a new compilation where it has forgotten it.
 */
export function* matchesOf(text: string, pattern: RegExp): Generator<RegExpExecArray, void> {
  for (let at = 0; ; ) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) return
    at = found[0] === '' ? pattern.lastIndex + 1 : pattern.lastIndex
    yield found
  }
}
