import type { HealthLine } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import type { PictogramName } from '@tillbridge/ui';

export const HEALTH_PICTOGRAMS = {
  ok: 'check-circle',
  waiting: 'hourglass',
  trouble: 'triangle-exclamation',
  down: 'octagon-cross',
} as const satisfies Record<HealthLine['state'], PictogramName>;

/** Devices go by the name the settings give them; our own parts by ours, in the window's language. */
export function healthName(line: HealthLine, words: Translator): string {
  const name =
    line.kind === 'terminal' || line.kind === 'provider' || line.kind === 'till'
      ? line.name
      : words.t(`health.kind.${line.kind}`);
  return line.kind !== 'outbox' || line.count === null || line.count === 0 ? name : `${name}: ${line.count}`;
}

/** The last proof of life and, of a terminal, how it was obtained; null when there was none since the start. */
export function lastProof(line: HealthLine, words: Translator): string | null {
  if (line.lastSeenAt === null) return null;
  const time = words.time(line.lastSeenAt);
  return words.t(line.how === null ? 'health.lastSeen' : `health.how.${line.how}`, { time });
}

export function isIll(line: HealthLine): boolean {
  return line.state === 'trouble' || line.state === 'down';
}
