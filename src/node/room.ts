/** Keeps a reader from running ahead while more than `most` characters or bytes are at work: a few long responses fill the memory. */
export function roomFor(most: number) {
  let taken = 0
  let tellReader: (() => void) | undefined
  return {
    take: (size: number) => {
      taken += size
    },
    give: (size: number) => {
      taken -= size
      if (taken <= most) tellReader?.()
    },
    wait: async () => {
      if (taken > most)
        await new Promise<void>((resolve) => {
          tellReader = resolve
        })
    },
  }
}
