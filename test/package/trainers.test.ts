import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finished, root, start } from './files/run.js'

const TOKEN = 'a-token-for-tests'
const PROMPT_ID = 'precise-retrieval/pr1-speckled-will'

/** The system's own Python. Where there is none, the tests show as skipped. */
const hasPython = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0
  } catch {
    return false
  }
})()

describe.skipIf(!hasPython)(
  "the trainers' examples, run by the system's python3 against the running service",
  () => {
    let url: string
    let stop: () => Promise<unknown>

    beforeAll(async () => {
      const flags = [
        'serve',
        '--port',
        '0',
        '--workers',
        '1',
        '--records',
        'test/golden/rollouts/prompts.jsonl',
      ]
      const child = start(flags, { env: { GOLONGRL_TOKEN: TOKEN } })
      const end = finished(child)
      url = JSON.parse(String((await once(child.stdout!, 'data'))[0])).url
      stop = () => {
        child.kill('SIGTERM')
        return end
      }
    })
    afterAll(() => stop())

    /** Runs Python in the folder of the examples and reads what it prints as JSON. */
    async function python(source: string, ...args: string[]) {
      const program = source.endsWith('.py') ? [source] : ['-c', `import json, sys\n${source}`]
      const { stdout } = await promisify(execFile)('python3', [...program, ...args], {
        cwd: `${root}examples/trainers`,
        env: {
          ...process.env,
          GOLONGRL_URL: url,
          GOLONGRL_TOKEN: TOKEN,
          PYTHONDONTWRITEBYTECODE: '1',
          PYTHONPATH: `${root}clients/python/src`,
        },
      })
      return JSON.parse(stdout.replaceAll("'", '"'))
    }

    it('verl: compute_score', async () => {
      const source = `from verl_reward import compute_score
print(json.dumps([compute_score("EM", response, {"golden_label": "42"}, {"reward_mode": "EM", "index": 0})
                  for response in ["<think>x</think> 42", "<think>x</think> 41", "42"]]))`
      const scored = { acc: 0, format: 1, undecided: 0 }
      expect(await python(source)).toEqual([
        { ...scored, score: 1, acc: 1 },
        { ...scored, score: 0 },
        { ...scored, score: 0, format: 0 },
      ])
    })

    it('verl: a bad gold raises with the sentence', async () => {
      const source = `from verl_reward import compute_score
try:
    compute_score("EM", "</think>x", {"golden_label": ""})
except Exception as error:
    print(json.dumps(str(error)))`
      expect(await python(source)).toContain(
        'BadRecord: record.reward_model.ground_truth.golden_label must be',
      )
    })

    it('TRL: reward_funcs, plain and conversational; a wrong record is a counted 0', async () => {
      const source = `from trl_reward import golongrl_reward
record = {"taskType": "precise-retrieval", "gold": "42"}
metrics = {}
rewards = golongrl_reward(
    prompts=["?"] * 4,
    completions=["</think>42", [{"role": "assistant", "content": "</think>42"}], "</think>41", "</think>42"],
    record=[record, json.dumps(record), record, {"taskType": "telepathy"}],
    completion_ids=[[1]] * 4, trainer_state=None, log_metric=metrics.__setitem__)
print(json.dumps([rewards, metrics]))`
      expect(await python(source)).toEqual([
        [1, 1, 0, 0],
        { undecided: 0.25, bad_format: 0, 'reward/precise-retrieval': 2 / 3 },
      ])
    })

    it('slime: the payload of remote_rm, the token in the URL', async () => {
      const withToken = url.replace('http://', `http://golongrl:${TOKEN}@`)
      expect(await python('slime_client.py', `${withToken}/slime`, '</think>750 pounds', PROMPT_ID)).toBe(1)
      const object = await python(
        'slime_client.py',
        `${withToken}/slime?reply=object`,
        '</think>no',
        PROMPT_ID,
      )
      expect(object).toMatchObject({ score: 0, acc: 0, reason: 'wrong' })
    })

    it('OpenRLHF: the payload of remote_url', async () => {
      const flags = [
        'serve',
        '--port',
        '0',
        '--workers',
        '1',
        '--no-token',
        '--label-task',
        'precise-retrieval',
      ]
      const child = start(flags)
      const end = finished(child)
      const open = JSON.parse(String((await once(child.stdout!, 'data'))[0])).url
      const reply = await python(
        'openrlhf_client.py',
        `${open}/get_reward`,
        'Q?',
        '</think>42<|im_end|>',
        '42',
      )
      expect(reply).toMatchObject({ rewards: [1], scores: [1], extra_logs: { correct: 1 } })
      child.kill('SIGTERM')
      await end
    })
  },
)
