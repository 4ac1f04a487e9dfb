import { applyTheme, type LiveClient, PairingScreen, type SoundPlayer, useLive, useTranslator } from '@tillbridge/ui';
import { type ReactElement, useLayoutEffect } from 'react';
import { Board } from './Board.tsx';
import { LinkBanner } from './LinkBanner.tsx';

export interface AppProps {
  readonly client: LiveClient<'cashier'>;
  readonly sounds: SoundPlayer;
}

export function App({ client, sounds }: AppProps): ReactElement {
  const { link, view, enterProblem } = useLive(client);
  const language = view?.language ?? 'nl';
  const theme = view?.theme ?? 'light';
  const words = useTranslator(language);
  useLayoutEffect(() => applyTheme(theme, language), [theme, language]);

  if (link === 'entering') return <PairingScreen problem={enterProblem} onCode={client.enter} />;
  const isLost = link === 'lost';
  return (
    <div className="window" data-link={link}>
      {link === 'live' ? null : <LinkBanner words={words} isFirst={view === null && !isLost} />}
      {view === null ? null : (
        // What is old may be read, and nothing in it may be pressed.
        <div className="window-content" inert={isLost}>
          <Board client={client} view={view} words={words} sounds={sounds} isLive={!isLost} />
        </div>
      )}
    </div>
  );
}
