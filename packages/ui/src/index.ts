export { browserPort } from './live/browser-port.ts';
export type { EnterProblem } from './live/entering.ts';
export {
  type CommandAnswer,
  createLiveClient,
  type Link,
  type LiveClient,
  type LiveOptions,
  type LiveState,
  type ViewOf,
} from './live/live-client.ts';
export { useAgentNow, useLive } from './live/use-live.ts';
export { PairingScreen, type PairingScreenProps } from './pairing/PairingScreen.tsx';
export type { PictogramName } from './pictograms/drawings.tsx';
export { Pictogram, type PictogramProps } from './pictograms/Pictogram.tsx';
export { createSoundPlayer, type SoundPlayer } from './sound/sound-player.ts';
export type { SoundName } from './sound/sounds.ts';
export { applyTheme } from './theme/apply-theme.ts';
export { QR_COLOURS, type ThemeName } from './theme/tokens.ts';
export { useTranslator } from './use-translator.ts';
