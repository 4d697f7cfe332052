import type { Task } from '../../index.js'
import { slipOf } from '../../options/nearest-name.js'
import type { Problem } from './finding.js'
import { itemsOf } from './gold-problems.js'

/** A language other than `English` and `Chinese`: misspelt, or a code such as `zh`. The published ROUGE-L compares with the word `Chinese`. */
export function languageProblems(language: unknown, task: Task): readonly Problem[] {
  if (typeof language !== 'string' || language === 'English' || language === 'Chinese') return []
  const meant = CODES[language.trim().toLowerCase()] ?? slipOf(language, ['English', 'Chinese'])
  if (meant === undefined && !/^[a-z]{2,3}(?:[-_]\w{2,4})?$/i.test(language) && language.trim() !== '')
    return []
  return [
    {
      kind: 'language',
      why: `the language ${JSON.stringify(language)} is not known: ${task.metric === 'ROUGE-L' ? 'the published ROUGE-L cuts words only where it is exactly "Chinese"' : 'records say "English" or "Chinese"'}`,
      remedy: `write ${meant ?? '"English" or "Chinese"'}`,
    },
  ]
}

const CODES: Readonly<Record<string, string>> = {
  en: 'English',
  eng: 'English',
  'en-us': 'English',
  英文: 'English',
  英语: 'English',
  zh: 'Chinese',
  cn: 'Chinese',
  zho: 'Chinese',
  'zh-cn': 'Chinese',
  zh_cn: 'Chinese',
  中文: 'Chinese',
  汉语: 'Chinese',
}

/** A Chinese summary whose record says English, or the other way round. */
export function otherLanguage(language: unknown, task: Task): readonly Problem[] {
  if (task.metric !== 'ROUGE-L' || (language !== 'English' && language !== 'Chinese')) return []
  const text = itemsOf(task.gold).join('')
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0
  if (letters < 10) return []
  const isChinese = chinese > letters / 2
  if (isChinese === (language === 'Chinese')) return []
  return [
    {
      kind: 'language',
      why: `the language is ${language}, but the gold is ${isChinese ? '' : 'not '}Chinese`,
      remedy: `write ${isChinese ? 'Chinese' : 'English'}, or correct the gold: the published ROUGE-L cuts words by it`,
    },
  ]
}
