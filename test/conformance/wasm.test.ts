import { describe, it } from 'vitest'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import { describeBackend } from '../../src/testing/describe-backend.js'

describeBackend('wasm', wasmBackend, { describe, it })
