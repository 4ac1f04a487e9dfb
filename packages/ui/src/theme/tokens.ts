/**
 * The colours of both windows. Light is the default: dark text on light is read better by young and old; dark is for
 * dim venues. Status is carried by lightness, icon silhouette and word; hue only supports.
 */
export const THEMES = {
  light: {
    surface: '#FFFFFF',
    canvas: '#F4F6F9',
    sunken: '#E9EDF2',
    ink: '#10161D',
    ink2: '#38424E',
    action: '#0A4B94',
    'action-text': '#FFFFFF',
    'ok-ink': '#004B39',
    'no-ink': '#9C0F3D',
    'warn-ink': '#6B4300',
    line: '#66717E',
    'no-band': '#D02C66',
    hair: '#D3DAE2',
    'ok-field': '#004B39',
    'ok-text': '#FFFFFF',
    'ok-edge': '#004B39',
    'unknown-field': '#FFC233',
    'unknown-text': '#1A1300',
    'no-field': '#FBEFF3',
    'turn-field': '#E6F0FB',
  },
  dark: {
    surface: '#161C24',
    canvas: '#0D1117',
    sunken: '#0A0D12',
    ink: '#F3F6F9',
    ink2: '#C2CBD6',
    action: '#8CBEFF',
    'action-text': '#06172B',
    'ok-ink': '#A8F5D9',
    'no-ink': '#FF8A8A',
    'warn-ink': '#FFD166',
    line: '#8A95A3',
    'no-band': '#FF8A8A',
    hair: '#2B343F',
    'ok-field': '#004B39',
    'ok-text': '#FFFFFF',
    'ok-edge': '#A8F5D9',
    'unknown-field': '#FFC233',
    'unknown-text': '#1A1300',
    'no-field': '#2A1720',
    'turn-field': '#10243C',
  },
} as const satisfies Record<'light' | 'dark', Record<string, `#${string}`>>;

export type ThemeName = keyof typeof THEMES;

/** The QR is black on white in both themes, never inverted. */
export const QR_COLOURS = { dark: '#000000', light: '#FFFFFF' } as const;
