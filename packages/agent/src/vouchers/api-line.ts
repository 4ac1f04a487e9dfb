import {
  type BackoffPolicy,
  backoffMs,
  type CallContext,
  type Clock,
  type EpochMs,
  type Random,
} from '@tillbridge/kernel';
import { type ApiAnswer, type ApiOperation, type ApiRequest, MPLUS_API_ERRORS, type MplusApi } from '@tillbridge/mplus';

export interface ApiLinePorts {
  readonly api: MplusApi;
  readonly clock: Clock;
  readonly random: Random;
  /** Somebody should look at the line: once per trouble and code. */
  readonly trouble: (errorCode: string) => void;
}

/** How the line is, as the last calls found it. */
export interface ApiLineState {
  /** The last whole answer; null: none since the start. */
  readonly heardAt: EpochMs | null;
  /** Null: the last call was answered. */
  readonly trouble: { readonly code: string; readonly since: EpochMs } | null;
}

const REST: BackoffPolicy = { firstMs: 1_000, capMs: 300_000, factor: 2, jitter: 0.3 };
/** A line that fails once or twice in a row mends itself most of the time. */
const WORTH_A_WORD = 3;
/** These don't mend themselves. */
const AT_ONCE: ReadonlySet<string> = new Set([MPLUS_API_ERRORS.notAdmitted.code, MPLUS_API_ERRORS.notTheApi.code]);

/** The line to MplusKASSA's API: remembers how it is, and keeps those apart who can wait while it is down. */
export class ApiLine {
  private readonly ports: ApiLinePorts;
  private heardAt: EpochMs | null = null;
  private down: { readonly since: EpochMs; code: string; failures: number; readonly told: Set<string> } | null = null;
  private restUntilMs = 0;

  constructor(ports: ApiLinePorts) {
    this.ports = ports;
  }

  get state(): ApiLineState {
    const { down, heardAt } = this;
    return { heardAt, trouble: down === null ? null : { code: down.code, since: down.since } };
  }

  async call<Name extends ApiOperation>(
    operation: Name,
    request: ApiRequest<Name>,
    context: CallContext,
  ): Promise<ApiAnswer<Name>> {
    const answer = await this.ports.api.call(operation, request, context);
    // What is refused or unreadable was answered all the same.
    if (answer.ok || answer.failure.next === 'give-up') this.answered();
    else this.failed(answer.failure.error.code);
    return answer;
  }

  /** Waits until the line may be tried again, `longestMs` at most; false when it still may not. */
  async rested(longestMs: number, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.ports;
    const leftMs = this.restUntilMs - clock.monotonicMs();
    if (leftMs > 0) await clock.sleep(Math.min(leftMs, longestMs), signal);
    return this.restUntilMs <= clock.monotonicMs();
  }

  private answered(): void {
    this.heardAt = this.ports.clock.now();
    this.down = null;
    this.restUntilMs = 0;
  }

  private failed(code: string): void {
    const { clock, random, trouble } = this.ports;
    this.down ??= { since: clock.now(), code, failures: 0, told: new Set() };
    const { down } = this;
    down.code = code;
    down.failures += 1;
    this.restUntilMs = clock.monotonicMs() + backoffMs(REST, down.failures, random.fraction());
    if (down.told.has(code) || (down.failures < WORTH_A_WORD && !AT_ONCE.has(code))) return;
    down.told.add(code);
    trouble(code);
  }
}
