import { number, type Tree } from '../tree.js'
import { integer } from '../values/rational.js'

/**
 * Small numbers that stand for the entries of a matrix, or the components of a vector, of some name: the same for the same name.
 *
 * @param start tells rounds apart
 * @param largest of their magnitudes
 */
export function smallNumbers(name: string, start: number, largest: number): () => Tree {
  let seed = [...name].reduce((total, char) => total * 31 + char.charCodeAt(0), start)
  return () => {
    seed = (seed * 1_103 + 12_345) % 65_536
    return number(integer((seed % (2 * largest + 1)) - largest))
  }
}
