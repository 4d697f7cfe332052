/** Runs at most `most` of the jobs it is given at a time, first come, first served. */
export function createLimiter(
  most: number,
): <Result>(job: () => Result | Promise<Result>) => Promise<Result> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (job) => {
    if (running < most) running++
    // The one that ends hands its place on.
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
