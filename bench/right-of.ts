import type { Either } from 'fp-ts/lib/Either.js'
import { describeError } from 'golongrl'

/** What a call gave; throws where it refused its arguments, which no benchmark means to hand over. */
export function rightOf<Value>(result: Either<Parameters<typeof describeError>[0], Value>): Value {
  if (result._tag === 'Left') throw new Error(describeError(result.left))
  return result.right
}
