/** Shorter work is repeated, as the twins repeat theirs (turn.py): a process that has waited is slow at first. */
const LEAST_MILLISECONDS = 100
/** Untimed work before the first round: the engine compiles what is hot. */
const WARM_UP_MILLISECONDS = 500

/** @returns how often a turn repeats the run */
export async function warmUp(run: () => unknown): Promise<number> {
  const start = performance.now()
  let once = 0
  for (let runs = 0; runs < 3 || performance.now() - start < WARM_UP_MILLISECONDS; runs++)
    once = await millisecondsOf(run, 1)
  return Math.ceil(LEAST_MILLISECONDS / once)
}

/** Milliseconds of one run. */
export async function millisecondsOf(run: () => unknown, repeats: number): Promise<number> {
  const start = now()
  for (let i = 0; i < repeats; i++) await run()
  return (now() - start) / repeats
}

/** As in turn.py; the time of the process counts all its threads, those of the garbage collector and the compiler too. */
function now(): number {
  if (process.env.PEERS_CLOCK !== 'processor') return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
