import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Answer } from './wire.js'

/** What happened to one request: numbers and names, none of its texts. */
export interface RequestReport {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  readonly bytes: number
}

/** Prometheus metrics of one service. */
export interface Telemetry {
  readonly requestStarted: () => void
  readonly requestEnded: (report: RequestReport) => void
  readonly scored: (answer: Answer) => void
  readonly exposition: () => Promise<string>
  readonly contentType: string
}

/** A registry of its own: nothing is shared between two services in one process. */
export function createTelemetry(replacedWorkers: () => number): Telemetry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'golongrl_requests_total',
    help: 'Requests answered.',
    labelNames: ['route', 'status'] as const,
    registers,
  })
  const seconds = new Histogram({
    name: 'golongrl_request_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['route'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const inFlight = new Gauge({
    name: 'golongrl_requests_in_flight',
    help: 'Requests being dealt with.',
    registers,
  })
  const verdicts = new Counter({
    name: 'golongrl_verdicts_total',
    help: 'Verdicts, by task type and reason; watch the undecided ones.',
    labelNames: ['task_type', 'reason'] as const,
    registers,
  })
  const notScored = new Counter({
    name: 'golongrl_rollouts_not_scored_total',
    help: 'Rollouts without a verdict: bad records, failed workers.',
    registers,
  })
  new Gauge({
    name: 'golongrl_workers_replaced',
    help: 'Workers that died and were replaced.',
    registers,
    collect() {
      this.set(replacedWorkers())
    },
  })
  return {
    requestStarted: () => inFlight.inc(),
    requestEnded: ({ route, status, milliseconds }) => {
      inFlight.dec()
      requests.inc({ route, status })
      seconds.observe({ route }, milliseconds / 1000)
    },
    scored: ({ tally = [], notScored: without = 0 }) => {
      for (const [taskType, reason, count] of tally) verdicts.inc({ task_type: taskType, reason }, count)
      if (without > 0) notScored.inc(without)
    },
    exposition: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
