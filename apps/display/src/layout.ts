import type { DisplayView } from '@tillbridge/contracts';

/** Panels by class: small counter display to large portrait. */
export type PanelClass = 'S' | 'M' | 'L' | 'L+' | 'XL';

export interface Viewport {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Sizes in CSS pixels. */
export interface Sizes {
  readonly amount: number;
  readonly amountBesideQr: number;
  readonly hero: number;
  readonly heroBesideQr: number;
  readonly sub: number;
  readonly line: number;
  readonly small: number;
}

export interface Layout {
  readonly panelClass: PanelClass;
  readonly sizes: Sizes;
  readonly margin: number;
  readonly bar: number;
  readonly band: number;
  readonly pictogram: number;
  /** The white card with the code and its quiet zone. */
  readonly qrBox: number;
  readonly row: number;
  /** Everything that isn't type: multiples of this. */
  readonly unit: number;
}

interface Reference extends Viewport {
  readonly diagonalInch: number;
  readonly distanceMm: number;
  readonly sizes: Sizes;
  readonly margin: number;
  readonly bar: number;
  readonly pictogram: number;
  readonly qrBox: number;
  readonly row: number;
}

/**
 * The panels the layout was drawn and measured on, each with the distance its guests stand at. Type is given in
 * arcminutes of cap height (amount 83, hero 44, sub 25, line 22, small 17 and more) and printed here in pixels.
 */
const REFERENCES = {
  S: {
    ...{ width: 800, height: 480, diagonalInch: 7, distanceMm: 600 },
    sizes: { amount: 104, amountBesideQr: 64, hero: 56, heroBesideQr: 40, sub: 32, line: 28, small: 22 },
    ...{ margin: 24, bar: 56, pictogram: 200, qrBox: 392, row: 40 },
  },
  M: {
    ...{ width: 1280, height: 800, diagonalInch: 10.1, distanceMm: 700 },
    sizes: { amount: 136, amountBesideQr: 88, hero: 72, heroBesideQr: 56, sub: 44, line: 36, small: 28 },
    ...{ margin: 32, bar: 72, pictogram: 200, qrBox: 600, row: 52 },
  },
  L: {
    ...{ width: 1366, height: 768, diagonalInch: 15.6, distanceMm: 900 },
    sizes: { amount: 128, amountBesideQr: 96, hero: 64, heroBesideQr: 56, sub: 40, line: 32, small: 24 },
    ...{ margin: 40, bar: 64, pictogram: 176, qrBox: 560, row: 48 },
  },
  'L+': {
    ...{ width: 1920, height: 1080, diagonalInch: 21.5, distanceMm: 1_000 },
    sizes: { amount: 152, amountBesideQr: 112, hero: 72, heroBesideQr: 64, sub: 44, line: 36, small: 28 },
    ...{ margin: 48, bar: 80, pictogram: 248, qrBox: 760, row: 56 },
  },
  XL: {
    ...{ width: 1080, height: 1920, diagonalInch: 32, distanceMm: 1_200 },
    sizes: { amount: 168, amountBesideQr: 152, hero: 96, heroBesideQr: 80, sub: 52, line: 40, small: 28 },
    ...{ margin: 48, bar: 120, pictogram: 280, qrBox: 760, row: 56 },
  },
} as const satisfies Record<PanelClass, Reference>;

const MM_PER_INCH = 25.4;
const INTER_CAP_RATIO = 0.728;
const TAN_ONE_ARCMINUTE = Math.tan(Math.PI / 180 / 60);
const UNIT_PX = 4;
const BAND_PX = 24;
/** Type never gets smaller than this part of what the panel has room for, however near people stand. */
const LEAST_PART = 0.8;

/** Font pixels for one arcminute of cap height, for Inter on this panel at this distance. */
export function pixelsPerArcminute(viewport: Viewport, diagonalInch: number, distanceMm: number): number {
  const ppi = Math.hypot(viewport.width, viewport.height) / diagonalInch;
  return (TAN_ONE_ARCMINUTE * distanceMm * ppi) / MM_PER_INCH / INTER_CAP_RATIO;
}

export function panelClassOf(viewport: Viewport, panel: DisplayView['panel']): PanelClass {
  if (viewport.height > viewport.width) return 'XL';
  if (viewport.height < 600) return 'S';
  if (viewport.height >= 900) return 'L+';
  const small =
    panel === null ? viewport.width / viewport.height < 1.7 && viewport.width >= 1200 : panel.diagonalInch < 13;
  return small ? 'M' : 'L';
}

/** Sizes for a panel: what the guests' distance asks for, within what the panel has room for. */
export function layoutFor(viewport: Viewport, panel: DisplayView['panel']): Layout {
  const panelClass = panelClassOf(viewport, panel);
  const reference: Reference = REFERENCES[panelClass];
  const room = Math.min(viewport.width / reference.width, viewport.height / reference.height);
  const part = panel === null ? 1 : clamp(asked(viewport, panel, reference) / room, LEAST_PART, 1);
  const type = (px: number): number => Math.max(2, Math.round((px * room * part) / 2) * 2);
  const space = (px: number): number => Math.max(1, Math.round(px * room));
  const { sizes } = reference;
  return {
    panelClass,
    sizes: {
      amount: type(sizes.amount),
      amountBesideQr: type(sizes.amountBesideQr),
      hero: type(sizes.hero),
      heroBesideQr: type(sizes.heroBesideQr),
      sub: type(sizes.sub),
      line: type(sizes.line),
      small: type(sizes.small),
    },
    margin: space(reference.margin),
    bar: space(reference.bar),
    band: space(BAND_PX),
    pictogram: space(reference.pictogram),
    qrBox: space(reference.qrBox),
    row: space(reference.row),
    unit: Math.max(2, space(UNIT_PX)),
  };
}

/** How much larger the type has to be than on the reference panel, for the same angle at the eye. */
function asked(viewport: Viewport, panel: NonNullable<DisplayView['panel']>, reference: Reference): number {
  const here = pixelsPerArcminute(viewport, panel.diagonalInch, panel.viewingDistanceMm);
  return here / pixelsPerArcminute(reference, reference.diagonalInch, reference.distanceMm);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** The same as custom properties for the style sheet. */
export function layoutProperties(layout: Layout): Readonly<Record<`--${string}`, string>> {
  const px = (value: number): string => `${value}px`;
  return {
    '--fs-amount': px(layout.sizes.amount),
    '--fs-amount-qr': px(layout.sizes.amountBesideQr),
    '--fs-hero': px(layout.sizes.hero),
    '--fs-welcome': px(Math.round(1.8 * layout.sizes.hero)),
    '--fs-hero-qr': px(layout.sizes.heroBesideQr),
    '--fs-sub': px(layout.sizes.sub),
    '--fs-line': px(layout.sizes.line),
    '--fs-small': px(layout.sizes.small),
    '--margin': px(layout.margin),
    '--bar': px(layout.bar),
    '--band': px(layout.band),
    '--pictogram': px(layout.pictogram),
    '--qr-box': px(layout.qrBox),
    '--row': px(layout.row),
    '--u': px(layout.unit),
  };
}
