import { createTranslator, type Language, type Translator } from '@tillbridge/language';
import { useMemo } from 'react';

export function useTranslator(language: Language): Translator {
  return useMemo(() => createTranslator(language), [language]);
}
