import type { WindowKind } from '@tillbridge/contracts';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const PREFIX = 'tillbridge_';
/** From a bare poll on a till PC to a blocking answer that used up its budget. */
const WEBHOOK_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];
const PROVIDER_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A label takes at most so many values; more become `other`, whatever callers send. */
const MOST_LABEL_VALUES = 40;

/** `accepted`: verified and answered; `refused`: answered with one of the vendor's error codes; `failed`: our fault. */
export type WebhookOutcome = 'accepted' | 'refused' | 'failed';
/** `refused`: the provider answered and said no; `unreachable`: no answer that could be used. */
export type ProviderCallOutcome = 'answered' | 'refused' | 'unreachable';

/** What the agent measures. Names are base units with the prefix `tillbridge_`; labels are bounded. */
export interface Metrics {
  webhook(event: string, outcome: WebhookOutcome, seconds: number): void;
  providerCall(provider: string, operation: string, outcome: ProviderCallOutcome, seconds: number): void;
  paymentEnded(means: 'card' | 'qr', outcome: string): void;
  outbox(waiting: number, parked: number): void;
  openOutcomes(count: number): void;
  windows(window: WindowKind, change: 1 | -1): void;
  /** Called before every reading: the place to set gauges from the store. */
  beforeReading(prepare: () => void): void;
  readonly contentType: string;
  text(): Promise<string>;
}

export interface MetricsOptions {
  readonly build: string;
  /** False leaves out the process's own figures (memory, event loop, garbage collection). */
  readonly withProcess?: boolean;
}

export function createMetrics({ build, withProcess = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const preparations: (() => void)[] = [];
  if (withProcess) collectDefaultMetrics({ register: registry, prefix: PREFIX });

  const webhooks = new Counter({
    name: `${PREFIX}webhooks_total`,
    help: 'Webhooks of tills, by event and how they were answered',
    labelNames: ['event', 'outcome'],
    registers,
  });
  const webhookSeconds = new Histogram({
    name: `${PREFIX}webhook_duration_seconds`,
    help: 'From the last byte of a webhook to its answer',
    labelNames: ['event'],
    buckets: WEBHOOK_SECONDS,
    registers,
  });
  const calls = new Counter({
    name: `${PREFIX}provider_calls_total`,
    help: 'Calls to payment providers, by operation and outcome',
    labelNames: ['provider', 'operation', 'outcome'],
    registers,
  });
  const callSeconds = new Histogram({
    name: `${PREFIX}provider_call_duration_seconds`,
    help: 'How long payment providers take to answer',
    labelNames: ['provider', 'operation'],
    buckets: PROVIDER_SECONDS,
    registers,
  });
  const payments = new Counter({
    name: `${PREFIX}payments_total`,
    help: 'Payments that ended, by means and outcome',
    labelNames: ['means', 'outcome'],
    registers,
  });
  const outbox = new Gauge({
    name: `${PREFIX}outbox_items`,
    help: 'What must still reach somebody: waiting, or parked for a person',
    labelNames: ['state'],
    registers,
  });
  const open = new Gauge({ name: `${PREFIX}open_outcomes`, help: 'Payments a person has to look after', registers });
  const windows = new Gauge({
    name: `${PREFIX}windows`,
    help: 'Connected windows',
    labelNames: ['window'],
    registers,
  });
  new Gauge({ name: `${PREFIX}build_info`, help: 'Always 1; the build is the label', labelNames: ['build'], registers })
    .labels(build)
    .set(1);

  const event = boundedLabel();
  const provider = boundedLabel();
  const operation = boundedLabel();
  const outcomeOfPayment = boundedLabel();

  return {
    webhook(name, outcome, seconds) {
      const label = event(name);
      webhooks.labels(label, outcome).inc();
      webhookSeconds.labels(label).observe(seconds);
    },
    providerCall(name, call, outcome, seconds) {
      const [who, what] = [provider(name), operation(call)];
      calls.labels(who, what, outcome).inc();
      callSeconds.labels(who, what).observe(seconds);
    },
    paymentEnded(means, outcome) {
      payments.labels(means, outcomeOfPayment(outcome)).inc();
    },
    outbox(waiting, parked) {
      outbox.labels('waiting').set(waiting);
      outbox.labels('parked').set(parked);
    },
    openOutcomes: (count) => open.set(count),
    windows: (window, change) => windows.labels(window).inc(change),
    beforeReading: (prepare) => {
      preparations.push(prepare);
    },
    contentType: registry.contentType,
    async text() {
      for (const prepare of preparations) prepare();
      return await registry.metrics();
    },
  };
}

function boundedLabel(): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= MOST_LABEL_VALUES || value.length > 60) return 'other';
    seen.add(value);
    return value;
  };
}
