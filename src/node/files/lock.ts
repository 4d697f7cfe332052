import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { constants, copyFile, link, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { type Either, left, right } from 'fp-ts/lib/Either.js'

/** Who holds a lock file: its content, as JSON. */
interface Holder {
  readonly pid: number
  readonly host: string
  readonly since: string
  /** Tells this process from an earlier one that had the same pid. */
  readonly process: string
  /** What tells it from others of the same pid and host, where the system says so. */
  readonly system?: System
}

/** A lock that this process holds. */
export interface Lock {
  readonly release: () => Promise<void>
}

/**
 * Takes a lock file, so that two processes never write the same result. A lock that a dead process of this machine left is
 * taken over. Whether a process of another machine, or of another container, lives cannot be known: its lock stays until someone
 * removes it.
 *
 * @returns `Left` with one sentence that names who holds it
 */
export async function takeLock(path: string): Promise<Either<string, Lock>> {
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    process: THIS_PROCESS,
    system: systemOf(process.pid),
  }
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, `${JSON.stringify(own)}\n`).catch((error) => {
      throw new Error(`${path} cannot be written: ${error.message}`)
    })
    for (;;) {
      if (await appeared(draft, path)) return right({ release: () => releaseLock(path) })
      const found = await lstat(path).catch(() => undefined)
      // Its holder has removed it meanwhile.
      if (found === undefined) continue
      // A folder, a link that leads nowhere, a file that cannot be read: nothing that goes away by itself.
      const text = found.isFile() ? await readFile(path, 'utf8').catch(ignoreMissing) : ''
      if (text === undefined) continue
      const holder = readHolder(text)
      if (holder === undefined || lives(holder)) return left(inUse(path, holder))
      await removeStale(path, text)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

const THIS_PROCESS = randomUUID()

/** Puts `draft` under the name `path` unless that name is taken. A hard link appears with its content, or not at all. */
async function appeared(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch((error) => {
      if (isCode(error, 'EEXIST')) throw error
      // A file system without hard links.
      return copyFile(draft, path, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

const ignoreMissing = (error: unknown): string | undefined => (isCode(error, 'ENOENT') ? undefined : '')

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code

/** Moves a stale lock away first: another process that found it stale too may have taken the lock meanwhile. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  if ((await readFile(aside, 'utf8')) !== stale) await appeared(aside, path)
  await rm(aside, { force: true })
}

/** Removes the lock unless another process holds it by now. */
async function releaseLock(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (readHolder(text)?.process === THIS_PROCESS) await rm(path, { force: true })
}

function readHolder(text: string): Holder | undefined {
  try {
    const { pid, host, since, process, system = {} } = JSON.parse(text)
    const isHolder =
      Number.isInteger(pid) && pid > 0 && typeof host === 'string' && typeof system === 'object'
    return isHolder ? { pid, host, since, process, system: system ?? {} } : undefined
  } catch {
    return undefined
  }
}

function lives({ pid, host, process: id, system = {} }: Holder): boolean {
  if (host !== hostname()) return true
  const now = systemOf(pid)
  if (differs(system.boot, now.boot)) return false
  // A container with the name of this one: its processes cannot be seen from here.
  if (differs(system.pids, now.pids)) return true
  if (pid === process.pid) return id === THIS_PROCESS
  if (differs(system.started, now.started)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user lives, too.
    return isCode(error, 'EPERM')
  }
}

const differs = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b

/** Where and when a process runs, as Linux tells it; other systems say nothing. */
interface System {
  /** This run of the system: after it all processes are gone. */
  readonly boot?: string | undefined
  /** The namespace of process ids: each container has its own. */
  readonly pids?: string | undefined
  /** When the process was started: ids are used again. */
  readonly started?: string | undefined
}

const systemOf = (pid: number): System => ({
  boot: read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  pids: read(() => readlinkSync('/proc/self/ns/pid')),
  // Field 22 of the line; the second, the name of the program, may hold anything.
  started: read(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]!),
})

function read(value: () => string): string | undefined {
  try {
    return value()
  } catch {
    return undefined
  }
}

const inUse = (path: string, holder: Holder | undefined): string =>
  holder === undefined
    ? `${path} is no lock file of golongrl; remove it if nothing writes there.`
    : `Process ${holder.pid} on ${holder.host} has been writing there since ${holder.since}; if it no longer runs, remove ${path}.`
