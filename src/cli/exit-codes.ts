/** What the command's exit status means. */
export const EXIT = {
  /** Done, and nothing is wrong. */
  fine: 0,
  /** Done, with findings: rollouts without a verdict, a data set with faults. */
  findings: 1,
  /** Not done: wrong arguments, files that are missing or in the way, wrong records. */
  cannot: 2,
  /** Stopped by SIGINT or SIGTERM; finished work is kept. */
  interrupted: 130,
} as const
