import { call, type Tree } from '../tree.js'

/**
 * A × B of two capital letters is a product of sets or vectors, whose order counts, and so is r × F; V × I and F × d are numbers.
 *
 * @returns `undefined` where the order says nothing
 */
export function orderedProduct(left: Tree, right: Tree): Tree | undefined {
  const first = left.kind === 'product' ? left.factors.at(-1)! : left
  const names = `${nameOf(first)},${nameOf(right)}`
  const isOrdered = CAPITALS.test(names) ? !NUMBERS.test(names.replace(',', '')) : VECTORS.test(names)
  return isOrdered ? call('cross', asVector(left), asVector(right)) : undefined
}

/** A letter; a union or product of sets counts as one. */
const nameOf = (tree: Tree): string =>
  tree.kind === 'symbol' || tree.kind === 'constant'
    ? tree.name
    : tree.kind === 'setOperation' || (tree.kind === 'call' && tree.name === 'cross')
      ? 'Ω'
      : ''

const CAPITALS = /^([A-Z](?:_\w)?|Ω),(?!\1$)(?:[A-Z](?:_\w)?|Ω)$/

/** Voltage and current, force and way, length and width, rate and time. */
const NUMBERS = /^(?:VI|IV|IR|RI|FD|DF|LW|WL|LB|BL|LH|HL|BH|HB|WH|HW|PV|VP|PT|TP|RT|TR|VT|TV|MV|VM|MA|AM)$/

/** Torque, the force on a charge, the units. Not p × r, which are numbers as often. */
const VECTORS = /^(?:r,F|F,r|omega,r|r,omega|v,B|B,v|mu,B|B,mu|p,E|E,p|i,[jk]|j,[ik]|k,[ij])$/

const asVector = (tree: Tree): Tree =>
  tree.kind === 'symbol'
    ? { ...tree, isVector: true }
    : tree.kind === 'product'
      ? { ...tree, factors: [...tree.factors.slice(0, -1), asVector(tree.factors.at(-1)!)] }
      : tree
