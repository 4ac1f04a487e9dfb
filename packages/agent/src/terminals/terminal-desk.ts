/**
 * What IT may ask of the terminals on a wire, and what keeps them ready between payments.
 *
 *   free ──ask──▶ asking ──answer──▶ free      one question at a time; a second one is `busy`
 *
 * A question runs on when its caller has gone: the answer is kept for the next look. Ends with the desk.
 */
import type {
  TerminalAnswer,
  TerminalList,
  TerminalQuestion,
  TerminalReply,
  TerminalView,
} from '@tillbridge/contracts';
import { assertNever, type Clock, describeError, type EpochMs, type Log, maskCardNumbers } from '@tillbridge/kernel';
import type { LifeSign, RouteId, ServiceAnswer, TerminalService } from '@tillbridge/payments';
import type { TerminalPort } from '@tillbridge/relay';
import { AGENT_ERRORS } from '../errors.ts';
import type { WireTrace } from '../trace/wire-trace.ts';

/** How long a caller waits before it is told to look again. */
export const ASK_WAIT_MS = 20_000;

/** An end of day talks to the bank for every payment that was taken offline. */
const LONGEST_MS: Readonly<Record<TerminalQuestion, number>> = {
  test: 60_000,
  diagnose: 180_000,
  'end-of-day': 900_000,
};

/** A terminal that we talk to ourselves. */
export interface WireTerminal {
  readonly route: RouteId;
  readonly name: string;
  readonly kind: TerminalView['kind'];
  readonly service: TerminalService;
  readonly trace: WireTrace;
}

export interface TerminalDeskPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** A payment on this route is open, an unknown outcome included. */
  readonly openOn: (route: RouteId) => boolean;
  readonly heard: (route: RouteId, sign: LifeSign) => void;
  readonly failed: (route: RouteId, detail: string) => void;
}

interface Desk {
  readonly terminal: WireTerminal;
  asking: { readonly question: TerminalQuestion; readonly since: EpochMs } | null;
  last: TerminalView['last'];
  trouble: TerminalView['trouble'];
}

export class TerminalDesk implements TerminalPort {
  private readonly desks: ReadonlyMap<string, Desk>;
  private readonly ports: TerminalDeskPorts;
  private readonly ending = new AbortController();
  private watching = false;
  /** What runs in the background: questions and stand-bys. None of them rejects. */
  private readonly running = new Set<Promise<unknown>>();

  constructor(terminals: readonly WireTerminal[], ports: TerminalDeskPorts) {
    this.desks = new Map(
      terminals.map((terminal) => [terminal.route, { terminal, asking: null, last: null, trouble: null }]),
    );
    this.ports = ports;
  }

  /** Keeps every terminal ready from now on. */
  standBy(): void {
    if (this.watching) return;
    this.watching = true;
    for (const desk of this.desks.values()) this.keep(this.watched(desk));
  }

  /** Calls off what is asked and lets the terminals go. */
  async close(): Promise<void> {
    this.ending.abort(new Error('the agent is stopping'));
    // A driver lets its link go where its stand-by ends, also when that never began.
    this.standBy();
    await Promise.all(this.running);
  }

  list(): TerminalList {
    return { terminals: [...this.desks.values()].map((desk) => this.view(desk)) };
  }

  /** `waitMs`: how long the caller waits; null: until the answer. */
  async ask(
    route: string,
    question: TerminalQuestion,
    waitMs: number | null = ASK_WAIT_MS,
  ): Promise<TerminalReply | undefined> {
    const desk = this.desks.get(route);
    if (desk === undefined) return undefined;
    if (desk.asking !== null) return { kind: 'busy' };
    // After an end of day the terminal has forgotten its payments, and with them the proof that is still missing.
    if (question === 'end-of-day' && this.ports.openOn(desk.terminal.route)) {
      const { code, title } = AGENT_ERRORS.openOnTerminal;
      return { kind: 'refused', detail: `${code} ${title}` };
    }
    const since = this.ports.clock.now();
    desk.asking = { question, since };
    const answer = this.answered(desk, question);
    this.keep(answer);
    if (waitMs === null) return await answer;
    const patience = new AbortController();
    const waited = this.ports.clock.sleep(waitMs, patience.signal).catch(() => undefined);
    const reply = await Promise.race([answer, waited]);
    patience.abort();
    return reply ?? { kind: 'pending', since };
  }

