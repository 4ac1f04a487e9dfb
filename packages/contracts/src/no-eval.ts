/**
 * zod compiles its parsers with `new Function` where it may. A window's content policy forbids that, and the attempt
 * alone is reported as a breach. To be imported before the first schema is made.
 */
import { config } from 'zod';

if ('document' in globalThis) config({ jitless: true });
