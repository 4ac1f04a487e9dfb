/** What a ZVT terminal does between payments: it stays signed on, proves that it lives, and answers IT. */
import { asCall, type CallContext, type Clock, maskCardNumbers } from '@tillbridge/kernel';
import type { LifeSign, ServiceAnswer, Standing, TerminalService } from '@tillbridge/payments';
import {
  buildLogOff,
  buildService,
  buildSetDateTime,
  CONTROL,
  type EndOfDayTotals,
  readAbort,
  readCompletion,
  readPrintBlock,
  readPrintLine,
  readStatusInformation,
} from '../codec/index.ts';
import type { Conversation, End } from './conversation.ts';
import { DRIVER_ERRORS } from './errors.ts';
import type { Held, Line, NoLine } from './line.ts';
import { ReceiptCollector } from './receipts.ts';
import { askStatus } from './recovery.ts';
import type { ZvtPorts, ZvtTerminalSettings } from './settings.ts';
import { entryOfRemedy, hexByte, type Remedy, remedyOf, SUCCESS, say, sayVerdict } from './verdict.ts';

/** Terminals run their timed jobs when they are asked for their state about once a minute (PA00P015, 05 01). */
const ASK_EACH_MS = 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
const ASK_TIMEOUT_MS = 45_000;
/** A diagnosis or an end of day talks to the host and prints. */
const JOB_PATIENCE_MS = 180_000;
const GOODBYE_MS = 1_500;

export interface ServicePorts {
  /** A payment is under way. */
  busy(): boolean;
  /** Clears up a payment that is still open on this terminal. */
  resolveOpen(held: Held): Promise<Standing | null>;
  /** Looks at the terminal's last transaction, unless it is known, so that the next payment needn't. */
  lookAtBooks(held: Held): Promise<unknown>;
  /** The terminal's books were closed, or may have been. */
  booksClosed(): void;
}

type Listener = Parameters<TerminalService['standBy']>[0];

export class ZvtService implements TerminalService {
  readonly address: string;
  private readonly settings: ZvtTerminalSettings;
  private readonly clock: Clock;
  private readonly line: Line;
  private readonly payments: ServicePorts;
  private readonly ending = new AbortController();
  private sign: LifeSign | null = null;
  private listener: Listener | null = null;

  constructor(settings: ZvtTerminalSettings, ports: ZvtPorts, line: Line, payments: ServicePorts) {
    this.address = ports.transport.address;
    this.settings = settings;
    this.clock = ports.clock;
    this.line = line;
    this.payments = payments;
  }

  /** Ends with the stand-by: payments under way are taken up again by the next run. */
  get life(): AbortSignal {
    return this.ending.signal;
  }

  lifeSign(): LifeSign | null {
    return this.sign;
  }

  heard(how: LifeSign['how']): void {
    this.sign = { at: this.clock.now(), how };
    this.listener?.heard(this.sign);
  }

