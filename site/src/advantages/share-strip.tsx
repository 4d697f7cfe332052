import { percent } from '../parts/format.js'
import { taskColour } from './task-colour.js'

interface ShareStripProps {
  readonly shares: readonly { readonly taskType: string; readonly share: number }[]
}

/** Σ|A| by task type: who moves the policy. */
export function ShareStrip({ shares }: ShareStripProps) {
  const spoken = shares.map(({ taskType, share }) => `${taskType} ${percent(share)}`).join(', ')
  return (
    <div class="shares" role="img" aria-label={`Share of the gradient by task type: ${spoken}`}>
      {shares.map(({ taskType, share }) => (
        <span key={taskType} style={{ flexGrow: share, background: taskColour(taskType) }}>
          {share > 0.12 ? `${taskType} ${percent(share)}` : ''}
        </span>
      ))}
    </div>
  )
}
