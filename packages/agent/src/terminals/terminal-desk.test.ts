import { terminalListSchema } from '@tillbridge/contracts';
import type { CallContext } from '@tillbridge/kernel';
import type { LifeSign, RouteId, ServiceAnswer, TerminalService } from '@tillbridge/payments';
import { FakeClock, memoryLog } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { WireTrace } from '../trace/wire-trace.ts';
import { ASK_WAIT_MS, TerminalDesk } from './terminal-desk.ts';

const PIN = 'pin-3' as RouteId;

/** A terminal that answers when the test says so. */
class ScriptedService implements TerminalService {
  readonly address = 'tcp://10.0.0.8:20007';
  readonly asked: string[] = [];
  sign: LifeSign | null = null;
  answer: ServiceAnswer | null = { kind: 'done', lines: ['EIND VAN DE DAG'], facts: { terminalId: '12345678' } };
  listener: Parameters<TerminalService['standBy']>[0] | null = null;
  standingBy = false;
  private release: ((answer: ServiceAnswer) => void) | null = null;

  lifeSign() {
    return this.sign;
  }

  async standBy(listener: NonNullable<typeof this.listener>, signal: AbortSignal) {
    this.listener = listener;
    this.standingBy = true;
    if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
    this.standingBy = false;
  }

  test = (call: CallContext) => this.ask('test', call);
  diagnose = (call: CallContext) => this.ask('diagnose', call);
  endOfDay = (call: CallContext) => this.ask('end-of-day', call);

  finish(answer: ServiceAnswer): void {
    this.release?.(answer);
  }

  private async ask(question: string, { signal }: CallContext): Promise<ServiceAnswer> {
    this.asked.push(question);
    if (this.answer !== null) return this.answer;
    return await new Promise((resolve, reject) => {
      this.release = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

function world() {
  const clock = new FakeClock();
  const service = new ScriptedService();
  const open = new Set<RouteId>();
  const told: string[] = [];
  const sink = { folder: '/data/traces', append: () => undefined };
  const trace = new WireTrace(PIN, { clock, sink, maskApdu: (apdu) => apdu }, false);
  const desk = new TerminalDesk([{ route: PIN, name: 'Pin 3', kind: 'zvt-terminal', service, trace }], {
    clock,
    log: memoryLog(),
    openOn: (route) => open.has(route),
    heard: (_route, { how }) => void told.push(`heard ${how}`),
    failed: (_route, detail) => void told.push(`failed ${detail}`),
  });
  const view = () => {
    const [only] = terminalListSchema.parse(desk.list()).terminals;
    if (only === undefined) throw new Error('the desk has a terminal');
    return only;
  };
  return { clock, service, open, told, desk, view };
}

describe('what IT may ask of a terminal', () => {
  it('is answered at once when the terminal is quick, and remembered', async () => {
    const { clock, desk, service, told, view } = world();
    service.sign = { at: clock.now(), how: 'service' };
    expect(await desk.ask(PIN, 'test')).toEqual(service.answer);
    expect(view()).toMatchObject({ asking: null, last: { question: 'test', answer: { kind: 'done' } }, busy: false });
    expect(told).toEqual(['heard service']);
    expect(clock.sleeping).toBe(0);
    expect(await desk.ask('pin-9', 'test')).toBeUndefined();
  });

  it('goes on when the caller has waited long enough, and has its answer at the next look', async () => {
    const { clock, desk, service, view } = world();
    service.answer = null;
    const asked = desk.ask(PIN, 'end-of-day');
    await clock.advance(ASK_WAIT_MS);
    expect(await asked).toMatchObject({ kind: 'pending' });
    expect(view()).toMatchObject({ asking: { question: 'end-of-day' }, last: null });
    expect(await desk.ask(PIN, 'test')).toEqual({ kind: 'busy' });
    service.finish({ kind: 'done', lines: [], facts: {} });
    await clock.settle();
    expect(view()).toMatchObject({ asking: null, last: { question: 'end-of-day', answer: { kind: 'done' } } });
    expect(service.asked).toEqual(['end-of-day']);
  });

  it('P2: no end of day while a payment is open: the terminal would forget the proof', async () => {
    const { desk, open, service } = world();
    open.add(PIN);
    expect(await desk.ask(PIN, 'end-of-day')).toMatchObject({
      kind: 'refused',
      detail: expect.stringMatching(/^TILL-523 /),
    });
    expect(service.asked).toEqual([]);
    expect(await desk.ask(PIN, 'test')).toMatchObject({ kind: 'done' });
  });

  it('S1: is shown without card numbers, whatever the terminal printed', async () => {
    const { desk, service } = world();
    service.answer = { kind: 'done', lines: ['KAART 4111 1111 1111 1111'], facts: { card: '4111111111111111' } };
    expect(JSON.stringify(await desk.ask(PIN, 'diagnose'))).not.toMatch(/1111 ?1111 ?1111/);
  });

  it('says that the terminal can not be reached, and since when it is in trouble', async () => {
    const { clock, desk, service, told, view } = world();
    service.sign = { at: clock.now(), how: 'ping' };
    await clock.advance(5_000);
    service.answer = { kind: 'unreachable', detail: 'TILL-601 Nobody answers at this address' };
    await desk.ask(PIN, 'test');
    expect(view()).toMatchObject({
      lifeSign: { how: 'ping' },
      trouble: { at: clock.now(), detail: expect.stringMatching(/^TILL-601/) },
    });
    expect(told).toEqual(['failed TILL-601 Nobody answers at this address']);
    await clock.advance(1_000);
    service.sign = { at: clock.now(), how: 'ping' };
    expect(view().trouble).toBeNull();
  });
});

describe('the stand-by of the terminals', () => {
  it('tells of each sign of life and of each lack of one', () => {
    const { clock, desk, service, told } = world();
    desk.standBy();
    service.listener?.heard({ at: clock.now(), how: 'status-enquiry' });
    service.listener?.failed('ZVT-301 no answer');
    expect(told).toEqual(['heard status-enquiry', 'failed ZVT-301 no answer']);
    return desk.close();
  });

  it('ends with the desk, and calls off what is being asked', async () => {
    const { clock, desk, service } = world();
    service.answer = null;
    desk.standBy();
    const asked = desk.ask(PIN, 'test');
    await desk.close();
    expect(await asked).toMatchObject({ kind: 'unreachable', detail: expect.stringMatching(/^TILL-504/) });
    expect([service.standingBy, clock.sleeping]).toEqual([false, 0]);
  });

  it('lets the terminal go at the end, also when it never began', async () => {
    const { desk, service } = world();
    await desk.close();
    expect([service.listener !== null, service.standingBy]).toEqual([true, false]);
  });
});
