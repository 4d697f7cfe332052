/**
 * The state of a tab in the address: `#verdict=` and JSON in base64url. A link is someone else's text; what does not have the shape
 * of the tab's state is as good as no link.
 */
export interface Permalink {
  readonly tab: string
  readonly state: unknown
}

export function readPermalink(): Permalink {
  const [tab = '', encoded = ''] = location.hash.slice(1).split('=')
  return { tab, state: decode(encoded) }
}

export const permalinkOf = (tab: string, state: unknown): string =>
  `${location.href.split('#')[0]}#${tab}=${encode(JSON.stringify(state))}`

function decode(encoded: string): unknown {
  try {
    const bytes = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))))
  } catch {
    return undefined
  }
}

function encode(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
