import { z } from 'zod';

/** A name in the languages it was given in. The window takes its own, or another one rather than none (`textIn` of language). */
export const localTextSchema = z.partialRecord(z.enum(['nl', 'de', 'fr', 'en']), z.string());