  switchTrace(route: string, on: boolean): ReturnType<TerminalPort['switchTrace']> {
    return this.desks.get(route)?.terminal.trace.switch(on);
  }

  traced(route: string, after: number): ReturnType<TerminalPort['traced']> {
    return this.desks.get(route)?.terminal.trace.after(after);
  }

  private view({ terminal, asking, last, trouble }: Desk): TerminalView {
    const { route, name, kind, service, trace } = terminal;
    const lifeSign = service.lifeSign();
    return {
      route,
      name,
      kind,
      address: service.address,
      lifeSign,
      trouble: trouble !== null && trouble.at >= (lifeSign?.at ?? 0) ? trouble : null,
      busy: this.ports.openOn(route),
      asking,
      last,
      trace: trace.state(),
    };
  }

  private async watched(desk: Desk): Promise<void> {
    const { terminal } = desk;
    const { route } = terminal;
    try {
      await terminal.service.standBy(
        {
          heard: (sign) => this.ports.heard(route, sign),
          failed: (detail) => this.failed(desk, detail),
        },
        this.ending.signal,
      );
    } catch (error) {
      if (this.ending.signal.aborted) return;
      this.ports.log.error('a terminal is no longer watched', { route, error: describeError(error) });
    }
  }

  private failed(desk: Desk, detail: string): void {
    desk.trouble = { at: this.ports.clock.now(), detail: maskCardNumbers(detail) };
    this.ports.failed(desk.terminal.route, detail);
  }

  private async answered(desk: Desk, question: TerminalQuestion): Promise<TerminalAnswer> {
    const { clock, log } = this.ports;
    const { route } = desk.terminal;
    const startedMs = clock.monotonicMs();
    const answer = await this.put(desk.terminal.service, question).catch((error: unknown): ServiceAnswer => {
      const { code, title } = this.ending.signal.aborted ? AGENT_ERRORS.stopping : AGENT_ERRORS.notReachable;
      return { kind: 'unreachable', detail: `${code} ${title}: ${describeError(error)}` };
    });
    const shown = masked(answer);
    desk.asking = null;
    // Busy says nothing about the terminal, and must not hide what the last question brought.
    if (shown.kind !== 'busy') desk.last = { question, at: clock.now(), answer: shown };
    if (shown.kind === 'unreachable') this.failed(desk, shown.detail);
    const sign = desk.terminal.service.lifeSign();
    if (sign !== null && (shown.kind === 'done' || shown.kind === 'refused')) this.ports.heard(route, sign);
    log.info('a terminal was asked', { route, question, answer: shown.kind, ms: clock.monotonicMs() - startedMs });
    return shown;
  }

  private put(service: TerminalService, question: TerminalQuestion): Promise<ServiceAnswer> {
    const call = { signal: this.ending.signal, timeoutMs: LONGEST_MS[question] };
    switch (question) {
      case 'test':
        return service.test(call);
      case 'diagnose':
        return service.diagnose(call);
      case 'end-of-day':
        return service.endOfDay(call);
      default:
        return assertNever(question);
    }
  }

  private keep(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }
}

/** Once more, whatever the driver did: this goes to screens and into files. */
function masked(answer: ServiceAnswer): TerminalAnswer {
  switch (answer.kind) {
    case 'busy':
      return answer;
    case 'refused':
    case 'unreachable':
      return { kind: answer.kind, detail: maskCardNumbers(answer.detail) };
    case 'done':
      return {
        kind: 'done',
        lines: answer.lines.map(maskCardNumbers),
        facts: Object.fromEntries(Object.entries(answer.facts).map(([name, value]) => [name, maskCardNumbers(value)])),
      };
    default:
      return assertNever(answer);
  }
}
