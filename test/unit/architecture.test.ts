import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The rooms of src/ and the rooms that each may import from: the invariants of ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: ['options'],
  options: ['base'],
  answers: ['base', 'options'],
  verifiers: ['base', 'options', 'answers'],
  tasks: ['base', 'options', 'answers', 'verifiers'],
  advantages: ['base', 'options'],
  losses: ['base', 'options'],
  rewards: ['base', 'options', 'losses'],
  data: ['base', 'options', 'answers', 'verifiers', 'tasks'],
  entry: ['base', 'options', 'answers', 'verifiers', 'tasks', 'advantages', 'losses', 'rewards', 'data'],
  backends: ['base', 'options', 'advantages', 'losses'],
  testing: [
    'base',
    'options',
    'answers',
    'verifiers',
    'tasks',
    'advantages',
    'losses',
    'rewards',
    'backends',
  ],
  bench: ['base', 'options', 'verifiers', 'tasks', 'advantages', 'losses', 'backends'],
  node: ['base', 'options', 'entry', 'data'],
  cli: ['base', 'options', 'entry', 'node', 'data'],
}

/** Small helpers without imports of weight, which may be in the bundle of golongrl/node as well as in that of the library. */
const HELPERS = [
  'answers/lines.ts',
  'tasks/record-map/question-id.ts',
  'tasks/record-map/row-paths.ts',
  'verifiers/golds.ts',
]

/** Nothing in them touches Node, a clock or chance. */
const PURE = ['base', 'options', 'answers', 'verifiers', 'tasks', 'advantages', 'losses', 'rewards']

/** The circle there is: the files of one grammar, which are entered through `parse`. */
const KNOWN_CIRCLES = [
  'verifiers/math/read/atom.ts verifiers/math/read/big-operators.ts verifiers/math/read/called-operators.ts ' +
    'verifiers/math/read/command.ts verifiers/math/read/derivatives.ts verifiers/math/read/environments.ts ' +
    'verifiers/math/read/expression.ts verifiers/math/read/function-call.ts verifiers/math/read/statement.ts ' +
    'verifiers/math/read/symbols.ts verifiers/math/read/units-and-currency.ts',
]

const source = fileURLToPath(new URL('../../src/', import.meta.url))
// The WebAssembly kernels are AssemblyScript, compiled apart.
const files = (readdirSync(source, { recursive: true }) as string[]).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('wasm/assembly/'),
)
const code = new Map(
  files.map((file) => [
    file,
    readFileSync(join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, ''),
  ]),
)
const imports = new Map(
  [...code].map(([file, text]) => [
    file,
    [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/gu)]
      .map((match) => normalize(join(dirname(file), match[1]!)).replace(/\.js$/u, '.ts'))
      .filter((target) => code.has(target)),
  ]),
)

function roomOf(file: string): string {
  if (file === 'index.ts') return 'entry'
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : 'base'
}

/** The strongly connected components of more than one file (Tarjan 1972). */
function circles(): string[] {
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[] = []
  const visit = (file: string): void => {
    numbers.set(file, numbers.size)
    lowest.set(file, numbers.get(file)!)
    open.push(file)
    for (const next of imports.get(file)!) {
      if (!numbers.has(next)) visit(next)
      if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!))
    }
    if (lowest.get(file) !== numbers.get(file)) return
    const circle = open.splice(open.indexOf(file))
    if (circle.length > 1) found.push(circle.sort().join(' '))
  }
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file)
  return found.sort()
}

describe('the imports of src/', () => {
  it('go one way between rooms', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => {
          const [from, to] = [roomOf(file), roomOf(target)]
          const isHelper = from === 'node' && HELPERS.includes(target)
          return from !== to && !isHelper && !MAY_IMPORT[from]?.includes(to)
        })
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('form no circle but the known ones', () => {
    expect(circles().filter((circle) => !KNOWN_CIRCLES.includes(circle))).toEqual([])
  })

  it('bring no Node, no clock and no chance into the pure rooms', () => {
    const impure =
      /'node:|\bDate\.now|\bperformance\.|\bMath\.random|\bset(?:Timeout|Interval)\b|\bprocess\./u
    // The seed of a hash table: it changes how long an attack takes, and no result.
    const seeded = ['advantages/label-numbers.ts']
    const wrong = files.filter(
      (file) => PURE.includes(roomOf(file)) && impure.test(code.get(file)!) && !seeded.includes(file),
    )
    expect(wrong).toEqual([])
  })

  it('keep Node out of what runs in browsers', () => {
    const wrong = files.filter(
      (file) =>
        ['backends', 'testing', 'bench', 'data'].includes(roomOf(file)) &&
        /from 'node:/u.test(code.get(file)!) &&
        file !== 'backends/wasm/build-kernels.ts',
    )
    expect(wrong).toEqual([])
  })

  it('are used: a function or constant that no other file names is not exported', () => {
    const users = new Map(
      ['src', 'test', 'fuzz', 'bench', 'site/src', 'scripts'].flatMap((folder) =>
        (readdirSync(join(source, '..', folder), { recursive: true }) as string[])
          .filter((file) => /\.(?:ts|tsx|mjs)$/u.test(file))
          .map((file): [string, ReadonlySet<string>] => [
            join(folder, file),
            new Set(readFileSync(join(source, '..', folder, file), 'utf8').match(/[\w$]+/gu)),
          ]),
      ),
    )
    // What an entry re-exports whole is named by none of its files.
    const whole = new Set(
      [...code].flatMap(([file, text]) =>
        [...text.matchAll(/export \* from '(\.[^']*)'/gu)].map((match) =>
          normalize(join(dirname(file), match[1]!)).replace(/\.js$/u, '.ts'),
        ),
      ),
    )
    const unused = [...code]
      .filter(([file]) => !whole.has(file))
      .flatMap(([file, text]) =>
        [...text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gmu)]
          .map((match) => match[1]!)
          .filter((name) => [...users].every(([user, names]) => user === `src/${file}` || !names.has(name)))
          .map((name) => `${file} exports ${name}`),
      )
    expect(unused).toEqual([])
  })

  it('the map in ARCHITECTURE.md has every room', () => {
    const map = readFileSync(join(source, '../ARCHITECTURE.md'), 'utf8')
    const rooms = [...new Set(files.map(roomOf))].filter((room) => room !== 'base' && room !== 'entry')
    expect(rooms.filter((room) => !map.includes(`\`src/${room}\``))).toEqual([])
  })
})
