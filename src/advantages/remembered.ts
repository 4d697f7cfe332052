/** The same function, which computes the value of each number once. */
export function remembered<T>(compute: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined && !known.has(key)) {
      value = compute(key)
      known.set(key, value)
    }
    return value as T
  }
}
