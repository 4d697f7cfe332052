import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readTask, scoreRecord, scoreTask } from '../../src/index.js'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

const built = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.c?js$/.test(file))

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    readFileSync(join(dist, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
    ts.ScriptKind.JS,
  )

function nodesOf(node: ts.Node, found: ts.Node[] = []): readonly ts.Node[] {
  found.push(node)
  ts.forEachChild(node, (child) => {
    nodesOf(child, found)
  })
  return found
}

const EVALUATORS = /^(?:eval|Function|AsyncFunction|GeneratorFunction)$/

/** What a piece of code may not be: a way to run text as a program. */
function dynamicCode(node: ts.Node): string | undefined {
  // Called or not: a name can be handed on and called by another.
  if (ts.isIdentifier(node) && EVALUATORS.test(node.text) && !isKey(node)) return node.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return EVALUATORS.test(node.argumentExpression.text) ? node.getText() : undefined
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined
  const callee = node.expression.getText()
  if (/\.constructor\.constructor$/.test(callee) || /\.constructor$/.test(callee)) return callee
  const [first] = node.arguments ?? []
  const takesText = first !== undefined && ts.isStringLiteralLike(first)
  return takesText && /^(?:setTimeout|setInterval|execScript)$/.test(callee) ? callee : undefined
}

/** `{ eval: … }`, a member of anything but the global object, or the prototype of all functions. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return !/^(?:globalThis|window|self|global)$/.test(parent.expression.getText())
  // Its methods run no text; a call of its `constructor` is found as a call.
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'prototype') return true
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node
}

/** What looks like dynamic code and is not, in code of others that the build holds. */
const HARMLESS: readonly (readonly [where: RegExp, callee: string])[] = [
  // decimal.js, and complex.js: another number of the same class.
  [/^chunk-\w+\.c?js$/, 'this.constructor'],
  [/^chunk-\w+\.c?js$/, 'x.constructor'],
  // hyparquet-writer: another typed array of the same kind.
  [/^node\/(?:index\.js|parquet-worker\.cjs)$/, 'dictionary2.constructor'],
  // piscina: imports the worker file, whose URL is ours.
  [/^node\/worker\.js$/, 'Function'],
]

/** The pure entry and every chunk it loads. */
function pureFiles(): readonly string[] {
  const found = new Set(['index.js'])
  for (const file of found) {
    for (const statement of parse(file).statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
      if (statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) continue
      const name = statement.moduleSpecifier.text
      if (!name.startsWith('./')) throw new Error(`${file} imports ${name}`)
      found.add(name.slice(2))
    }
  }
  return [...found]
}

describe('the built files', () => {
  it('hold no eval, no Function, no other way to run text', { timeout: 120_000 }, () => {
    const found = built.flatMap((file) =>
      nodesOf(parse(file)).flatMap((node) => {
        const callee = dynamicCode(node)
        const harmless = HARMLESS.some(([where, known]) => where.test(file) && known === callee)
        return callee === undefined || harmless ? [] : [`${file}: ${callee}`]
      }),
    )
    expect(built.length).toBeGreaterThan(1)
    expect(found).toEqual([])
  })

  it('of the pure entry import nothing but each other and name no door to the outside', {
    timeout: 120_000,
  }, () => {
    const doors = [
      'process',
      'require',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'Deno',
      'Bun',
      'importScripts',
      'Worker',
      'localStorage',
    ]
    const found = pureFiles().flatMap((file) =>
      nodesOf(parse(file)).flatMap((node) => {
        if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent))
          return [`${file}: import()`]
        if (!ts.isIdentifier(node) || !doors.includes(node.text)) return []
        const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node
        const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node
        return isMember || isName ? [] : [`${file}: ${node.text}`]
      }),
    )
    expect(found).toEqual([])
  })
})

describe('prototypes', () => {
  const poison = JSON.parse(
    '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
  )

  it('are not polluted by records, golds, options or answers', () => {
    scoreRecord(
      { taskType: 'structured-extraction', gold: '{"__proto__":{"polluted":1},"data":[[1]]}' },
      '<think></think><answer>{"__proto__":{"polluted":1},"data":[[{"__proto__":{"polluted":1}}]]}</answer>',
    )
    scoreRecord(
      { taskType: 'exhaustive-retrieval', gold: ['__proto__', 'constructor'] },
      '<think></think>__proto__\nconstructor',
    )
    scoreRecord(poison, '<think></think>x')
    readTask({ taskType: 'precise-retrieval', gold: 'x', ...poison }, poison)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('lend nothing to a record: inherited fields are not read', () => {
    const record = Object.create({ taskType: 'precise-retrieval', gold: 'x' })
    expect(scoreRecord(record, '<think></think>x')._tag).toBe('Left')
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is a task type like any other unknown one',
    (name) => {
      expect(readTask({ taskType: name, gold: 'x' })).toMatchObject({
        _tag: 'Left',
        left: { _tag: 'BadRecord' },
      })
      expect(
        readTask({
          data_source: name,
          reward_model: { ground_truth: 'x' },
          extra_info: { reward_mode: name },
        })._tag,
      ).toBe('Left')
    },
  )

  it.each(['__proto__', 'constructor', 'toString'])('%s is an item like any other', (name) => {
    const task = readTask({ taskType: 'exhaustive-retrieval', gold: [name, 'b'] })
    if (task._tag === 'Left') throw new Error('a good record')
    expect(scoreTask(task.right, `<think></think>${name}`).reward).toBeCloseTo(2 / 3, 12)
  })
})
