/** At most this many digits behind the point, without zeros at the end; a true minus sign. */
export const format = (value: number, digits = 3): string =>
  String(Number(value.toFixed(digits)) + 0).replace('-', '−')

export const percent = (share: number): string => `${Math.round(100 * share)} %`
