/** Who may go on next, in the order of asking. */
export interface Turns {
  /** @param goOn is called when it is this one's turn; it takes a short moment */
  readonly wait: (goOn: () => void) => void
  /** Tells that somebody else is served: the next one whose turn it is waits longer. */
  readonly othersCome: () => void
}

/**
 * One at a time, and the event loop between two of them. Large bodies are read so, and large replies sent: a connection that is
 * read freely gives up to 2 MiB in one turn of the loop, and a few such connections leave nothing for others. While others come, one goes on in a
 * millisecond.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let isBusy = false
  let isScheduled = false
  const schedule = () => {
    isScheduled = true
    if (isBusy) setTimeout(next, 1)
    else setImmediate(next)
    isBusy = false
  }
  const next = () => {
    isScheduled = false
    waiting.shift()?.()
    if (waiting.length > 0 && !isScheduled) schedule()
  }
  return {
    wait: (goOn) => {
      waiting.push(goOn)
      if (!isScheduled) schedule()
    },
    othersCome: () => {
      isBusy = true
    },
  }
}
