/** What the command's exit status means. */
export const EXIT = {
  /** Everything was done and nothing was wrong. */
  fine: 0,
  /** It was done, and there is something to look at: rollouts without a verdict, a data set with faults. */
  findings: 1,
  /** It could not be done: wrong arguments, files that are not there or in the way, wrong records. */
  cannot: 2,
  /** Stopped by SIGINT or SIGTERM, with what was done kept. */
  interrupted: 130,
} as const
