/**
 * How many values a law of our own is tried on: so many times as many as LAW_RUNS says. `test:mutants -- --laws` looks once with
 * few, to see which laws reach a mutant, and then with more.
 */
export const lawRuns = (runs: number): number =>
  Math.max(3, Math.round(runs * Number(process.env.LAW_RUNS ?? 1)))

/** Whether mutants are looked for: laws of time are then left out. */
export const forMutants = process.env.LAW_RUNS !== undefined
