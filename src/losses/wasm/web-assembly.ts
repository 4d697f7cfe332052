/** What is used of the host's `WebAssembly`, which TypeScript declares with the whole DOM only. */

/** A `WebAssembly.Module`: compiled code, cheap to hand to another thread. */
export interface CompiledModule {
  readonly __compiled: never
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => CompiledModule
  readonly Instance: new (module: CompiledModule) => { readonly exports: unknown }
}

/**
 * Throws where the host has no WebAssembly, no SIMD, or a content security policy that forbids compiling.
 *
 * @param base64 the module's bytes
 */
export const compile = (base64: string): CompiledModule =>
  new (webAssembly().Module)(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))

export const exportsOf = (module: CompiledModule): unknown => new (webAssembly().Instance)(module).exports

function webAssembly(): WebAssemblyApi {
  // By way of unknown: examples and the site are compiled with the DOM's own declaration.
  const { WebAssembly } = globalThis as unknown as { WebAssembly?: WebAssemblyApi }
  if (WebAssembly === undefined) throw new Error('this host has no WebAssembly')
  return WebAssembly
}
