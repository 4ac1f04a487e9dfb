import type { SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import { parseNetwork } from '../network.ts';

/** A network with fewer fixed bits than this holds more machines than any shop. */
const WIDE_NETWORK_BITS = { 4: 16, 6: 32 } as const;

/** Where the agent listens: two ports, and networks no wider than a shop. */
export function listening(file: SettingsFile): Finding[] {
  const { port, lan } = file.listen;
  if (lan === undefined) return [];
  const wide = lan.allow.flatMap((text, index) => {
    const network = parseNetwork(text);
    if (network === undefined || network.bits >= WIDE_NETWORK_BITS[network.family]) return [];
    const message = 'This network has more machines than a shop. Name the networks of the tills and displays alone.';
    return [finding('risky', ['listen', 'lan', 'allow', index], message)];
  });
  if (lan.port !== port) return wide;
  const message = '`port` must differ from `listen.port`: both listen on this machine.';
  return [finding('duplicate', ['listen', 'lan', 'port'], message), ...wide];
}
