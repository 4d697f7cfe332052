import type { Moments } from '../../advantages/exact-moments.js'
import { segmentMoments } from '../../advantages/moments.js'
import type { Kernels } from './kernels.js'

/** `segmentMoments(values, offsets, 'exact')` by the kernel, bit for bit, as many segments at a time as fit in its memory. */
export function exactMoments({ moments }: Kernels, values: Float64Array, offsets: Int32Array): Moments {
  const segments = offsets.length - 1
  const results = {
    sizes: new Int32Array(segments),
    means: new Float64Array(segments),
    meanTails: new Float64Array(segments),
    variances: new Float64Array(segments),
  }
  for (let s = 0; s < segments; s++) results.sizes[s] = offsets[s + 1]! - offsets[s]!

  let first = 0
  while (first < segments) {
    const start = offsets[first]!
    let last = first
    while (last < segments && last - first < moments.size && offsets[last + 1]! - start <= moments.size)
      last++
    if (last === first) {
      computeHere(results, values, offsets, first)
      first++
      continue
    }
    moments.values.set(values.subarray(start, offsets[last]))
    for (let s = first; s <= last; s++) moments.offsets[s - first] = offsets[s]! - start
    moments.run(last - first)
    results.means.set(moments.means.subarray(0, last - first), first)
    results.meanTails.set(moments.meanTails.subarray(0, last - first), first)
    results.variances.set(moments.variances.subarray(0, last - first), first)
    for (let s = first; s < last; s++) {
      if (moments.exact[s - first] === 0) computeHere(results, values, offsets, s)
    }
    first = last
  }
  return results
}

/** A segment that is too long for the kernel's memory, or whose sums two floats do not hold. */
function computeHere(
  results: Pick<Moments, 'means' | 'meanTails' | 'variances'>,
  values: Float64Array,
  offsets: Int32Array,
  segment: number,
): void {
  const own = segmentMoments(values, offsets.subarray(segment, segment + 2), 'exact')
  results.means[segment] = own.means[0]!
  results.meanTails[segment] = own.meanTails[0]!
  results.variances[segment] = own.variances[0]!
}
