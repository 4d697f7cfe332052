import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import ts from 'typescript'

/**
 * An esbuild plugin that marks the constants of modules as free of side effects, so that bundlers drop those a program does not
 * use. Importing a module of ours does nothing (ARCHITECTURE.md), nor does one of fp-ts, which a bundler cannot know of a table that
 * a call, a spread or a template makes: each becomes `/* @__PURE__ *\/ (() => table)()`.
 *
 * @param folders of the sources that it holds for
 */
export const markPure = (...folders: readonly string[]): Plugin => ({
  name: 'mark pure',
  setup: (build) =>
    build.onLoad({ filter: /\.[jt]s$/ }, ({ path }) =>
      folders.some((folder) => path.startsWith(folder))
        ? { contents: withMarks(readFileSync(path, 'utf8')), loader: path.endsWith('.ts') ? 'ts' : 'js' }
        : undefined,
    ),
})

export function withMarks(source: string): string {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest)
  const constants = file.statements
    .filter(ts.isVariableStatement)
    .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Let) === 0)
    .flatMap(({ declarationList }) => declarationList.declarations)
  let marked = source
  for (const { initializer } of constants.reverse()) {
    if (initializer === undefined || !mayActWhenEvaluated(initializer)) continue
    const [start, end] = [initializer.getStart(file), initializer.getEnd()]
    const value = marked.slice(start, end)
    marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${value}))()${marked.slice(end)}`
  }
  return marked
}

/** Whether a bundler has to keep an expression. What stands in a function runs only when that is called. */
function mayActWhenEvaluated(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isTemplateExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isBinaryExpression(node) ||
    (ts.forEachChild(node, (child) => mayActWhenEvaluated(child) || undefined) ?? false)
  )
}
