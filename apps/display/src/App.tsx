import type { Language } from '@tillbridge/language';
import {
  applyTheme,
  type LiveClient,
  PairingScreen,
  type SoundPlayer,
  useAgentNow,
  useLive,
  useTranslator,
} from '@tillbridge/ui';
import { type ReactElement, useLayoutEffect, useMemo } from 'react';
import { glassFor, qrLeavesAt } from './glass.ts';
import { layoutFor, layoutProperties } from './layout.ts';
import { Screen } from './Screen.tsx';
import { planFor } from './screen-plan.ts';
import { useReport } from './use-report.ts';
import { useSound } from './use-sound.ts';
import { useViewport } from './use-viewport.ts';

export interface AppProps {
  readonly client: LiveClient<'display'>;
  readonly sounds: SoundPlayer;
}

/** Before the agent has said which language its guests speak. */
const FIRST_LANGUAGE: Language = 'nl';

export function App({ client, sounds }: AppProps): ReactElement {
  const { link, view, connection, enterProblem } = useLive(client);
  const qr = view?.screen.kind === 'qr' ? view.screen : null;
  const now = useAgentNow(client, qr === null ? null : qrLeavesAt(qr));
  const viewport = useViewport();
  const glass = glassFor(link, view, now);
  const language = view?.language ?? FIRST_LANGUAGE;
  const theme = view?.theme ?? 'light';
  const words = useTranslator(language);
  const plan = planFor(glass.screen, words);
  const panel = view?.panel ?? null;
  const layout = useMemo(() => layoutFor(viewport, panel), [viewport, panel]);

  useLayoutEffect(() => applyTheme(theme, language), [theme, language]);
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(layoutProperties(layout))) style.setProperty(name, value);
  }, [layout]);
  useReport(client, glass, connection);
  useSound(sounds, glass, plan, now);

  if (link === 'entering') return <PairingScreen problem={enterProblem} onCode={client.enter} />;
  return <Screen glass={glass} plan={plan} layout={layout} words={words} now={now} />;
}
