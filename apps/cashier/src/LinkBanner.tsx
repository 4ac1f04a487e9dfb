import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';

export interface LinkBannerProps {
  readonly words: Translator;
  /** Nothing was ever heard: the window is just starting. */
  readonly isFirst: boolean;
}

/** The window says at once when what it shows may be old. */
export function LinkBanner({ words, isFirst }: LinkBannerProps): ReactElement {
  return (
    <div className="link-banner" role="alert" data-first={isFirst}>
      <Pictogram name={isFirst ? 'hourglass' : 'offline-cloud'} />
      <div>
        <h1>{words.t(isFirst ? 'cashier.connecting.head' : 'cashier.linkLost.head')}</h1>
        <p>{words.t(isFirst ? 'cashier.connecting.action' : 'cashier.linkLost.action')}</p>
      </div>
    </div>
  );
}
