import { children, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/**
 * Which letters stand for complex numbers: z and w beside i, a conjugate, Re, Im, arg or |·|, unless x, y and z are coordinates;
 * and whatever a conjugate or a part is taken of, unless it is spelt out, as in Re(a + bi).
 */
export function complexLetters(a: Tree, b: Tree): (name: string) => boolean {
  const found = new Set<string>()
  const signs = { imaginary: false, parts: false, sizes: false }
  look(a, signs, found)
  look(b, signs, found)
  const { imaginary, parts, sizes } = signs
  if (!imaginary && !parts && !sizes) return () => false
  const names = symbolsOf(b, symbolsOf(a))
  const areCoordinates = !imaginary && !parts && names.has('x') && names.has('y')
  return (name) => found.has(name) || (isUsuallyComplex(name) && !areCoordinates)
}

/** z, w, z_1. */
export const isUsuallyComplex = (name: string): boolean => /^[zw](?:_|'|$)/.test(name)

const PARTS = new Set(['conjugate', 're', 'im', 'arg'])

function look(
  tree: Tree,
  signs: { imaginary: boolean; parts: boolean; sizes: boolean },
  found: Set<string>,
): void {
  if (tree.kind === 'constant' && tree.name === 'i') signs.imaginary = true
  if (tree.kind === 'call' && tree.name === 'abs') signs.sizes = true
  if (tree.kind === 'call' && PARTS.has(tree.name)) {
    signs.parts = true
    if (!tree.arguments.some(containsImaginary)) for (const name of symbolsOf(tree).keys()) found.add(name)
  }
  for (const child of children(tree)) look(child, signs, found)
}

const containsImaginary = (tree: Tree): boolean =>
  (tree.kind === 'constant' && tree.name === 'i') || children(tree).some(containsImaginary)
