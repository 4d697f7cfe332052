import { describe, expect, it } from 'vitest'
import { ADVANTAGE_ESTIMATORS, ESTIMATOR_OPTIONS } from '../../../src/index.js'
import { openApiDocument } from '../../../src/node/service/openapi.js'
import { readBatch } from '../../../src/node/service/protocols/native.js'
import { STEP_FIELDS } from '../../../src/node/service/protocols/step.js'
import { jsonSchema, jsonSchemas } from '../../../src/options/json-schema.js'
import type { OptionRow } from '../../../src/options/option-row.js'

describe('the JSON Schema of an option row', () => {
  it.each<[OptionRow, object]>([
    [
      { kind: 'flag', default: false },
      { type: 'boolean', default: false },
    ],
    [{ kind: 'choice', of: ['a', 'b'] }, { enum: ['a', 'b'] }],
    [
      { kind: 'number', from: 0, to: 1, default: 0.5 },
      { type: 'number', minimum: 0, maximum: 1, default: 0.5 },
    ],
    [
      { kind: 'number', above: 0, whole: true },
      { type: 'integer', exclusiveMinimum: 0 },
    ],
    [
      { kind: 'number', above: 0, orZero: true },
      { oneOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: 0 }] },
    ],
    // JSON has no Infinity.
    [{ kind: 'number', default: Number.POSITIVE_INFINITY }, { type: 'number' }],
    [
      { kind: 'list', of: { kind: 'text' } },
      { type: 'array', items: { type: 'string' } },
    ],
    [
      { kind: 'map', of: { kind: 'flag' } },
      { type: 'object', additionalProperties: { type: 'boolean' } },
    ],
    [
      { kind: 'object', fields: { a: { kind: 'flag' } }, required: ['a'], or: { kind: 'text' } },
      {
        oneOf: [
          { type: 'string' },
          {
            type: 'object',
            properties: { a: { type: 'boolean' } },
            required: ['a'],
            additionalProperties: false,
          },
        ],
      },
    ],
    [{ kind: 'value', expected: 'a function', accepts: () => true }, { description: 'Must be a function.' }],
  ])('%j', (row, schema) => {
    expect(jsonSchema(row)).toEqual(schema)
    expect(jsonSchemas({ name: row })).toEqual({ name: schema })
  })
})

it('the document of /v1/step has the fields that its checker knows', () => {
  const { schema } = openApiDocument.paths['/v1/step'].post.requestBody.content['application/json'] as {
    schema: { properties: Readonly<Record<string, object>> }
  }
  const known = readBatch({ unknown: 1 }, {} as never, 1, STEP_FIELDS)
  expect(known).toMatchObject({ left: { known: expect.arrayContaining(Object.keys(schema.properties)) } })
  expect(known._tag === 'Left' && 'known' in known.left && known.left.known).toHaveLength(
    Object.keys(schema.properties).length,
  )
})

describe('the document lists the options of every estimator', () => {
  const schemas = openApiDocument.components.schemas as unknown as Readonly<
    Record<string, { readonly properties: object; readonly additionalProperties: boolean }>
  >
  it.each(ADVANTAGE_ESTIMATORS.map((name) => [name]))('%s', (name) => {
    const schema = schemas[`Estimator_${name}`]!
    const { estimator, ...options } = schema.properties as Readonly<Record<string, object>>
    expect(estimator).toEqual({ const: name })
    expect(options).toEqual(jsonSchemas(ESTIMATOR_OPTIONS[name]))
    expect(schema.additionalProperties).toBe(false)
  })

  it('and the routes refer to them', () => {
    for (const route of ['/v1/step', '/v1/advantages'] as const) {
      const body = JSON.stringify(openApiDocument.paths[route].post.requestBody)
      for (const name of ADVANTAGE_ESTIMATORS)
        expect(body).toContain(`"#/components/schemas/Estimator_${name}"`)
    }
  })
})
