/**
 * A regular expression that the engine reads when it is first used. The build makes one of each pattern of a module
 * (`scripts/lazy-patterns.ts`): to check some hundred of them takes a third of the time of an import.
 */
export const lazyPattern = (source: string | (() => string), flags?: string): RegExp =>
  new LazyPattern(source, flags) as unknown as RegExp

class LazyPattern {
  readonly #source: string | (() => string)
  readonly #flags: string | undefined
  #read: RegExp | undefined

  constructor(source: string | (() => string), flags: string | undefined) {
    this.#source = source
    this.#flags = flags
  }

  get pattern(): RegExp {
    this.#read ??= new RegExp(this.source, this.#flags)
    return this.#read
  }

  get source(): string {
    return typeof this.#source === 'string' ? this.#source : this.#source()
  }

  test(text: string): boolean {
    return this.pattern.test(text)
  }

  exec(text: string): RegExpExecArray | null {
    return this.pattern.exec(text)
  }

  get lastIndex(): number {
    return this.pattern.lastIndex
  }

  set lastIndex(at: number) {
    this.pattern.lastIndex = at
  }

  get flags(): string {
    return this.pattern.flags
  }

  [Symbol.replace](text: string, by: string): string {
    return this.pattern[Symbol.replace](text, by)
  }

  [Symbol.search](text: string): number {
    return this.pattern[Symbol.search](text)
  }

  [Symbol.split](text: string, limit?: number): string[] {
    return this.pattern[Symbol.split](text, limit)
  }

  [Symbol.match](text: string): RegExpMatchArray | null {
    return this.pattern[Symbol.match](text)
  }
}
