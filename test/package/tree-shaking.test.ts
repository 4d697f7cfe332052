/** What a bundle of a part of the library leaves out. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The first bytes of a WebAssembly module, in base64. */
const KERNEL = 'AGFzbQ'

async function bundleOf(names: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from './dist/index.js'`, resolveDir: root },
    ...{ bundle: true, format: 'esm', write: false, logLevel: 'error', packages: 'external' },
  })
  return outputFiles[0]!.text
}

describe('a bundle', () => {
  it('with policyLoss has its kernel', async () => {
    expect(await bundleOf('policyLoss')).toContain(KERNEL)
  })

  it('without it has none', async () => {
    expect(
      await bundleOf('exactMatch, mathVerify, tmnReweight, splitBatch, valueLoss, adaptKlCoefficient'),
    ).not.toContain(KERNEL)
  })
})
