/** What the windows see and may ask, for the relay. */
import type { Command, CommandResult, WindowKind, WindowMessage } from '@tillbridge/contracts';
import { assertNever, cents, isUnwritable } from '@tillbridge/kernel';
import type { PaymentDesk, PaymentId, TillId } from '@tillbridge/payments';
import type { ViewOf, WindowPort } from '@tillbridge/relay';
import type { Health } from '../health/health.ts';
import type { Notices } from '../notices.ts';
import type { ReconcileDesk } from '../reconcile/reconcile-desk.ts';
import type { StaffDoor } from '../staff.ts';
import type { ViewBoard } from '../views/view-board.ts';
import type { OverUse } from '../vouchers/over-use.ts';

export interface WindowDeskPorts {
  readonly tills: readonly { readonly id: TillId; readonly name: string }[];
  readonly desk: Pick<PaymentDesk, 'stop' | 'enquire' | 'witness' | 'settle' | 'refund'>;
  readonly board: ViewBoard;
  readonly notices: Notices;
  readonly staff: StaffDoor;
  readonly health: Health;
  readonly books: Pick<ReconcileDesk, 'report'>;
  /** Null: this shop has no vouchers. */
  readonly overUse: Pick<OverUse, 'see'> | null;
}

type Refusal = Extract<CommandResult, { ok: false }>['reason'];

const DONE: CommandResult = { ok: true };

export class WindowDesk implements WindowPort {
  private readonly ports: WindowDeskPorts;

  constructor(ports: WindowDeskPorts) {
    this.ports = ports;
  }

  tills(): readonly { readonly id: TillId; readonly name: string }[] {
    return this.ports.tills;
  }

  subscribe<Kind extends WindowKind>(kind: Kind, till: TillId, listener: (view: ViewOf<Kind>) => void): () => void {
    const { board, health } = this.ports;
    if (kind === 'cashier') return board.showCashier(till, listener as (view: ViewOf<'cashier'>) => void);
    const release = board.showDisplay(till, listener as (view: ViewOf<'display'>) => void);
    health.alive('display', till, till);
    board.changed(till);
    return () => {
      release();
      board.changed(till);
    };
  }

  shown(till: TillId, _message: WindowMessage): void {
    this.ports.health.alive('display', till, till);
  }

  async command(till: TillId, command: Command): Promise<CommandResult> {
    try {
      return await this.carryOut(till, command);
    } catch (error) {
      if (isUnwritable(error)) return refused('journal-unwritable');
      throw error;
    }
  }

  private async carryOut(till: TillId, command: Command): Promise<CommandResult> {
    const { desk, board, notices } = this.ports;
    switch (command.type) {
      case 'stop':
        return answered(await desk.stop(command.paymentId as PaymentId));
      case 'enquire':
        return answered(await desk.enquire(command.paymentId as PaymentId));
      case 'witness':
        return this.asPerson(command, () => desk.witness(command.paymentId as PaymentId, command.says, command.person));
      case 'settle':
        return this.asPerson(command, () => desk.settle(command.paymentId as PaymentId, command.person));
      case 'refund-payment': {
        const { paymentId, amountCents, person, reason, requestId } = command;
        const money = { paymentId: paymentId as PaymentId, amountCents: cents(amountCents) };
        return this.asPerson(command, () => desk.refund({ ...money, till, person, reason, requestId }));
      }
      case 'reconcile': {
        const { person, pin, day } = command;
        const entry = this.ports.staff.check(person, pin);
        if (entry !== 'right') return refused(entry);
        const report = await this.ports.books.report(day);
        return report === undefined ? refused('bad-request') : { ok: true, report };
      }
      case 'see-over-use': {
        const { redemption, person } = command;
        const { overUse } = this.ports;
        return this.asPerson(command, async () => (await overUse?.see(redemption, person)) ?? 'not-found');
      }
      case 'display-language':
        board.speak(till, command.language);
        return DONE;
      case 'dismiss-notice':
        return notices.dismiss(command.code) ? DONE : refused('not-found');
      default:
        return assertNever(command);
    }
  }

  private async asPerson(
    { person, pin }: { readonly person: string; readonly pin: string },
    act: () => Promise<DeskAnswer>,
  ): Promise<CommandResult> {
    const entry = this.ports.staff.check(person, pin);
    return entry === 'right' ? answered(await act()) : refused(entry);
  }
}

type DeskAnswer = 'requested' | 'asked' | 'recorded' | 'settled' | 'not-found' | 'not-now' | 'not-allowed';

function answered(answer: DeskAnswer): CommandResult {
  switch (answer) {
    case 'requested':
    case 'asked':
    case 'recorded':
    case 'settled':
      return DONE;
    case 'not-found':
    case 'not-now':
    case 'not-allowed':
      return refused(answer);
    default:
      return assertNever(answer);
  }
}

function refused(reason: Refusal): CommandResult {
  return { ok: false, reason };
}
