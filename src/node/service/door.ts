import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Answer, refusal } from './wire.js'

/** Who may ask. */
export interface DoorOptions {
  /** undefined: anyone who reaches the port. */
  readonly token: string | undefined
  /** Names that a request may have asked for, without port; undefined: any. */
  readonly hosts: readonly string[] | undefined
}

/** @returns the refusal of a request that may not come in; undefined when it may */
export function createDoor({ token, hosts }: DoorOptions): (request: IncomingMessage) => Answer | undefined {
  const known = hosts && new Set(hosts.map((host) => host.toLowerCase()))
  return ({ headers }) => {
    if (known !== undefined && !known.has(hostName(headers.host ?? ''))) return WRONG_HOST
    return token === undefined || isAuthorized(headers.authorization, token) ? undefined : UNAUTHORIZED
  }
}

/**
 * The names of this machine for itself. A page of any web site can ask a service on the loopback address, under its own name, by
 * letting that name lead there (DNS rebinding); without a token the name is what tells its requests from others.
 */
export const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

export const isLoopback = (host: string): boolean =>
  /^(?:localhost|::1|\[::1\]|127(?:\.\d{1,3}){3}|::ffff:127(?:\.\d{1,3}){3})$/iu.test(host)

/** What is wrong with a token, in one sentence; undefined when every client can send it. */
export function tokenProblem(token: string): string | undefined {
  return /^[A-Za-z0-9\-._~+/]{1,1024}=*$/u.test(token)
    ? undefined
    : 'The token must be 1 to 1024 of the characters A-Z a-z 0-9 - . _ ~ + / and may end with =: no other can be sent as "Bearer". To let everyone in, say --no-token.'
}

const WRONG_HOST = refusal(
  403,
  'This service has no token and answers requests to its own names only: the Host header names another one. Allow it with --allow-host.',
)

const UNAUTHORIZED = refusal(
  401,
  'A token is needed: "Authorization: Bearer TOKEN", or http://user:TOKEN@host/… from clients that cannot set headers.',
  { 'www-authenticate': 'Bearer realm="golongrl", Basic realm="golongrl"' },
)

const hostName = (host: string): string => host.replace(/:\d*$/u, '').toLowerCase()

/** The token as a bearer token, or as the password in the URL. */
function isAuthorized(authorization: string | undefined, token: string): boolean {
  const { scheme, credentials } =
    /^(?<scheme>bearer|basic) +(?<credentials>\S+) *$/iu.exec(authorization ?? '')?.groups ?? {}
  if (scheme === undefined || credentials === undefined) return false
  if (scheme.toLowerCase() === 'bearer') return isSame(credentials, token)
  const userAndPassword = Buffer.from(credentials, 'base64').toString()
  const colon = userAndPassword.indexOf(':')
  return colon >= 0 && isSame(userAndPassword.slice(colon + 1), token)
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
