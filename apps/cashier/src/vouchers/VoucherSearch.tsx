import type { Translator } from '@tillbridge/language';
import { type KeyboardEvent, type ReactElement, type RefObject, useId } from 'react';

export interface VoucherSearchProps {
  readonly words: Translator;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSearch: () => void;
  readonly field: RefObject<HTMLInputElement | null>;
}

/** The voucher field: typed into, or filled by a scan from anywhere. Enter looks up and changes nothing. */
export function VoucherSearch({ words, text, onText, onSearch, field }: VoucherSearchProps): ReactElement {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.repeat) onSearch();
  };
  return (
    <search className="voucher-search">
      <label htmlFor={id}>{words.t('lookUp.field')}</label>
      <input
        id={id}
        ref={field}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={128}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" className="button primary" aria-disabled={text.trim() === ''} onClick={onSearch}>
        {words.t('lookUp.start')}
      </button>
    </search>
  );
}
