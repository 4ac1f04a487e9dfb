import { z } from 'zod';

export const LANGUAGES = ['nl', 'de', 'fr', 'en'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;
