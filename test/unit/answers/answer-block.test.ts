import { expect, it } from 'vitest'
import { answerBlocks } from '../../../src/answers/answer-block.js'

const answerBlock = (text: string, profile: 'natural' | 'published') => [...answerBlocks(text, profile)][0]

it.each([
  ['a', 'a', 'a'],
  ['x<answer>a</answer>y', 'a', 'a'],
  ['<answer>a</answer>', 'a', 'a'],
  ['<answer></answer>', '', ''],
  ['<answer>a</answer><answer>b</answer>', 'b', 'a'],
  // Without its end the last one counts only where there is no complete one.
  ['<answer>a</answer><answer>b', 'a', 'a'],
  ['<answer>a', 'a', 'a'],
  ['x<answer>a<answer>b', 'b', 'a<answer>b'],
  ['x<answer>a<answer>', '', 'a<answer>'],
  ['<answer>a<answer>b</answer>', 'b', 'a<answer>b'],
  ['</answer>a', '</answer>a', '</answer>a'],
  ['</answer><answer>a', 'a', 'a'],
  ['<answer>a</answer>b</answer>', 'a', 'a'],
])('in %j the block is %j, published %j', (text, natural, published) => {
  expect(answerBlock(text, 'natural')).toBe(natural)
  expect(answerBlock(text, 'published')).toBe(published)
})

it.each([
  ['```json\n[]\n```', '\n[]\n'],
  ['```[]```', '[]'],
  ['``````', ''],
  ['<answer> ```x\n``` </answer>', '\n'],
  ['```c++```', ''],
  // No fence: too short, or at one end only.
  ['```', '```'],
  ['`````', '`````'],
  ['```[]', '```[]'],
  ['[]```', '[]```'],
  ['[1,2,3]', '[1,2,3]'],
])('of %j the fence is taken off in the natural profile: %j', (text, block) => {
  expect(answerBlock(text, 'natural')).toBe(block)
  const published = answerBlock(text, 'published')
  expect(published).toBe(text.replace('<answer>', '').replace('</answer>', ''))
})

it('offers the complete blocks from the last to the first, then what follows the last tag', () => {
  const text = '<answer>1</answer> in <answer></answer> <answer>2</answer> <answer>3'
  expect([...answerBlocks(text, 'natural')]).toEqual(['2', '', '1', '3'])
  expect([...answerBlocks(text, 'published')]).toEqual(['1'])
})
