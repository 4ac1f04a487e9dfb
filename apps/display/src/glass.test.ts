import { type DisplayView, displayScreenSchema } from '@tillbridge/contracts';
import { describe, expect, it } from 'vitest';
import { glassFor } from './glass.ts';

const NOW = 1_000_000;
const money = { amountCents: 2_450, direction: 'pay' } as const;
const qr = { kind: 'qr', ...money, payload: 'HTTPS://EXAMPLE.NL/1', expiresAt: NOW + 60_000 } as const;

function viewOf(screen: DisplayView['screen']): DisplayView {
  return {
    till: { id: '3-12', name: 'Balie 1' },
    brand: 'De Eik',
    language: 'nl',
    theme: 'light',
    paymentId: 'P1',
    screen,
    basket: null,
    voucher: null,
    panel: null,
  };
}

describe('U1: what stands on the glass', () => {
  it('is what the agent says', () => {
    const view = viewOf({ kind: 'approved', ...money });
    expect(glassFor('live', view, NOW)).toEqual({ screen: view.screen, view });
  });

  it('is a code until two seconds before it expires by the agent’s clock, and not a moment longer', () => {
    const view = viewOf(qr);
    expect(glassFor('live', view, qr.expiresAt - 2_001).screen.kind).toBe('qr');
    expect(glassFor('live', view, qr.expiresAt - 2_000)).toEqual({ screen: { kind: 'qr-checking', ...money }, view });
    expect(glassFor('live', view, qr.expiresAt + 60_000).screen.kind).toBe('qr-checking');
  });

  it('is nothing of a sale once the link is lost: no amount, no code, no basket', () => {
    for (const option of displayScreenSchema.options) {
      const { kind } = option.shape;
      const view = viewOf({ ...qr, slow: false, kind: kind.value } as DisplayView['screen']);
      const glass = glassFor('lost', view, NOW);
      expect(glass.view).toBeNull();
      expect(glass.screen).toEqual({ kind: kind.value === 'qr' ? 'qr-withdrawn' : 'starting-up' });
    }
  });

  it('stays withdrawn after a lost link, also when the code would have expired meanwhile', () => {
    expect(glassFor('lost', viewOf(qr), qr.expiresAt + 5_000).screen.kind).toBe('qr-withdrawn');
  });

  it('is empty before the first word of the agent, and while the window is not let in', () => {
    expect(glassFor('connecting', null, NOW).screen.kind).toBe('starting-up');
    expect(glassFor('connecting', viewOf(qr), NOW)).toEqual({ screen: { kind: 'starting-up' }, view: null });
    expect(glassFor('entering', viewOf(qr), NOW).view).toBeNull();
  });
});
