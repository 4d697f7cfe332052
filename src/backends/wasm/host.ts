/**
 * The parts of the host that the wasm backend uses. TypeScript declares them together with the whole DOM, which this
 * library does not assume; Node, Bun, Deno, browsers and workers all have them.
 */

/** A `WebAssembly.Module`: compiled code, cheap to hand to another thread. */
export interface CompiledModule {
  readonly __compiled: never
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => CompiledModule
  readonly Instance: new (module: CompiledModule) => { readonly exports: unknown }
}

/** Throws where the host has no WebAssembly, no SIMD, or a content security policy that forbids compiling. */
export function compile(bytes: Uint8Array): CompiledModule {
  return new (webAssembly().Module)(bytes)
}

export const exportsOf = (module: CompiledModule): unknown => new (webAssembly().Instance)(module).exports

function webAssembly(): WebAssemblyApi {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi }
  if (WebAssembly === undefined) throw new Error('this host has no WebAssembly')
  return WebAssembly
}
