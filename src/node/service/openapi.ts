import { ADVANTAGE_ESTIMATORS, ESTIMATOR_OPTIONS, scoringVersion } from '../../index.js'
import { jsonSchema, jsonSchemas } from '../../options/json-schema.js'
import type { ADVANTAGE_FIELDS, BATCH_FIELDS, ROLLOUT_FIELDS } from './protocols/native.js'
import { SLIME_REPLY } from './protocols/slime.js'
import { PLAN_OPTIONS, type STEP_ROLLOUT_FIELDS } from './protocols/step.js'

/** A schema for each field that the checker of a route knows, and for no other: the compiler keeps the two together. */
type Schemas<Names extends readonly string[]> = Readonly<Record<Names[number], object>>

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
/** An object whose fields of other names are refused. */
const exact = (properties: object, required: readonly string[] = [], more: object = {}) =>
  object(properties, required, { ...more, additionalProperties: false })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ 'application/json': { schema } })

const refusal = (description: string, headers: object = {}) => ({
  description,
  ...(Object.keys(headers).length > 0 && { headers }),
  content: json(ref('Refusal')),
})
const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }

/** Every way in which a request can be refused, by its status. */
const REFUSALS = {
  400: refusal('The body is no JSON object in UTF-8, or was cut off.'),
  401: refusal('The token is missing or wrong.'),
  403: refusal('The Host header names another host than the service, which has no token.'),
  404: refusal('There is no such route. The paths of this document do not give it.'),
  405: refusal('The route takes another method, named by `Allow`.'),
  408: refusal('The request did not arrive in time.'),
  413: refusal('The body, a response, or the number of lists and objects is over the limit.'),
  422: refusal(
    'A field, a record or a gold cannot be right, or the JSON is nested too deep; the sentence names it.',
  ),
  431: refusal('The headers are too long.'),
  500: refusal('The rollout ended every worker that scored it.'),
  503: refusal('The service is busy or closing; try again.', retryAfter),
} as const

const refusals = (...statuses: readonly (keyof typeof REFUSALS)[]) =>
  Object.fromEntries(statuses.map((status) => [status, REFUSALS[status]]))

const post = (summary: string, request: object, reply: object, parameters: readonly object[] = []) => ({
  post: {
    summary,
    parameters,
    requestBody: { required: true, content: json(request) },
    responses: {
      200: { description: 'Done.', content: json(reply) },
      ...refusals(400, 401, 403, 404, 408, 413, 422, 431, 500, 503),
    },
  },
})

const get = (summary: string, reply: object, more: object = {}) => ({
  get: {
    summary,
    responses: {
      200: { description: 'Fine.', content: reply },
      ...refusals(401, 403, 404, 408, 431, 500),
    },
    ...more,
  },
})

/** A probe is answered before the token is looked at. */
const probe = (summary: string, states: readonly string[], more: object = {}) =>
  get(summary, json(object({ status: { enum: states } }, ['status'])), {
    security: [],
    responses: {
      200: { description: 'Yes.', content: json(object({ status: { enum: states } }, ['status'])) },
      ...refusals(408, 431),
      ...more,
    },
  })

const anything = {}
const label = {
  description: 'A record as JSON text or object, a prompt id of --records, or a gold of --label-task.',
}

const records = object({}, [], { additionalProperties: true, description: 'Records by prompt id.' })

const rolloutFields: Schemas<typeof ROLLOUT_FIELDS> = {
  response: string,
  record: { description: 'The record; or `promptId`, or `label`.' },
  promptId: { type: ['string', 'number'] },
  label,
}

const stepRolloutFields: Schemas<typeof STEP_ROLLOUT_FIELDS> = {
  length: number,
  truncated: { type: ['boolean', 'number'] },
}

const estimatorName = { enum: ADVANTAGE_ESTIMATORS }
const estimator = {
  description: 'A name, or an object of `estimator` with its options.',
  oneOf: [estimatorName, ...ADVANTAGE_ESTIMATORS.map((name) => ref(estimatorSchemaName(name)))],
  default: 'tmnReweight',
}

/** Each estimator with its own options, from the rows that their checker reads. */
const estimatorSchemas = Object.fromEntries(
  ADVANTAGE_ESTIMATORS.map((name) => [
    estimatorSchemaName(name),
    exact({ estimator: { const: name }, ...jsonSchemas(ESTIMATOR_OPTIONS[name]) }, ['estimator']),
  ]),
)

function estimatorSchemaName(name: string): string {
  return `Estimator_${name}`
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
      exact({ ...rolloutFields, explain: boolean }, ['response']),
      object({ verdict: ref('Verdict'), scoringVersion: number }, ['verdict', 'scoringVersion']),
    ),
    '/v1/batch': post(
      'The verdicts of many responses, in their order. A wrong record is an error in its place.',
      exact(
        {
          records,
          rollouts: list(exact(rolloutFields, ['response'])),
          explain: boolean,
        } satisfies Schemas<typeof BATCH_FIELDS>,
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
    '/v1/step': post(
      'A training step but for its loss: verdicts, shaped rewards, which rollouts take part, advantages.',
      exact(
        {
          records,
          rollouts: list(exact({ ...rolloutFields, ...stepRolloutFields }, ['response'])),
          ...jsonSchemas(PLAN_OPTIONS),
          estimator,
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
          rewards: list({ type: ['number', 'null'] }),
          shaped: list({ type: ['number', 'null'] }),
          valid: list({ enum: [0, 1] }),
          advantages: list(number),
          statistics: object({}),
          groups: object({ prompts: number, informative: number, equal: number, single: number }),
          metrics: object({}),
          scoringVersion: number,
        },
        ['results', 'rewards', 'shaped', 'valid', 'advantages', 'statistics', 'groups', 'scoringVersion'],
      ),
    ),
    '/v1/advantages': post(
      'The advantages of a batch of rewards.',
      exact(
        {
          rewards: list(number),
          promptIds: list({ type: ['string', 'number'] }),
          groupSize: { ...number, description: 'So many rollouts a prompt, one prompt behind the other.' },
          offsets: { ...list(number), description: 'Where the rollouts of each prompt begin, and N.' },
          promptIndices: { ...list(number), description: 'The number of each prompt, 0 to N − 1.' },
          taskTypes: { ...list(string), description: 'One a rollout, or one a prompt.' },
          taskIndices: { ...list(number), description: 'Numbers instead of `taskTypes`.' },
          valid: list({ type: ['boolean', 'number'] }),
          lengths: list(number),
          baselines: list(number),
          components: list(list(number)),
          estimator,
        } satisfies Schemas<typeof ADVANTAGE_FIELDS>,
        ['rewards'],
        { description: 'With one of `promptIds`, `groupSize`, `offsets` and `promptIndices`.' },
      ),
      object({ advantages: list({ type: ['number', 'null'] }), statistics: object({}) }, [
        'advantages',
        'statistics',
      ]),
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
      [
        {
          name: 'reply',
          in: 'query',
          description: '`object` for an object.',
          schema: jsonSchema(SLIME_REPLY),
        },
      ],
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
    '/health': probe('Whether the process lives.', ['ok']),
    '/ready': probe('Whether it takes requests.', ['ready'], {
      503: {
        description: 'Not now.',
        content: json(object({ status: { enum: ['starting', 'overloaded', 'closing'] } }, ['status'])),
      },
    }),
    '/metrics': get('Prometheus metrics.', { 'text/plain': { schema: string } }),
    '/openapi.json': get('This document.', json(object({}))),
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic', description: 'Any user; the token is the password.' },
    },
    schemas: {
      ...estimatorSchemas,
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
