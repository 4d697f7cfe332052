import { useEffect, useState } from 'preact/hooks'
import { AdvantagesTab } from './advantages/advantages-tab.js'
import { LossTab } from './loss/loss-tab.js'
import { readPermalink } from './parts/permalink.js'
import { TrainTab } from './train/train-tab.js'
import { VerdictTab } from './verdict/verdict-tab.js'

const TABS = [
  { name: 'verdict', title: 'Verdict', question: 'How good is a response?', Panel: VerdictTab },
  {
    name: 'advantages',
    title: 'Advantages',
    question: 'How much better than expected?',
    Panel: AdvantagesTab,
  },
  { name: 'loss', title: 'Loss', question: 'Which way, and how far?', Panel: LossTab },
  { name: 'train', title: 'Train', question: 'Does it learn?', Panel: TrainTab },
] as const

type TabName = (typeof TABS)[number]['name']

const currentTab = (): TabName => TABS.find(({ name }) => name === readPermalink().tab)?.name ?? 'verdict'

/** Four tabs; the address says which, and what is in it. */
export function App() {
  const [current, setCurrent] = useState(currentTab)
  // A link that is followed within the page brings its own content: the panel is made anew.
  const [visit, setVisit] = useState(0)
  useEffect(() => {
    const follow = () => {
      setCurrent(currentTab())
      setVisit((number) => number + 1)
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])

  const select = (name: TabName) => {
    history.replaceState(null, '', `#${name}`)
    setCurrent(name)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = TABS.findIndex(({ name }) => name === current)
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    const { name } = TABS[(target + TABS.length) % TABS.length]!
    select(name)
    document.getElementById(`tab-${name}`)?.focus()
  }

  const { Panel, question } = TABS.find(({ name }) => name === current)!
  return (
    <>
      <header>
        <h1>
          <a href="../index.html">golongrl</a> playground
        </h1>
        <p>Everything runs in this page; nothing you enter leaves it.</p>
        <div role="tablist" aria-label="What to look at" onKeyDown={onKeyDown}>
          {TABS.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={name === current}
              aria-controls="panel"
              tabIndex={name === current ? 0 : -1}
              onClick={() => select(name)}
            >
              {title}
            </button>
          ))}
        </div>
      </header>
      <main>
        <div id="panel" role="tabpanel" aria-labelledby={`tab-${current}`}>
          <h2>{question}</h2>
          <Panel key={`${current} ${visit}`} />
        </div>
      </main>
    </>
  )
}
