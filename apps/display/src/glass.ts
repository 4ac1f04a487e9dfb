import { type DisplayScreen, type DisplayView, QR_GONE_BEFORE_EXPIRY_MS } from '@tillbridge/contracts';
import type { Link } from '@tillbridge/ui';

/** What stands on the glass: the agent's screen, or what the display puts there by itself. */
export type GlassScreen = DisplayScreen | { readonly kind: 'qr-withdrawn' };

export interface Glass {
  readonly screen: GlassScreen;
  /** Null when nothing of a sale may be on the glass. */
  readonly view: DisplayView | null;
}

/**
 * The display obeys the agent with two exceptions (U1): a lost link takes everything off the glass, and a QR leaves it
 * shortly before it expires by the agent's clock, whether or not the agent says so.
 */
export function glassFor(link: Link, view: DisplayView | null, agentNow: number): Glass {
  if (view === null || link === 'connecting' || link === 'entering') return BLANK;
  if (link === 'lost') return view.screen.kind === 'qr' ? WITHDRAWN : BLANK;
  const { screen } = view;
  if (screen.kind === 'qr' && agentNow >= qrLeavesAt(screen)) {
    const { amountCents, direction } = screen;
    return { screen: { kind: 'qr-checking', amountCents, direction }, view };
  }
  return { screen, view };
}

/** By the agent's clock. */
export function qrLeavesAt(screen: { readonly expiresAt: number }): number {
  return screen.expiresAt - QR_GONE_BEFORE_EXPIRY_MS;
}

const BLANK: Glass = { screen: { kind: 'starting-up' }, view: null };
const WITHDRAWN: Glass = { screen: { kind: 'qr-withdrawn' }, view: null };
