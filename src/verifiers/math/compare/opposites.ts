/**
 * The properties that words list, in one order: of "transitive and reflexive, but not symmetric", "one-to-one and onto", "neither odd nor even".
 */
export function propertiesIn(words: string): string {
  const said = words.startsWith('neither ')
    ? words
        .slice(8)
        .split(' nor ')
        .map((part) => `not ${part}`)
    : words.split(/,? (?:and|but) |, |(?<!\b(?:do|does|is|are)) (?=not )/)
  return said
    .map((part) => essence(part.replace(/^also /, '')))
    .flatMap((property) => (property === 'bijective' ? ['injective', 'surjective'] : [property]))
    .sort()
    .join()
}

/**
 * What a predicate says, in one spelling: "not prime" is "composite", "does not converge" is "divergent", "non-abelian" and "not
 * commutative" are one. Each row has the words for a property and, behind the stroke, those for its absence; of two words that
 * leave a third case, as odd and even of functions, neither is the absence of the other; a sequence that is not decreasing need not be
 * nondecreasing.
 */
function essence(words: string): string {
  let rest = words.replace(/^non-(?=(?:de|in)creas)/, 'non')
  let isDenied = false
  for (let before = ''; rest !== before; ) {
    before = rest
    rest = rest.replace(DENIAL, '')
    if (rest !== before) isDenied = !isDenied
    rest = rest.replace(/^(?:is|are|an?) /, '')
  }
  const known = POLES.get(rest)
  if (known?.isAbsence) isDenied = !isDenied
  return (isDenied ? 'not ' : '') + (known?.property ?? rest)
}

const DENIAL =
  /^(?:(?:(?:is|are|does|do) )?not |(?:is|are|does|do)n['’]t |non-?(?!(?:de|in)creas)(?=[a-z]{4}))/

const POLES: ReadonlyMap<string, { readonly property: string; readonly isAbsence: boolean }> =
  /* @__PURE__ */ new Map(
    `convergent,converges,converge|divergent,diverges,diverge
defined|undefined
true,correct|false,incorrect,wrong,untrue
prime|composite
linearly independent,independent|linearly dependent,dependent
continuous|discontinuous
rational|irrational
bounded|unbounded
invertible|singular
consistent|inconsistent
finite|infinite
countable|uncountable
reducible|irreducible
possible|impossible
equal|unequal
valid|invalid
stable|unstable
biased|unbiased
solvable|unsolvable
connected|disconnected
significant,statistically significant|insignificant
homogeneous|inhomogeneous
injective,one-to-one
surjective,onto
coprime,relatively prime
local maximum,relative maximum
local minimum,relative minimum
inflection point,point of inflection
abelian,commutative
diagonalizable,diagonalisable
orthogonal,perpendicular
mutually exclusive,disjoint
convex,concave up`
      .split('\n')
      .flatMap((row) => {
        const sides = row.split('|').map((side) => side.split(','))
        return sides.flatMap((names, side) =>
          names.map((name) => [name, { property: sides[0]![0]!, isAbsence: side > 0 }] as const),
        )
      }),
  )
