import { describe, it } from 'vitest'
import { cpuBackend } from '../../src/backends/cpu.js'
import { describeBackend } from '../../src/testing/describe-backend.js'

describeBackend('cpu', cpuBackend, { describe, it })
