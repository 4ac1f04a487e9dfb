import type { VoucherDesk } from '@tillbridge/vouchers';

export interface OverUsePorts {
  readonly desk: Pick<VoucherDesk, 'overUse' | 'seeOverUse' | 'onChange'>;
  /** The number is another one now. */
  changed(): void;
}

/** Uses beyond what was issued, until a person has seen them. */
export class OverUse {
  private readonly ports: OverUsePorts;
  private known: number;

  constructor(ports: OverUsePorts) {
    this.ports = ports;
    this.known = ports.desk.overUse().length;
    ports.desk.onChange(() => this.lookAgain());
  }

  get count(): number {
    return this.known;
  }

  async see(redemption: string, person: string): Promise<'settled' | 'not-found'> {
    const { desk } = this.ports;
    if (!desk.overUse().some(({ id }) => id === redemption)) return 'not-found';
    await desk.seeOverUse(redemption, person);
    this.lookAgain();
    return 'settled';
  }

  private lookAgain(): void {
    const before = this.known;
    this.known = this.ports.desk.overUse().length;
    if (this.known !== before) this.ports.changed();
  }
}
