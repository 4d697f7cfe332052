let script = ''

/** The script that makes a worker train. */
export function setThreadScript(url: string): void {
  script = url
}

export const createThread = (): Worker => new Worker(script, { type: 'module' })
