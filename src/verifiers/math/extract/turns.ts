import { matchesOf } from '../matches.js'
import { QUESTION_LABELS, REPLY_LABELS, ROLE_LABELS } from './answer-words.js'
import { isConclusion } from './concluding.js'

/** A place where the turn of another may begin in a response, and what would have to stand before it. */
export interface Turn {
  /** What stands before it. */
  readonly before: string
  /** Whether a statement that nothing announces is enough of an answer before it. */
  readonly asks: boolean
}

/**
 * The part of a response that its writer's turn takes, as the marks of chat templates delimit it: "It is 7." of
 * `It is 7.<|im_end|>\n<|im_start|>user\nWhy?`. A turn without words is none.
 */
export function ownTurn(text: string): string {
  if (!(text.includes('>') && /[|｜s]>|_turn>/.test(text)) && !text.includes('INST]')) return text
  const isOpened = text.includes('<s>')
  let isModel = true
  let start = 0
  for (const { index, 0: mark, 1: user, 2: model } of matchesOf(text, TEMPLATE)) {
    if (mark === '</s>' && isOpened) continue
    if (isModel && model === undefined && /[\p{L}\p{N}{]/u.test(text.slice(start, index)))
      return text.slice(start, index)
    isModel = model !== undefined || (isModel && user === undefined)
    start = index + mark.length
  }
  return isModel ? text.slice(start) : text
}

const TEMPLATE =
  /(<\|im_start\|>\s?(?:user|system)|<\|start_header_id\|>\s?(?:user|system)\s?<\|end_header_id\|>|<\|(?:user|system)\|>|<start_of_turn>user|\[INST\]|<｜User｜>)|(<\|im_start\|>\s?assistant|<\|start_header_id\|>\s?assistant\s?<\|end_header_id\|>|<\|assistant\|>|<start_of_turn>model|\[\/INST\]|<｜Assistant｜>)|<\|(?:im_end|endoftext|eot_id|end_of_text|end)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>/g

/**
 * The thinking that no gate has taken away, and what is said behind it: `It is 7.` of `<think>Is it 6?</think> It is 7.`
 * Nothing where the text closes no thinking, or says no more behind it.
 */
export function partsOfThinking(text: string): { thinking: string; behind: string } | undefined {
  if (!CLOSINGS.some((mark) => text.includes(mark))) return undefined
  const close = [...matchesOf(text, CLOSES_THINKING)].at(-1)
  if (!close) return undefined
  const behind = text.slice(close.index + close[0].length).trim()
  return /[\p{L}\p{N}{]/u.test(behind) ? { thinking: text.slice(0, close.index), behind } : undefined
}

/** How such tags begin. */
const CLOSINGS = ['</', '[/', '◁/', '<|']

/** The tags of the presets of the think gate, and other names of the same. */
const CLOSES_THINKING =
  /<\/(?:seed:)?(?:think(?:ing)?|thoughts?|reasoning(?:_end)?|analysis|scratchpad)>|\[\/think\]|◁\/think▷|<\|(?:channel\|>final<\|message|end_of_thought)\|>/gi

/**
 * The places where a response may go on with a question of its own making: `\nQ:`, `\nExercise 2:`, `\n### Instruction:`. A
 * response whose numbered questions begin with the first has parts: the second is no turn of another.
 */
export function* turnsIn(text: string): Generator<Turn> {
  if (!text.includes('\n')) return
  const parts = new Set<string>()
  let labels = MOST_LABELS
  let isDerived = false
  let seen = 0
  for (const { index, 0: mark, 1: role, 2: question, 3: number } of labelsIn(`\n${text}`)) {
    if (labels-- === 0) return
    const label = (role ?? question ?? mark.trim()).toLowerCase()
    const behind = text.slice(index + mark.length - 1, index + mark.length + LONGEST_QUESTION)
    if (number === '1') parts.add(label)
    if (parts.has(label) || !WORDS.test(behind)) continue
    const before = text.slice(0, Math.max(0, index - 1)).trimEnd()
    if (!/[\p{L}\d]/u.test(before)) continue
    const isAsked = /[?？؟]/.test(behind) || REPLY.test(behind)
    if (isAsked && role === undefined && !isDerived) {
      // What stands before the last label was looked at there, but for its last lines.
      isDerived = derives(
        before.slice(Math.max(0, before.lastIndexOf('\n', seen - 1), before.length - LONGEST_DERIVATION)),
      )
      seen = before.lastIndexOf('\n')
    }
    yield { before, asks: isAsked && (role !== undefined || isDerived) }
  }
}

/** What is read of the text before a question, from its end. */
const LONGEST_DERIVATION = 4_000

/** Whether a text calculates something, or concludes. */
const derives = (text: string): boolean => CALCULATION.test(text) || isConclusion(text)

/** The labels in a text, line by line: most lines have a sign before a colon, a number or their end, and no label. */
function* labelsIn(text: string): Generator<RegExpExecArray> {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (!mayBeLabelled(text, at + 1)) continue
    LABEL.lastIndex = at
    const found = LABEL.exec(text)
    if (found) yield found
  }
}

function mayBeLabelled(text: string, start: number): boolean {
  let at = start
  while (isOfLabel(text.charCodeAt(at))) at++
  return at > start && (at === text.length || '\n:：0123456789'.includes(text[at]!))
}

/** A letter, a blank or a mark. */
const isOfLabel = (code: number): boolean =>
  (code > 96 && code < 123) ||
  (code > 64 && code < 91) ||
  (code > 127 && code !== 0xff1a) ||
  (code < 96 && ' \t#>*_('.includes(String.fromCharCode(code)))

/** Labels that are looked at, from the beginning of the text. */
const MOST_LABELS = 100

/** As much of a question as shows that it is one. */
const LONGEST_QUESTION = 1_000

/** Before a label there may be marks of a heading or of bold text. */
const HEADING = '\\n[ \\t]{0,4}(?:[#>*_]{1,6}[ \\t]{0,2}){0,2}'
const LABEL = /* @__PURE__ */ new RegExp(
  `${HEADING}(?:(${ROLE_LABELS.join('|')})[*_]{0,3}[ \\t]?[:：]|(${QUESTION_LABELS.join('|')})(?:[ \\t]?[#(]?(\\d{1,3})\\)?)?[*_]{0,3}[ \\t]?(?:[:：][*_]{0,3}|(?<=\\d[*_]{0,3})(?:[.)](?=\\s)|(?=\\n|$))|(?<=[#*].*)(?=\\n))|(?:user|human)(?=\\n))`,
  'iuy',
)
const REPLY = /* @__PURE__ */ new RegExp(`${HEADING}(?:${REPLY_LABELS.join('|')})[*_]{0,3}[ \\t]?[:：]`, 'iu')

/** Nothing, or words: not the `(1, 2)` of a point Q. */
const WORDS = /^[\s*_]*$|\p{L}{3}|\p{Script=Han}/u

const CALCULATION = /[-+−*×·÷/x]\s?\$?\d[\d.,]{0,12}\)?\s?[^\d\s=]{0,12}\s?=/
