import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { WHO_IS } from '@tillbridge/pay-ecr';
import type { PayEcrTerminal } from './payecr-terminal.ts';

/** Answers who is asking for terminals, as PAY.POS does on UDP port 8889 (paynl/PAY.ECR, discovery protocol). */
export async function answerDiscovery(
  { host, port }: { readonly host: string; readonly port: number },
  terminal: PayEcrTerminal,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (bytes, from) => {
    if (!terminal.isOn || bytes.toString('utf8').trim() !== WHO_IS) return;
    socket.send(`PAY.POS-I.AM:${terminal.code}:${terminal.name}`, from.port, from.address);
  });
  socket.bind({ address: host, port });
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}
