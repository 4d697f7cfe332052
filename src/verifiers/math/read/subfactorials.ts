import { call, negative, power, product, quotient, symbol, type Tree, whole } from '../tree.js'
import { spend, type Work } from '../work.js'

const INDEX = 'k of !n'

/** So many are arranged at most. */
const MOST = 200n

/** !n, the arrangements of n things that leave none in its place: n!·Σ(−1)ᵏ/k!, and a number for a number. */
export function subfactorial(n: Tree, work: Work): Tree | undefined {
  if (n.kind === 'number') {
    if (n.value.d !== 1n || n.value.n < 0n || n.value.n > MOST) return undefined
    spend(work, Number(n.value.n))
    let [before, count] = [0n, 1n]
    for (let size = 1n; size <= n.value.n; size++) [before, count] = [count, (size - 1n) * (before + count)]
    // A quotient, so that !4 = 9 says something.
    return quotient(whole(count), whole(1))
  }
  const k = symbol(INDEX)
  const body = quotient(power(negative(whole(1)), k), call('factorial', k))
  return product(call('factorial', n), {
    kind: 'iterated',
    operator: 'sum',
    variable: INDEX,
    from: whole(0),
    to: n,
    body,
  })
}
