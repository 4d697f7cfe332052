import type { Command } from 'commander'
import { answerFormat, promptProblems } from '../../data/index.js'
import { TASK_TYPES } from '../../index.js'
import { readRows } from '../../node/index.js'
import { EXIT } from '../exit-codes.js'
import { taskOf, textOf } from './record-texts.js'

export const promptsCommand = (data: Command): Command =>
  data
    .command('prompts')
    .description(
      'prompts that ask for another answer form than their verifier reads; without a file, the forms',
    )
    .argument('[records]', 'records, .jsonl (also .gz) or .parquet')
    .option('--language <en|zh>', 'of the forms', 'en')
    .action(async (records: string | undefined, { language }: { readonly language: 'en' | 'zh' }) => {
      if (records === undefined) {
        for (const taskType of TASK_TYPES)
          process.stdout.write(`${taskType}\n  ${answerFormat(taskType, language)}\n`)
        return
      }
      let [count, found] = [0, 0]
      for await (const row of readRows(records)) {
        count++
        const { taskType } = taskOf(row)
        for (const problem of promptProblems(textOf(row, ['context', 'question']), taskType as never)) {
          found++
          process.stdout.write(`${row.place}: ${problem}\n`)
        }
      }
      if (count === 0) throw new Error(`${records} has no records.`)
      process.stdout.write(
        `${count} prompts, ${found === 0 ? 'nothing wrong' : `${found} ask for another form`}\n`,
      )
      process.exitCode = found > 0 ? EXIT.findings : EXIT.fine
    })
