/** Chinese summaries: ROUGE-L counts words, and where words end is the tokenizer's business. */
import { describeError, rougeL } from 'golongrl'
import { orExit } from './report.js'

const reference = '修表匠为停了三年的钟楼打了一枚新齿轮，钟重新响了起来。'
const summary = '修表匠打了一枚齿轮，停了三年的钟又响了起来。'

// Any function from text to words will do; jieba's bindings fit as they are: (text) => jieba.cut(text).
const characters = (text: string) => text.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []

// Without one, Intl.Segmenter of the running engine finds the words; its dictionary varies between versions.
const byCharacter = orExit(rougeL(summary, [reference], { tokenize: characters }), describeError)
console.log(`by character: ${byCharacter.reward.toFixed(4)}`)

const copy = orExit(rougeL(reference, [reference]), describeError)
console.log(`a perfect copy, default words: ${copy.reward}`)
