/**
 * Loaded in front of the command with `--import`: something happens at the n-th operation of the main thread that changes files.
 * `BREAK=kill:7` kills the process before it, `after:7` after it, `fail:7` makes it fail as on a full disk. The number of
 * operations is written to the file that `OPERATIONS` names.
 */
import { writeFileSync } from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const [mode, at] = (process.env.BREAK ?? 'none:0').split(':')
const names = []

/** @param ofPath whether the first argument is a path, which Node names in its errors */
const broken = (name, operation, ofPath = true) =>
  async function (...args) {
    const isThis = names.push(name) === Number(at)
    if (isThis && mode === 'kill') process.kill(process.pid, 'SIGKILL')
    if (isThis && mode === 'fail') {
      const path = ofPath ? ` '${args[0]}'` : ''
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}${path}`), { code: 'ENOSPC' })
    }
    const result = await operation.apply(this, args)
    if (isThis && mode === 'after') process.kill(process.pid, 'SIGKILL')
    return result
  }

if (isMainThread) {
  const handle = await files.open(new URL(import.meta.url))
  await handle.close()
  const ofHandle = Object.getPrototypeOf(handle)
  for (const name of ['appendFile', 'sync']) ofHandle[name] = broken(name, ofHandle[name], false)
  const { open } = files
  for (const name of ['copyFile', 'link', 'mkdir', 'rename', 'rm', 'truncate', 'writeFile'])
    files[name] = broken(name, files[name])
  const openToWrite = broken('open', open)
  files.open = (path, flags = 'r', ...rest) => (flags === 'r' ? open : openToWrite)(path, flags, ...rest)
  syncBuiltinESMExports()
  process.on('exit', () => {
    if (process.env.OPERATIONS !== undefined) writeFileSync(process.env.OPERATIONS, names.join(' '))
  })
}
