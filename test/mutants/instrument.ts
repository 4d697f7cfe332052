import ts from 'typescript'

/** One small change of the code. */
export interface Mutant {
  readonly id: number
  readonly file: string
  readonly line: number
  /** The line's text. */
  readonly source: string
  readonly before: string
  readonly after: string
}

const SWAPS: ReadonlyMap<ts.SyntaxKind, readonly ts.BinaryOperator[]> = new Map<
  ts.SyntaxKind,
  ts.BinaryOperator[]
>([
  [ts.SyntaxKind.PlusToken, [ts.SyntaxKind.MinusToken]],
  [ts.SyntaxKind.MinusToken, [ts.SyntaxKind.PlusToken]],
  [ts.SyntaxKind.AsteriskToken, [ts.SyntaxKind.SlashToken]],
  [ts.SyntaxKind.SlashToken, [ts.SyntaxKind.AsteriskToken]],
  [ts.SyntaxKind.LessThanToken, [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken]],
  [ts.SyntaxKind.LessThanEqualsToken, [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken]],
  [ts.SyntaxKind.GreaterThanToken, [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, [ts.SyntaxKind.ExclamationEqualsEqualsToken]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, [ts.SyntaxKind.EqualsEqualsEqualsToken]],
  [ts.SyntaxKind.AmpersandAmpersandToken, [ts.SyntaxKind.BarBarToken]],
  [ts.SyntaxKind.BarBarToken, [ts.SyntaxKind.AmpersandAmpersandToken]],
  [ts.SyntaxKind.PlusEqualsToken, [ts.SyntaxKind.MinusEqualsToken]],
  [ts.SyntaxKind.MinusEqualsToken, [ts.SyntaxKind.PlusEqualsToken]],
  [ts.SyntaxKind.AsteriskEqualsToken, [ts.SyntaxKind.SlashEqualsToken]],
  [ts.SyntaxKind.SlashEqualsToken, [ts.SyntaxKind.AsteriskEqualsToken]],
])

const SWAPPED_FUNCTIONS: Readonly<Record<string, string>> = {
  'Math.max': 'Math.min',
  'Math.min': 'Math.max',
  'Math.floor': 'Math.ceil',
  'Math.exp': 'Math.log1p',
  'Math.sqrt': 'Math.abs',
}

/**
 * The code with every mutant in it, each asleep behind `mutant(id) ? changed : original`, so that one build serves all.
 *
 * @param firstId the id of the file's first mutant
 */
export function instrument(
  file: string,
  code: string,
  firstId: number,
): { readonly code: string; readonly mutants: readonly Mutant[] } {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true)
  const mutants: Mutant[] = []
  const lines = code.split('\n')
  const print = (node: ts.Node) => ts.createPrinter().printNode(ts.EmitHint.Unspecified, node, source)

  const { transformed } = ts.transform(source, [
    (context) => (root) => {
      const { factory } = context
      const visit = (node: ts.Node): ts.Node => {
        if (
          ts.isTypeNode(node) ||
          ts.isInterfaceDeclaration(node) ||
          ts.isTypeAliasDeclaration(node) ||
          isMessage(node)
        )
          return node
        let result = ts.visitEachChild(node, visit, context)
        if (!ts.isExpression(node)) return result
        for (const changed of changes(node, factory)) {
          const id = firstId + mutants.length
          const { line } = source.getLineAndCharacterOfPosition(node.getStart())
          mutants.push({
            id,
            file,
            line: line + 1,
            source: lines[line]!.trim(),
            before: node.getText().replace(/\s+/g, ' '),
            after: print(changed).replace(/\s+/g, ' '),
          })
          const switched = factory.createCallExpression(
            factory.createIdentifier('globalThis.mutant'),
            undefined,
            [factory.createNumericLiteral(id)],
          )
          result = factory.createParenthesizedExpression(
            factory.createConditionalExpression(
              switched,
              undefined,
              changed,
              undefined,
              result as ts.Expression,
            ),
          )
        }
        return result
      }
      return ts.visitNode(root, visit) as ts.SourceFile
    },
  ])
  return { code: ts.createPrinter().printFile(transformed[0]!), mutants }
}

/** Text for people is not behaviour: what an error or an explanation says, and the default that an option's row shows. */
const isMessage = (node: ts.Node): boolean =>
  ts.isTemplateExpression(node) ||
  (ts.isPropertyAssignment(node) && node.name.getText() === 'default') ||
  (ts.isCallExpression(node) && /^bad(?:Batch|Gold|Record)$/.test(node.expression.getText()))

function* changes(node: ts.Expression, factory: ts.NodeFactory): Generator<ts.Expression> {
  if (ts.isBinaryExpression(node)) {
    if (isLoopHead(node)) return
    for (const operator of SWAPS.get(node.operatorToken.kind) ?? []) {
      yield factory.createParenthesizedExpression(
        factory.createBinaryExpression(node.left, operator, node.right),
      )
    }
  } else if (ts.isPrefixUnaryExpression(node)) {
    const negates =
      node.operator === ts.SyntaxKind.ExclamationToken || node.operator === ts.SyntaxKind.MinusToken
    if (negates && !ts.isNumericLiteral(node.operand)) yield node.operand
  } else if (ts.isNumericLiteral(node)) {
    if (ts.isElementAccessExpression(node.parent) || isLoopHead(node.parent)) return
    if (Number(node.text) !== 0) yield factory.createNumericLiteral(0)
    if (Number(node.text) === 0 || Number(node.text) === 1)
      yield factory.createNumericLiteral(Number(node.text) + 1)
  } else if (ts.isCallExpression(node)) {
    const swapped = SWAPPED_FUNCTIONS[node.expression.getText()]
    if (swapped !== undefined)
      yield factory.createCallExpression(factory.createIdentifier(swapped), undefined, node.arguments)
  } else if (node.kind === ts.SyntaxKind.TrueKeyword) yield factory.createFalse()
  else if (node.kind === ts.SyntaxKind.FalseKeyword) yield factory.createTrue()
  const { parent } = node
  const decides =
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  if (decides) {
    yield factory.createTrue()
    yield factory.createFalse()
  }
}

/** The head of a `for` says how far it runs: a mutant there seldom ends. */
function isLoopHead(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    if (ts.isForStatement(at.parent)) return at.parent.statement !== at
    if (ts.isWhileStatement(at.parent)) return at.parent.expression === at
    if (ts.isStatement(at) || ts.isFunctionLike(at)) return false
  }
  return false
}
