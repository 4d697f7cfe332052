/** `15\,\text{mg/kg} \times 24\,\text{kg} = 360\,\text{mg}` → `15 \times 24 = 360 = 360\,\text{mg}`: only the result has its unit. */
export function unitlessCalculation(text: string): string | undefined {
  const found = CALCULATION.exec(text)
  return found
    ? `${found[1] ?? ''}${found[2]!.replace(/\\(?:text|mathrm)\s?\{[^{}]*\}/g, '')}=${found[3]}=${found[3]}${found[4]}`
    : undefined
}

const CALCULATION =
  /^((?:[a-zA-Z]|\\text\s?\{[^{}=]{1,30}\})\s?=\s?)?(?=[^=]{0,160}(?:\\(?:times|cdot|div|d?frac)(?![a-zA-Z])|[×·]))((?:[\d.,()\s/^{}×·-]|\\(?:text|mathrm)\s?\{[^{}=]{1,20}\}|\\(?:times|cdot|div|d?frac)(?![a-zA-Z])|\\[,;: !])+)=\s?(\d[\d.,]{0,20})([^=\d][^=]{0,40})$/
