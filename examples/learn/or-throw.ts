import type { Either } from 'fp-ts/lib/Either.js'
import { describeError, type GolongrlError } from 'golongrl'

export function orThrow<A>(either: Either<GolongrlError, A>): A {
  if (either._tag === 'Left') throw new Error(describeError(either.left))
  return either.right
}
