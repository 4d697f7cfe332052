/** `2h30min` → `2\text{ h }30\text{ min}`, `3 feet 6 inches`. */
export function measured(text: string): string | undefined {
  if (text.length > 60) return undefined
  let rest = text
  let latex = ''
  let parts = 0
  while (rest !== '') {
    const part = MEASURED_PART.exec(rest)
    if (!part) return undefined
    latex += `${part[1]}\\text{ ${part[2]} }`
    rest = rest.slice(part[0].length).trimStart()
    parts++
  }
  return parts > 1 ? latex : undefined
}

const MEASURED_PART =
  /^(?:and )?(\d{1,9}) ?(hours?|hrs?|h|小时|minutes?|mins?|min|分钟|分|seconds?|secs?|s|秒|weeks?|days?|years?|months?|feet|foot|ft|inch(?:es)?|in|yards?|miles?|pounds?|lbs?|ounces?|oz|km|m|cm|kg|g|dollars?|cents?)(?![a-zA-Z])/i
