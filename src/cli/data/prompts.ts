import { type Command, Option } from 'commander'
import { answerFormat, promptProblems } from '../../data/index.js'
import { type RecordMap, TASK_TYPES } from '../../index.js'
import { readRows } from '../../node/index.js'
import { EXIT } from '../exit-codes.js'
import { choice, mapFlag } from '../task-option-flags.js'
import { taskOf, textOf } from './record-texts.js'

interface PromptsFlags {
  readonly language: 'en' | 'zh'
  readonly map?: RecordMap
}

export const promptsCommand = (data: Command): Command =>
  mapFlag(data.command('prompts'))
    .description(
      'prompts that ask for another answer form than their verifier reads; without a file, the forms',
    )
    .argument('[records]', 'records, .jsonl (also .gz) or .parquet')
    .addOption(choice(new Option('--language <name>', 'of the forms'), ['en', 'zh']).default('en'))
    .action(async (records: string | undefined, { language, map }: PromptsFlags) => {
      if (records === undefined) {
        for (const taskType of TASK_TYPES)
          process.stdout.write(`${taskType}\n  ${answerFormat(taskType, language)}\n`)
        return
      }
      let [count, found] = [0, 0]
      for await (const row of readRows(records)) {
        count++
        const { taskType } = taskOf(row, map)
        for (const problem of promptProblems(textOf(row, ['context', 'question'], map), taskType as never)) {
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
