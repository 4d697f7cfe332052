/** `ln(3)` of `math.log(3)`, `log_{2}(8)` of `math.log(8, 2)`, `sqrt(2)` of `np.sqrt(2)`: functions as programs take them from a module. */
export const withoutModules = (text: string): string =>
  text.includes('math.') || text.includes('np.') || text.includes('numpy.')
    ? text.replace(LOG_TO_BASE, 'log_{$2}($1)').replace(NAME, (_, name: string) => MEANINGS[name] ?? name)
    : text

const MODULE = '(?<![\\w.\\\\])(?:c?math|np|numpy)\\.'
const LOG_TO_BASE = /* @__PURE__ */ new RegExp(`${MODULE}log\\(([\\w.]{1,20}),\\s?(\\w{1,10})\\)`, 'g')
const NAME = /* @__PURE__ */ new RegExp(`${MODULE}([a-z][a-z\\d]{0,9})(?!\\w|\\.\\w)`, 'g')
const MEANINGS: Readonly<Record<string, string>> = {
  log: 'ln',
  log2: 'log_{2}',
  log10: 'log_{10}',
  inf: '∞',
  e: 'e',
  pi: 'pi',
}
