/** What several parts of the settings file are made of. The sentence of every refusal stands beside what it refuses. */
import { z } from 'zod';
import { isLoopbackHost } from '../network.ts';

const LONGEST_NAME = 60;

export const id = z
  .string('must be text: letters, digits, `-`, `_` and `.`')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
    'must be 1 to 40 letters, digits, `-`, `_` or `.`, beginning with a letter or digit',
  )
  .describe('Names this part for the rest of the file.');

/** Shown to people. */
export const name = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters`);

export const path = z
  .string('must be the path of a file or folder')
  .min(1, 'must not be empty')
  .max(1_000, 'is too long');

export function whole(least: number, most: number, unit: string) {
  const sentence = `must be a whole number of ${unit} from ${least} to ${most}, without quotes`;
  return z.int(sentence).min(least, sentence).max(most, sentence);
}

export function port(least: number) {
  const sentence = `must be a port: a whole number from ${least} to 65535, without quotes`;
  return z.int(sentence).min(least, sentence).max(65_535, sentence);
}

export function yes(otherwise: boolean, about: string) {
  return z.boolean('must be true or false').default(otherwise).describe(about);
}

export const language = z
  .enum(['nl', 'de', 'fr', 'en'], 'must be nl, de, fr or en')
  .describe('Language of the windows and of what the till shows.');

/** Also tells a refused secret from everything else. */
export const HOW_SECRET = 'must say where the secret is kept: { env: NAME_OF_VARIABLE } or { file: path }';

export const fileRef = z
  .strictObject({ file: path }, 'must name a file: { file: path }')
  .describe('A file, relative to the settings file.');

/** Environment names in capitals only: a secret that was pasted here by mistake is most likely refused, unrepeated. */
const envRef = z.strictObject({
  env: z
    .string('must be the name of an environment variable')
    .regex(/^[A-Z_][A-Z0-9_]{0,79}$/, 'must be the name of an environment variable: capitals, digits and `_`'),
});
const secretFileRef = z.strictObject({ file: path });

export const secretRef = z
  .union([envRef, secretFileRef], HOW_SECRET)
  .describe('Where the secret is kept: an environment variable or a file. Never the secret itself.');

export const httpUrl = z
  .string('must be an address that begins with https://')
  .refine(
    isUsableUrl,
    'must be a full address that begins with https:// (http:// only for this machine itself), without user name, query or #',
  );

export function isUsableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (/[@?#\s\\]/.test(text)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
