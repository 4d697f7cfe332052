import ts from 'typescript'

/**
 * The same module with each costly regular expression outside its functions read when it is first used, not at import: those with
 * classes such as `\p{L}`, which hold thousands of characters, and those that are put together.
 *
 * @param helper the module that has `lazyPattern`
 */
export function withLazyPatterns(source: string, helper: string): string {
  if (!source.includes('\\p{') && !source.includes('new RegExp(')) return source
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true)
  const found: (readonly [start: number, end: number, lazy: string])[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return
    const lazy = asLazy(node)
    if (lazy) found.push([node.getStart(file), node.getEnd(), lazy])
    else ts.forEachChild(node, visit)
  }
  visit(file)
  let changed = source
  for (const [start, end, lazy] of found.reverse())
    changed = `${changed.slice(0, start)}${lazy}${changed.slice(end)}`
  return found.length === 0 ? source : `import { lazyPattern } from ${JSON.stringify(helper)}\n${changed}`
}

/** Short patterns are cheap to read, and most of those that are used on every text. */
const LONGEST_EAGER = 60

function asLazy(node: ts.Node): string | undefined {
  if (ts.isRegularExpressionLiteral(node) && node.text.length > LONGEST_EAGER && node.text.includes('\\p{')) {
    const end = node.text.lastIndexOf('/')
    const [pattern, flags] = [node.text.slice(1, end), node.text.slice(end + 1)]
    return `/* @__PURE__ */ lazyPattern(${JSON.stringify(pattern)}, '${flags}')`
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp')
    return `/* @__PURE__ */ lazyPattern(() => ${node.arguments!.map((part) => part.getText()).join(', ')})`
  return undefined
}
