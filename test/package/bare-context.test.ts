import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** One piece of work through every room: a text verifier, mathVerify, a record, an estimator, a loss. */
const WORK = `[
  golongrl.f1('[Answer]\\nS1\\nS2', ['S1', 'S2']).right.reward,
  golongrl.mathVerify('\\\\boxed{\\\\frac{1}{2}}', '0.5').right.reward,
  golongrl.scoreRecord({ taskType: 'structured-extraction', gold: '{"data":[[1]]}' },
    '<think></think><answer>{"data":[[1.0]]}</answer>').right.reward,
  golongrl.tmnReweight(golongrl.groupRollouts({ rewards: [0, 1], promptIds: [7, 7] }).right).advantages.length,
  golongrl.policyLoss({ logProbs: new Float64Array([-1]), oldLogProbs: new Float64Array([-1]),
    advantages: new Float64Array([1]), responseMask: [1], rollouts: 1, tokens: 1 }).right.loss,
]`

const EXPECTED = [1, 1, 1, 2, -1]

/** Loads a CommonJS file of the build inside a context: relative files of the build and nothing else can be required. */
function load(context: vm.Context, file: string, loaded = new Map<string, object>()): object {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const module = vm.runInContext('({ exports: {} })', context)
  loaded.set(file, module.exports)
  const require = (name: string): object => {
    if (!name.startsWith('./')) throw new Error(`${file} requires ${name}`)
    return load(context, join(dirname(file), name), loaded)
  }
  const wrapped = `(function (exports, module, require) {${readFileSync(file, 'utf8')}\n})`
  vm.runInContext(wrapped, context, { filename: file })(module.exports, module, require)
  loaded.set(file, module.exports)
  return module.exports
}

/** Declared by TypeScript together with the DOM only. */
const compiled = (bytes: Uint8Array): object => {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => object }
  }
  return new WebAssembly.Module(bytes)
}

describe('the pure entry needs nothing but the language', () => {
  it('works in a bare vm context: no process, no timers, no URL, no TextEncoder, no dynamic code', () => {
    const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
    context.golongrl = load(context, join(dist, 'index.cjs'))
    expect(vm.runInContext('typeof process + typeof setTimeout + typeof URL', context)).toBe(
      'undefinedundefinedundefined',
    )
    expect(JSON.parse(vm.runInContext(`JSON.stringify(${WORK})`, context))).toEqual(EXPECTED)
  })

  it('leaves the built-in objects as they were', () => {
    const context = vm.createContext(Object.create(null))
    const names = `JSON.stringify([Object, Array, String, Number, RegExp, Map, Set, Math, JSON, Promise].flatMap((each) =>
      [each, each.prototype ?? {}].map((object) => Object.getOwnPropertyNames(object).sort())))`
    const globals = 'JSON.stringify(Object.getOwnPropertyNames(globalThis).sort())'
    const before = [vm.runInContext(names, context), vm.runInContext(globals, context)]
    const exported = load(context, join(dist, 'index.cjs'))
    expect([vm.runInContext(names, context), vm.runInContext(globals, context)]).toEqual(before)
    expect(Object.keys(exported).length).toBeGreaterThan(20)
  })

  it('the wasm backend takes compiled kernels where compiling is forbidden', async () => {
    const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
    context.backends = load(context, join(dist, 'backends.cjs'))
    context.atob = atob
    context.module = compiled(readFileSync(join(dist, 'kernels.wasm')))
    const loss = `policyLoss({ logProbs: new Float64Array([-1]), oldLogProbs: new Float64Array([-1]),
      advantages: new Float64Array([1]), responseMask: [1], rollouts: 1, tokens: 1 })()`
    expect(await vm.runInContext(`backends.wasmBackend().${loss}`, context)).toMatchObject({
      left: { _tag: 'BackendUnavailable', remedy: expect.stringContaining('options.module') },
    })
    expect(await vm.runInContext(`backends.wasmBackend({ module }).${loss}`, context)).toMatchObject({
      right: { loss: -1 },
    })
    context.module = compiled(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
    expect(await vm.runInContext(`backends.wasmBackend({ module }).${loss}`, context)).toMatchObject({
      left: { _tag: 'BackendUnavailable', reason: expect.stringContaining('options.module') },
    })
  })

  it('works in a process that may read its own files and do nothing else', () => {
    const script = `const golongrl = await import(${JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)});
      console.log(JSON.stringify(${WORK}))`
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission'
    const output = execFileSync(
      process.execPath,
      [
        permission,
        '--no-warnings',
        `--allow-fs-read=${dist}*`,
        '--disallow-code-generation-from-strings',
        '--input-type=module',
        '--eval',
        script,
      ],
      { encoding: 'utf8', env: {} },
    )
    expect(JSON.parse(output)).toEqual(EXPECTED)
  })
})
