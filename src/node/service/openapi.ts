import { scoringVersion } from '../../index.js'

const string = { type: 'string' }
const number = { type: 'number' }
const boolean = { type: 'boolean' }
const list = (items: object) => ({ type: 'array', items })
const object = (properties: object, required: readonly string[] = [], more: object = {}) => ({
  type: 'object',
  properties,
  required,
  ...more,
})
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ 'application/json': { schema } })

const refusal = (description: string) => ({ description, content: json(ref('Refusal')) })
const REFUSALS = {
  400: refusal('The body is no JSON object.'),
  401: refusal('The token is missing or wrong.'),
  413: refusal('The body or a response is over the limit.'),
  422: refusal('A field, a record or a gold cannot be right; the sentence names it.'),
  503: refusal('Too many requests in flight; try again after `Retry-After` seconds.'),
}

const post = (summary: string, request: object, reply: object) => ({
  post: {
    summary,
    requestBody: { required: true, content: json(request) },
    responses: { 200: { description: 'Done.', content: json(reply) }, ...REFUSALS },
  },
})

const get = (summary: string, reply: object, open = false) => ({
  get: {
    summary,
    ...(open && { security: [] }),
    responses: { 200: { description: 'Fine.', content: reply } },
  },
})

const anything = {}
const label = {
  description: 'A record as JSON text or object, a prompt id of --records, or a gold of --label-task.',
}

/** What the service answers, for machines: served as `/openapi.json`. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'golongrl reward service',
    version: String(scoringVersion),
    description:
      'Rewards and advantages over HTTP, in the protocols of the trainers. The version is the scoringVersion.',
  },
  security: [{ bearer: [] }, { basic: [] }],
  paths: {
    '/v1/score': post(
      'The verdict of one response.',
      object({ ...rolloutFields(), explain: boolean }, ['response']),
      object({ verdict: ref('Verdict'), scoringVersion: number }, ['verdict', 'scoringVersion']),
    ),
    '/v1/batch': post(
      'The verdicts of many responses, in their order. A wrong record is an error in its place.',
      object(
        {
          records: object({}, [], { additionalProperties: true, description: 'Records by prompt id.' }),
          rollouts: list(object(rolloutFields(), ['response'])),
          explain: boolean,
        },
        ['rollouts'],
      ),
      object(
        {
          results: list(
            object(
              { verdict: { oneOf: [ref('Verdict'), { type: 'null' }] }, error: { type: ['string', 'null'] } },
              ['verdict', 'error'],
            ),
          ),
          scoringVersion: number,
        },
        ['results', 'scoringVersion'],
      ),
    ),
    '/v1/advantages': post(
      'The advantages of a batch of rewards.',
      object(
        {
          rewards: list(number),
          promptIds: list({ type: ['string', 'number'] }),
          taskTypes: list(string),
          valid: list({ type: ['boolean', 'number'] }),
          lengths: list(number),
          baselines: list(number),
          components: list(list(number)),
          estimator: {
            description: 'A name, or an object of `estimator` with its options.',
            oneOf: [string, object({ estimator: string }, ['estimator'])],
            default: 'tmnReweight',
          },
        },
        ['rewards', 'promptIds'],
      ),
      object({ advantages: list(number), statistics: object({}) }, ['advantages', 'statistics']),
    ),
    '/slime': post(
      'slime and miles, `--rm-type remote_rm`. With `?reply=object` an object, for `--reward-key score`.',
      object({ prompt: anything, response: string, label }, ['response', 'label']),
      {
        oneOf: [
          number,
          object(
            { score: number, acc: number, undecided: number, reason: ref('Reason'), task_type: string },
            ['score', 'acc', 'undecided', 'reason', 'task_type'],
          ),
        ],
      },
    ),
    '/get_reward': post(
      'OpenRLHF, `--reward.remote_url`.',
      object({ query: list(string), prompts: list(string), labels: list(label) }, [
        'query',
        'prompts',
        'labels',
      ]),
      object({ rewards: list(number), scores: list(number), extra_logs: object({}) }, [
        'rewards',
        'scores',
        'extra_logs',
      ]),
    ),
    '/seed_session': post('NeMo-Gym: opens a session.', object({}), object({})),
    '/verify': post(
      'NeMo-Gym: the request, with its reward added.',
      object(
        { responses_create_params: object({}), response: object({ output: list(object({})) }, ['output']) },
        ['response'],
      ),
      object(
        {
          reward: number,
          reward_components: object({ task: number, format: number }, ['task', 'format']),
          task: number,
          format: number,
          extracted_answer: { type: ['string', 'null'] },
          reason: ref('Reason'),
        },
        ['reward', 'reward_components', 'task', 'format', 'extracted_answer', 'reason'],
      ),
    ),
    '/health': get('Whether the process lives.', json(object({ status: string })), true),
    '/ready': get('Whether it takes requests; 503 while it closes.', json(object({ status: string })), true),
    '/metrics': get('Prometheus metrics.', { 'text/plain': { schema: string } }),
    '/openapi.json': get('This document.', json(object({}))),
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic', description: 'Any user; the token is the password.' },
    },
    schemas: {
      Refusal: object({ error: { ...string, description: 'One sentence.' } }, ['error']),
      Reason: { enum: ['correct', 'partial', 'wrong', 'no answer', 'bad format', 'undecided'] },
      Verdict: object(
        {
          reward: { ...number, minimum: 0, maximum: 1 },
          reason: ref('Reason'),
          taskType: string,
          rewardMode: string,
          metric: string,
          explanation: object({ extracted: string, steps: list(string) }, ['extracted', 'steps']),
        },
        ['reward', 'reason', 'taskType', 'rewardMode', 'metric'],
      ),
    },
  },
}

function rolloutFields() {
  return {
    response: string,
    record: { description: 'The record; or `promptId`, or `label`.' },
    promptId: { type: ['string', 'number'] },
    label,
  }
}
