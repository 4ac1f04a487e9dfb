import type { ByteLink } from '@tillbridge/kernel';
import { JsonStream } from '@tillbridge/pay-ecr';
import type { PayEcrFaultBox } from './faults.ts';
import { nameOf, type Reply } from './messages.ts';

export interface ConnectionPorts {
  readonly faults: PayEcrFaultBox;
  /** Whether the terminal neither hears nor says anything now. */
  isMute(): boolean;
  later(ms: number, work: () => void): void;
  received(value: object, connection: Connection): void;
  closed(connection: Connection): void;
}

const NOISE = '\r\n%%% \u0000\u0007 PAY.POS';

/** One connection of a till to the terminal, with all that can happen to what goes over it. */
export class Connection {
  private readonly link: ByteLink;
  private readonly ports: ConnectionPorts;
  /** What waits to be glued to the next message. */
  private held = '';

  constructor(link: ByteLink, ports: ConnectionPorts) {
    this.link = link;
    this.ports = ports;
    const stream = new JsonStream();
    link.onBytes((bytes) => {
      if (ports.isMute()) return;
      for (const item of stream.push(bytes)) {
        if (item.kind === 'object') ports.received(item.value, this);
        else this.send({ type: 'ERROR', reason: `Unreadable message (${item.fault.reason})` });
      }
    });
    link.onClose(() => ports.closed(this));
  }

  send(reply: Reply): void {
    const { faults, later } = this.ports;
    if (this.ports.isMute()) return;
    const kinds = ['lose', 'garble', 'slow', 'split', 'join', 'noise', 'cut-before', 'cut-after'] as const;
    const fault = faults.take(kinds, nameOf(reply));
    const text = JSON.stringify(reply);
    switch (fault?.do) {
      case 'lose':
        return;
      case 'cut-before':
        this.close();
        return;
      case 'garble':
        this.write(`${text.slice(0, Math.ceil(text.length / 2))}\n`);
        return;
      case 'slow':
        later(fault.ms, () => this.write(`${text}\n`));
        return;
      case 'split':
        for (const byte of Buffer.from(`${text}\n`, 'utf8')) this.writeBytes(Uint8Array.of(byte));
        return;
      case 'join':
        this.held += text;
        return;
      case 'noise':
        this.write(`${NOISE}${text}\n`);
        return;
      case 'cut-after':
        this.write(`${text}\n`);
        this.close();
        return;
      case undefined:
        this.write(`${text}\n`);
    }
  }

  close(): void {
    this.link.close().catch(() => undefined);
  }

  private write(text: string): void {
    if (this.ports.isMute()) return;
    const all = this.held + text;
    this.held = '';
    this.writeBytes(Buffer.from(all, 'utf8'));
  }

  private writeBytes(bytes: Uint8Array): void {
    // The till may have left; that is its right.
    this.link.write(bytes).catch(() => undefined);
  }
}
