import type { Language } from '@tillbridge/language';
import type { ReactElement } from 'react';

export function BrandBar({ brand, language }: { readonly brand: string; readonly language: Language }): ReactElement {
  return (
    <header className="brand-bar">
      <span className="brand">{brand}</span>
      <span className="language-code" aria-hidden="true">
        {language.toUpperCase()}
      </span>
    </header>
  );
}
