import { useState } from 'preact/hooks'
import { permalinkOf } from './permalink.js'

/** Puts the tab's state into the address, and the address on the clipboard. */
export function CopyLink({ tab, state }: { readonly tab: string; readonly state: unknown }) {
  const [said, setSaid] = useState('')
  const copy = async () => {
    const link = permalinkOf(tab, state)
    history.replaceState(null, '', link)
    try {
      await navigator.clipboard.writeText(link)
      setSaid('Copied.')
    } catch {
      setSaid('The link is in the address bar.')
    }
  }
  return (
    <p class="copy-link">
      <button type="button" onClick={copy}>
        Link to this
      </button>{' '}
      <span role="status">{said}</span>
    </p>
  )
}
