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
] as const

/** Distinct things that a model is asked to list: names, ids, code, several scripts; none is another's look-alike. */
export const items = (size: {
  readonly min: number
  readonly max: number
}): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...STEMS), fc.integer({ min: 1, max: 99 }))
      .map(([stem, number]) => `${stem} ${number}`),
    { minLength: size.min, maxLength: size.max },
  )

/** An item that no list of `items` contains. */
export const foreignItem = (): fc.Arbitrary<string> =>
  fc.integer({ min: 100, max: 999 }).map((number) => `not asked for ${number}`)