  async standBy(listener: Listener, signal: AbortSignal): Promise<void> {
    this.listener = listener;
    let retryMs = FIRST_RETRY_MS;
    try {
      while (!signal.aborted) {
        const trouble = this.payments.busy() ? null : await this.lookAfter(signal);
        if (trouble !== null) listener.failed(trouble);
        const pauseMs = trouble === null ? ASK_EACH_MS : retryMs;
        retryMs = trouble === null ? FIRST_RETRY_MS : Math.min(retryMs * 2, LONGEST_RETRY_MS);
        await this.clock.sleep(pauseMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.listener = null;
      await this.goodbye();
      this.ending.abort(signal.reason);
    }
  }

  test(call: CallContext): Promise<ServiceAnswer> {
    this.line.forget();
    return this.work(call, async (talk) => {
      const answer = await askStatus(talk, this.settings);
      if (answer.kind === 'unreachable') return answer;
      const status = answer.status ?? 0;
      const remedy = remedyOf(status);
      if (remedy !== 'none')
        return { kind: 'refused', detail: say(entryOfRemedy(remedy), `status ${hexByte(status)}`) };
      return { kind: 'done', lines: [], facts: this.facts({ software: answer.software ?? '' }) };
    });
  }

  diagnose(call: CallContext): Promise<ServiceAnswer> {
    // A diagnosis has no password; what the till allows is all it carries.
    return this.work(call, (talk) =>
      this.job(talk, buildService(CONTROL.diagnosis, { password: null, serviceByte: null })),
    );
  }

  endOfDay(call: CallContext): Promise<ServiceAnswer> {
    return this.work(call, (talk) => {
      this.payments.booksClosed();
      return this.job(talk, this.withPassword(CONTROL.endOfDay));
    });
  }

  // --- inside --------------------------------------------------------------------------------------------------

  /** One look after the terminal. Null: it lives and is ready; else what is wrong. */
  private async lookAfter(signal: AbortSignal): Promise<string | null> {
    const answer = await this.work({ signal, timeoutMs: ASK_TIMEOUT_MS }, async (talk, held) => {
      const open = await this.payments.resolveOpen(held);
      if (open?.kind === 'pending') return BUSY;
      const status = await askStatus(talk, this.settings);
      if (status.kind === 'unreachable') return status;
      this.heard('status-enquiry');
      const remedy = status.status === null || status.status === SUCCESS ? this.wanted() : remedyOf(status.status);
      if (remedy === 'none' && open === null) await this.payments.lookAtBooks(held);
      return remedy === 'none' ? { kind: 'done', lines: [], facts: {} } : this.remedy(talk, remedy);
    });
    switch (answer.kind) {
      case 'done':
      case 'busy':
        return null;
      case 'refused':
      case 'unreachable':
        return answer.detail;
    }
  }

  /** What the terminal asked for when it signed us on. */
  private wanted(): Remedy {
    const { wants } = this.line;
    this.line.wants = 'nothing';
    return wants === 'initialisation' ? 'initialise' : wants === 'diagnosis' ? 'diagnose' : 'none';
  }

  private async remedy(talk: Conversation, remedy: Exclude<Remedy, 'none'>): Promise<ServiceAnswer> {
    switch (remedy) {
      case 'initialise':
        return this.job(talk, this.withPassword(CONTROL.initialisation));
      case 'diagnose':
        return this.job(talk, buildService(CONTROL.diagnosis, { password: null, serviceByte: null }));
      case 'set-clock': {
        const { date, time } = localTime(this.clock.now());
        return this.job(talk, buildSetDateTime(this.settings.password, date, time));
      }
      case 'eject':
        await talk.stop();
        return BUSY;
      case 'wait':
        return BUSY;
      case 'end-of-day':
      case 'technician':
        return { kind: 'refused', detail: say(entryOfRemedy(remedy)) };
    }
  }

  private withPassword(control: number): Uint8Array {
    return buildService(control, { password: this.settings.password, serviceByte: null });
  }

  /** Takes the line for one question. */
  private async work(
    call: CallContext,
    ask: (talk: Conversation, held: Held) => Promise<ServiceAnswer>,
  ): Promise<ServiceAnswer> {
    if (this.payments.busy()) return BUSY;
    return asCall<ServiceAnswer>(
      this.clock,
      call,
      async (signal) => {
        const held = await this.line.acquire({ ...call, signal }, AbortSignal.any([signal, this.life]));
        if ('kind' in held) return answerOf(held);
        let clean = false;
        try {
          const answer = await ask(held.talk, held);
          clean = answer.kind !== 'unreachable';
          if (answer.kind === 'done') this.heard('service');
          return answer;
        } finally {
          await held.release(clean);
        }
      },
      () => ({ kind: 'unreachable', detail: say(DRIVER_ERRORS.noAnswer) }),
    );
  }

  /** A command that prints a report. */
  private async job(talk: Conversation, command: Uint8Array): Promise<ServiceAnswer> {
    const paper = new ReceiptCollector();
    const context = { charset: talk.charset };
    let totals: EndOfDayTotals | null = null;
    let result: number | null = null;
    let clock: string | null = null;
    const end = await talk.run(command, {
      patienceMs: () => JOB_PATIENCE_MS,
      hear: (message) => {
        if (message.control === CONTROL.printLine) paper.line(readPrintLine(message, context));
        else if (message.control === CONTROL.printBlock) paper.block(readPrintBlock(message, context));
        else if (message.control === CONTROL.statusInformation) {
          const info = readStatusInformation(message, context);
          result = info.resultCode ?? result;
          totals = info.totals ?? totals;
        } else if (message.control === CONTROL.dateTime) clock = 'told';
        return 'ack';
      },
    });
    return this.report(end, result, paper.report(), { ...totalsFacts(totals), ...(clock === null ? {} : { clock }) });
  }

  private report(
    end: End,
    result: number | null,
    lines: readonly string[],
    facts: Readonly<Record<string, string>>,
  ): ServiceAnswer {
    switch (end.kind) {
      case 'completed': {
        const code = readCompletion(end.message).resultCode ?? result ?? SUCCESS;
        // E0 and FC: done, and now it updates or restarts.
        if (code !== SUCCESS && code !== 0xe0 && code !== 0xfc) return { kind: 'refused', detail: sayVerdict(code) };
        return { kind: 'done', lines, facts: this.facts(facts) };
      }
      case 'aborted': {
        const { resultCode, extendedText } = readAbort(end.message);
        const words = extendedText === null ? null : maskCardNumbers(extendedText);
        return { kind: 'refused', detail: sayVerdict(resultCode ?? result ?? 0xff, words) };
      }
      case 'refused':
        return { kind: 'refused', detail: sayVerdict(end.code) };
      case 'no-answer':
        return { kind: 'unreachable', detail: say(DRIVER_ERRORS.noAnswer) };
      case 'silent':
        return { kind: 'unreachable', detail: say(DRIVER_ERRORS.silence) };
      case 'lost':
        return { kind: 'unreachable', detail: end.cause.message };
    }
  }

  private facts(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const { terminalId } = this.line;
    const all = { ...(terminalId === null ? {} : { terminalId }), ...more };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  }

  /** Logs off, so that the terminal can be used by hand while no agent looks after it. A wish: nobody waits for it long. */
  private async goodbye(): Promise<void> {
    if (!this.line.isSignedOn || this.line.occupied || this.payments.busy()) return;
    const never = new AbortController().signal;
    await asCall(
      this.clock,
      { signal: never, timeoutMs: GOODBYE_MS },
      async (signal) => {
        const held = await this.line.acquire({ signal, timeoutMs: GOODBYE_MS }, signal);
        if ('kind' in held) return;
        await held.talk.run(buildLogOff()).finally(() => held.release(false));
      },
      () => undefined,
    ).catch(() => undefined);
  }
}

const BUSY = { kind: 'busy' } as const;

function answerOf(none: NoLine): ServiceAnswer {
  switch (none.kind) {
    case 'occupied':
      return BUSY;
    case 'offline':
      return { kind: 'unreachable', detail: none.detail };
    case 'refused':
      return { kind: 'refused', detail: none.detail };
  }
}

function totalsFacts(totals: EndOfDayTotals | null): Readonly<Record<string, string>> {
  if (totals === null) return {};
  const facts: Record<string, string> = { receipts: `${totals.receiptFrom}-${totals.receiptTo}` };
  for (const [group, { count, sumCents }] of Object.entries(totals.groups)) {
    if (count > 0) facts[group] = `${count} x, ${sumCents} cents`;
  }
  return facts;
}

/** `yymmdd` and `hhmmss` of the place where the agent stands. */
function localTime(at: number): { readonly date: string; readonly time: string } {
  const here = new Date(at);
  const two = (value: number) => String(value % 100).padStart(2, '0');
  return {
    date: two(here.getFullYear()) + two(here.getMonth() + 1) + two(here.getDate()),
    time: two(here.getHours()) + two(here.getMinutes()) + two(here.getSeconds()),
  };
}
