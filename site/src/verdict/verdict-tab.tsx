import { describeError, scoreRecord, type TaskOptions, type TaskType, type Verdict } from 'golongrl'
import { useMemo, useState } from 'preact/hooks'
import { Choice } from '../parts/choice.js'
import { CopyLink } from '../parts/copy-link.js'
import { format } from '../parts/format.js'
import { readPermalink } from '../parts/permalink.js'
import { EXAMPLE_NAMES, EXAMPLES } from './examples.js'
import { highlight } from './highlight.js'

const PROFILES = ['natural', 'published'] as const
const READINGS = ['strict', 'lenient'] as const

interface State {
  readonly record: string
  readonly response: string
  readonly profile: (typeof PROFILES)[number]
  readonly reading: (typeof READINGS)[number]
}

type Outcome = { readonly verdict: Verdict } | { readonly complaint: string }

/** A record and a response; the reward, why, and what it would be by other rules. */
export function VerdictTab() {
  const [state, setState] = useState(initialState)
  const { record, response, profile, reading } = state
  const change = (part: Partial<State>) => setState((now) => ({ ...now, ...part }))
  const outcome = useMemo(() => judge(record, response, { profile, reading }), [state])
  const rewardBy = (options: TaskOptions) =>
    rewardOf(judge(record, response, { profile, reading, ...options }))
  const differs = (options: TaskOptions) => {
    const reward = rewardBy(options)
    return reward === rewardOf(outcome) ? null : <mark class="differs">would be {reward}</mark>
  }

  return (
    <div class="columns">
      <section aria-label="What is judged">
        <p class="examples">
          {EXAMPLE_NAMES.map((name) => (
            <button key={name} type="button" onClick={() => change(EXAMPLES[name])}>
              {name}
            </button>
          ))}
        </p>
        <label for="record">Record, as JSON: the task type and the gold</label>
        <textarea
          id="record"
          rows={8}
          spellcheck={false}
          value={record}
          onInput={(event) => change({ record: event.currentTarget.value })}
        />
        <label for="response">Response</label>
        <textarea
          id="response"
          rows={8}
          spellcheck={false}
          value={response}
          onInput={(event) => change({ response: event.currentTarget.value })}
        />
        <Choice
          label="Profile"
          names={PROFILES}
          value={profile}
          onChange={(name) => change({ profile: name })}
          note={(name) => differs({ profile: name })}
        />
        <Choice
          label="Reading"
          names={READINGS}
          value={reading}
          onChange={(name) => change({ reading: name })}
          note={(name) => differs({ reading: name })}
        />
        <CopyLink tab="verdict" state={state} />
      </section>
      <section aria-label="Verdict" aria-live="polite">
        {'complaint' in outcome ? (
          <p class="complaint">{outcome.complaint}</p>
        ) : (
          <VerdictView verdict={outcome.verdict} response={response} gold={JSON.parse(record).gold} />
        )}
      </section>
    </div>
  )
}

function VerdictView({
  verdict,
  response,
  gold,
}: {
  readonly verdict: Verdict
  readonly response: string
  readonly gold: unknown
}) {
  const { reward, reason, metric, taskType, explanation } = verdict
  return (
    <>
      <p class="reward" data-reason={reason}>
        <strong id="reward">{format(reward, 4)}</strong> {reason}
        <span class="meter" aria-hidden="true">
          <span style={{ width: `${100 * reward}%` }} />
        </span>
      </p>
      <p>
        {metric}, task type {taskType}
      </p>
      <pre class="response">
        {highlight(response, explanation?.extracted ?? '', gold).map(({ text, kind }) =>
          kind === 'match' ? <mark>{text}</mark> : <span class={kind}>{text}</span>,
        )}
      </pre>
      <p class="key">
        <span class="thought">thought</span> <span class="answer">read as the answer</span>{' '}
        <mark>a gold</mark>
      </p>
      {explanation && (
        <>
          <h3>How it came about</h3>
          <ol>
            {explanation.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          {explanation.measures && (
            <table>
              <tbody>
                {Object.entries(explanation.measures).map(([name, value]) => (
                  <tr>
                    <th scope="row">{name}</th>
                    <td>{format(value, 4)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </>
  )
}

function judge(recordText: string, response: string, options: TaskOptions): Outcome {
  let record: unknown
  try {
    record = JSON.parse(recordText)
  } catch (error) {
    return { complaint: `The record is no JSON: ${(error as Error).message}` }
  }
  const verdict = scoreRecord(record, response, { ...options, explain: true })
  return verdict._tag === 'Left' ? { complaint: describeError(verdict.left) } : { verdict: verdict.right }
}

const rewardOf = (outcome: Outcome): string =>
  'complaint' in outcome ? 'an error' : format(outcome.verdict.reward, 4)

function initialState(): State {
  const { tab, state } = readPermalink()
  const { record, response, profile, reading } = (
    tab === 'verdict' && typeof state === 'object' && state ? state : {}
  ) as Partial<State>
  return {
    ...EXAMPLES['exhaustive-retrieval' satisfies TaskType],
    ...(typeof record === 'string' && typeof response === 'string' && { record, response }),
    profile: PROFILES.find((name) => name === profile) ?? 'natural',
    reading: READINGS.find((name) => name === reading) ?? 'strict',
  }
}
