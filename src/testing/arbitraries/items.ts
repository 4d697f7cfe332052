import * as fc from 'fast-check'

const STEMS = [
  'Document',
  'Zoë Müller',
  'İzmir',
  '第三章',
  'ERR_TIMEOUT',
  'utils.parse(x)',
  'São Paulo',
  'the red house',
  'Cluster A: 7,',
  'λ x.',
  'Index ID',
  'Москва',
  'שלום',
  'नमस्ते',
  'New\u00a0York',
  'café au lait',
] as const

/** Distinct list items: names, ids, code, several scripts; no two of them look alike. */
export const items = (size: {
  readonly min: number
  readonly max: number
}): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...STEMS), fc.integer({ min: 1, max: 99 }))
      .map(([stem, number]) => `${stem} ${number}`),
    { minLength: size.min, maxLength: size.max, size: 'max' },
  )

/** List golds: a single item, a few, up to 20, or more than 32. */
export const itemLists = (): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    { weight: 4, arbitrary: items({ min: 2, max: 6 }) },
    { weight: 1, arbitrary: items({ min: 1, max: 1 }) },
    { weight: 2, arbitrary: items({ min: 7, max: 20 }) },
    { weight: 1, arbitrary: items({ min: 33, max: 40 }) },
  )

/** An item that no list of `items` contains. */
export const foreignItem = (): fc.Arbitrary<string> =>
  fc.integer({ min: 100, max: 999 }).map((number) => `not asked for ${number}`)
