import type { CashierView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';

const TABS = ['now', 'vouchers'] as const;
export type Tab = (typeof TABS)[number];

export interface TopBarProps {
  readonly view: CashierView;
  readonly words: Translator;
  readonly now: number;
  /** Which side of the window is seen; null: there is but one. */
  readonly tab: Tab | null;
  readonly onTab: (tab: Tab) => void;
  readonly menuOpen: boolean;
  readonly onMenu: () => void;
  readonly onTill: (till: string) => void;
  readonly muted: boolean;
  readonly onMute: () => void;
}

export function TopBar(props: TopBarProps): ReactElement {
  const { view, words, now, tab, onTab, menuOpen, onMenu, onTill, muted, onMute } = props;
  const waiting = { now: view.open.length, vouchers: view.vouchers?.overUse ?? 0 };
  return (
    <header className="top-bar">
      {view.tills.length > 1 ? (
        <select
          className="till-switch"
          aria-label={words.t('window.switchTill')}
          value={view.till.id}
          onChange={(event) => onTill(event.target.value)}
        >
          {view.tills.map((till) => (
            <option key={till.id} value={till.id}>
              {till.name}
            </option>
          ))}
        </select>
      ) : (
        <strong className="till-name">{view.till.name}</strong>
      )}
      {tab === null ? null : (
        <nav className="tabs" aria-label={words.t('lookUp.tabs.label')}>
          {TABS.map((each) => (
            <button
              key={each}
              type="button"
              className="tab"
              data-tab={each}
              aria-current={each === tab ? 'page' : undefined}
              onClick={() => onTab(each)}
            >
              {words.t(`lookUp.tabs.${each}`)}
              {waiting[each] > 0 ? <b className="badge">{waiting[each]}</b> : null}
            </button>
          ))}
        </nav>
      )}
      {view.demo ? <span className="demo">{words.t('window.demo')}</span> : null}
      <span className="top-space" />
      <time className="clock">{words.time(now)}</time>
      <button
        type="button"
        className="icon-button"
        aria-pressed={muted}
        title={words.t(muted ? 'window.muted' : 'window.mute')}
        onClick={onMute}
      >
        <Pictogram name={muted ? 'sound-off' : 'sound-on'} />
        <span className="visually-hidden">{words.t(muted ? 'window.muted' : 'window.mute')}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-expanded={menuOpen}
        title={words.t('button.customer')}
        onClick={onMenu}
      >
        <Pictogram name="screen" />
        <span className="visually-hidden">{words.t('button.customer')}</span>
      </button>
    </header>
  );
}
