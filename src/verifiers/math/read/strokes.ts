/** A number with one stroke, minutes or feet, or two, seconds or inches. */
const STROKED =
  /(?<![\w.}^])(\d{1,6}(?:\.\d{1,6})?) ?(?:('{1,2}|′{1,2}|["″”])(?!['′])|\^ ?\{? ?\\prime( ?\\prime)?(?![a-zA-Z\\]) ?\}?)/g

/** `5'30''` has units, unless it stands behind degrees, with which it is read, or in quotation marks. */
export const withStrokes = (text: string): string =>
  /['′"″”]|\\prime/.test(text) && !/\\circ|°|\\degree|^["']/.test(text)
    ? text.replace(STROKED, (_, value: string, strokes: string | undefined, second: string | undefined) => {
        const isDouble = strokes === undefined ? second !== undefined : /''|′′|["″”]/.test(strokes)
        return `${value}\\text{ ${isDouble ? 'twostrokes' : 'onestroke'}}`
      })
    : text
