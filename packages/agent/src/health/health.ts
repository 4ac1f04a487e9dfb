import type { HealthLine } from '@tillbridge/contracts';
import type { Clock, EpochMs } from '@tillbridge/kernel';
import type { RouteId, TillId } from '@tillbridge/payments';
import { AGENT_ERRORS } from '../errors.ts';

type Kind = HealthLine['kind'];
type State = HealthLine['state'];
type How = HealthLine['how'];

interface Sign {
  readonly state: State;
  readonly lastSeenAt: EpochMs | null;
  readonly how: How;
  readonly code: string | null;
  /** Failures in a row. */
  readonly failures: number;
}

const NO_SIGN: Sign = { state: 'waiting', lastSeenAt: null, how: null, code: null, failures: 0 };
/** One failed call may be chance; this many in a row are not. */
const DOWN_AFTER = 3;
/** A window's line moves its "last seen" no more often than this, so that polls don't push views. */
const TELL_AGAIN_AFTER_MS = 15_000;

/** What the health lines speak of. */
export interface HealthSubjects {
  readonly tills: readonly { readonly id: TillId; readonly name: string; readonly routes: readonly RouteId[] }[];
  readonly routes: readonly {
    readonly id: RouteId;
    readonly name: string;
    readonly means: 'card' | 'qr';
    /** Whose provider takes part in its payments; null: nobody but the terminal. */
    readonly account: string | null;
  }[];
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly exchange: boolean }[];
  /** Whose window hears the scanner at the agent's serial port; null: there is none. */
  readonly scanner: TillId | null;
}

export interface HealthPorts {
  readonly clock: Clock;
  /** A line changed; undefined: of all tills. */
  changed(till?: TillId): void;
  displays(till: TillId): number;
  /** How many items wait, and how many are parked. */
  outbox(): { readonly waiting: number; readonly parked: number };
}

/** The last proof of life of everything a payment needs. Memory alone. */
export class Health {
  private readonly subjects: HealthSubjects;
  private readonly ports: HealthPorts;
  private readonly signs = new Map<string, Sign>();

  constructor(subjects: HealthSubjects, ports: HealthPorts) {
    this.subjects = subjects;
    this.ports = ports;
  }

  /** Something of it was heard. `how`: what it answered, for a terminal that we talk to ourselves. */
  alive(kind: Kind, id: string, till?: TillId, how: How = null): void {
    this.note(kind, id, { state: 'ok', lastSeenAt: this.ports.clock.now(), how, code: null, failures: 0 }, till);
  }

  /** A call to it failed. `certain`: it said itself that it is off. */
  failed(kind: Kind, id: string, code: string, certain = false): void {
    const before = this.sign(kind, id);
    const failures = before.failures + 1;
    const state = certain || failures >= DOWN_AFTER ? 'down' : 'trouble';
    const { lastSeenAt, how } = before;
    this.note(kind, id, { state, lastSeenAt, how, code, failures });
  }

  stateOf(kind: Kind, id: string): State {
    return this.sign(kind, id).state;
  }

  /** The lines of one till's window; without a till: all there are. */
  lines(till?: TillId): readonly HealthLine[] {
    const { tills, routes, accounts, scanner } = this.subjects;
    const own = tills.filter(({ id }) => till === undefined || id === till);
    const usedRoutes = routes.filter(({ id }) => own.some((one) => one.routes.includes(id)));
    const usedAccounts = accounts.filter(({ id }) => usedRoutes.some(({ account }) => account === id));
    return [
      ...own.map(({ id, name }) => this.line('till', id, name)),
      ...usedRoutes.filter(({ means }) => means === 'card').map(({ id, name }) => this.line('terminal', id, name)),
      ...usedAccounts.map(({ id, name }) => this.line('provider', id, name)),
      ...usedAccounts.filter(({ exchange }) => exchange).map(({ id, name }) => this.line('exchange', id, name)),
      ...own.map(({ id, name }) => this.displayLine(id, name)),
      ...own.filter(({ id }) => id === scanner).map(() => this.line('scanner', 'scanner', 'scanner')),
      this.line('journal', 'journal', 'journal'),
      this.outboxLine(),
    ];
  }

  private line(kind: Kind, id: string, name: string): HealthLine {
    const { state, lastSeenAt, how, code } = this.sign(kind, id);
    return { id: `${kind}:${id}`, kind, name, state, lastSeenAt, how, code, count: null };
  }

  private displayLine(till: TillId, name: string): HealthLine {
    const count = this.ports.displays(till);
    const { lastSeenAt } = this.sign('display', till);
    const missing = lastSeenAt === null ? 'waiting' : 'down';
    const state = count > 0 ? 'ok' : missing;
    const code = state === 'down' ? AGENT_ERRORS.displayMissing.code : null;
    return { id: `display:${till}`, kind: 'display', name, state, lastSeenAt, how: null, code, count };
  }

  private outboxLine(): HealthLine {
    const { waiting, parked } = this.ports.outbox();
    return {
      id: 'outbox:outbox',
      kind: 'outbox',
      name: 'outbox',
      state: parked > 0 ? 'trouble' : 'ok',
      lastSeenAt: null,
      how: null,
      code: parked > 0 ? AGENT_ERRORS.outboxStuck.code : null,
      count: waiting + parked,
    };
  }

  private sign(kind: Kind, id: string): Sign {
    return this.signs.get(`${kind}:${id}`) ?? NO_SIGN;
  }

  private note(kind: Kind, id: string, sign: Sign, till?: TillId): void {
    const before = this.sign(kind, id);
    const quiet =
      before.state === sign.state &&
      before.code === sign.code &&
      (sign.lastSeenAt ?? 0) - (before.lastSeenAt ?? 0) < TELL_AGAIN_AFTER_MS;
    // The last proof is kept as it was told, so that a window and the next view agree.
    const { lastSeenAt, how } = before;
    this.signs.set(`${kind}:${id}`, quiet ? { ...sign, lastSeenAt, how } : sign);
    if (!quiet) this.ports.changed(till);
  }
}
