import { pMapIterable } from 'p-map'

/** How much is at work at a time. */
export interface Room<In> {
  readonly concurrency: number
  /** Characters or bytes of an item. */
  readonly sizeOf: (item: In) => number
  /** So much of an item is usual: while `concurrency` times as much is at work, no further item is asked for. */
  readonly usual: number
}

/** Works on several items at a time; results come in the order of the items. A few that are large do not fill the memory. */
export function mapInRoom<In, Out>(
  items: AsyncIterable<In>,
  { concurrency, sizeOf, usual }: Room<In>,
  work: (item: In) => Promise<Out>,
): AsyncIterable<Out> {
  const most = usual * concurrency
  let taken = 0
  let tellReader: (() => void) | undefined

  async function* asRoomAllows() {
    for await (const item of items) {
      yield item
      if (taken > most)
        await new Promise<void>((resolve) => {
          tellReader = resolve
        })
    }
  }
  async function workOn(item: In): Promise<Out> {
    const size = sizeOf(item)
    taken += size
    const result = await work(item)
    taken -= size
    if (taken <= most) tellReader?.()
    return result
  }
  return pMapIterable(asRoomAllows(), workOn, { concurrency })
}
