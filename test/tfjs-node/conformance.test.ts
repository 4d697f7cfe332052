import { describe, it } from 'vitest'
import { describeBackend } from '../../src/testing/describe-backend.js'
import { describeTfPolicyLoss } from '../conformance/describe-tf-policy-loss.js'
import { device, nativeBackend, tf } from './native.js'

describeBackend(`tfjs-node-gpu (${device})`, nativeBackend, { describe, it })
describeTfPolicyLoss(`tfjs-node-gpu (${device})`, tf)
