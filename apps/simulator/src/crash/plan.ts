import type { Autopilot } from '@tillbridge/simulators/pay';
import type { ZvtOptions } from '@tillbridge/simulators/zvt';
import type { SeededRandom } from './seeded-random.ts';

/** `card`: a terminal behind the payment cloud; `zvt`: one on the shop's network. */
export const MEANS = ['card', 'qr', 'zvt'] as const;
export type Means = (typeof MEANS)[number];

/** How makes of ZVT terminals differ in what they do when the till's computer is gone. */
export const MAKES = {
  'gives up and takes back': { onLinkLoss: 'abort', onMissingAck: 'reverse' },
  'goes on and keeps': { onLinkLoss: 'go-on', onMissingAck: 'keep' },
  'goes on and takes back': { onLinkLoss: 'go-on', onMissingAck: 'reverse' },
  'gives up and books as declined': { onLinkLoss: 'abort', onMissingAck: 'decline' },
} as const satisfies Readonly<Record<string, Partial<ZvtOptions>>>;
export type Make = keyof typeof MAKES;

/** The exact moments at which a demo agent can cut its own power. */
const CRASH_POINTS = ['after-intent', 'after-create', 'after-paid'] as const;

/** How the power goes during a payment. */
export type Cut =
  | { readonly kind: 'none' }
  /** From outside, this long after the till began to ask. `again`: once more, this long after the restart. */
  | { readonly kind: 'at'; readonly ms: number; readonly again: number | null }
  /** From inside, at a named moment; the agent is started with it for this payment alone. */
  | { readonly kind: 'point'; readonly point: (typeof CRASH_POINTS)[number] };

export interface PlannedPayment {
  readonly number: number;
  readonly means: Means;
  /** Every payment has another amount, so that each cent can be followed. */
  readonly amountCents: number;
  /** What the guest does, and when. */
  readonly guest: Autopilot;
  readonly cut: Cut;
}

const SMALLEST_CENTS = 100;
const GUEST_WITHIN_MS = 150;
const CUT_WITHIN_MS = 350;
const CUT_AGAIN_WITHIN_MS = 250;

export function planPayments(count: number, random: SeededRandom): readonly PlannedPayment[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    means: random.pick<Means>([
      ['card', 4],
      ['qr', 3],
      ['zvt', 3],
    ]),
    amountCents: SMALLEST_CENTS + index,
    guest: {
      outcome: random.pick([
        ['approve', 7],
        ['decline', 2],
        ['cancel', 1],
      ]),
      afterMs: random.whole(GUEST_WITHIN_MS),
    },
    cut: planCut(random),
  }));
}

/** The make of the shop's ZVT terminal. */
export function planMake(random: SeededRandom): Make {
  return random.pick((Object.keys(MAKES) as Make[]).map((make) => [make, 1] as const));
}

function planCut(random: SeededRandom): Cut {
  const kind = random.pick<Cut['kind']>([
    ['none', 3],
    ['at', 5],
    ['point', 2],
  ]);
  switch (kind) {
    case 'none':
      return { kind };
    case 'at': {
      const ms = random.whole(CUT_WITHIN_MS);
      return { kind, ms, again: random.chance(0.2) ? random.whole(CUT_AGAIN_WITHIN_MS) : null };
    }
    case 'point':
      return { kind, point: CRASH_POINTS[random.whole(CRASH_POINTS.length)] ?? 'after-intent' };
    default:
      return kind satisfies never;
  }
}
