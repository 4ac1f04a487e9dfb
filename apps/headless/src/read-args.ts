import { parseArgs } from 'node:util';
import { CommandError } from './command.ts';
import { EXIT } from './exit-code.ts';

export interface Flags<Values extends string, Switches extends string> {
  readonly values: { readonly [Name in Values]?: string };
  readonly switches: { readonly [Name in Switches]: boolean };
  readonly words: readonly string[];
}

/** Reads `--name value`, `--switch` and at most `mostWords` other words. Throws a `CommandError` for anything else. */
export function readArgs<const Values extends string, const Switches extends string>(
  args: readonly string[],
  known: { readonly values?: readonly Values[]; readonly switches?: readonly Switches[]; readonly mostWords?: number },
): Flags<Values, Switches> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of known.values ?? []) options[name] = { type: 'string' };
  for (const name of known.switches ?? []) options[name] = { type: 'boolean' };
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as typeof parsed;
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'unknown option');
  }
  const extra = parsed.positionals[known.mostWords ?? 0];
  if (extra !== undefined) throw usage(`Unexpected word '${extra}'`);
  const values: { [Name in Values]?: string } = {};
  for (const name of known.values ?? []) {
    const value = parsed.values[name];
    if (typeof value === 'string') values[name] = value;
  }
  const switches = Object.fromEntries((known.switches ?? []).map((name) => [name, parsed.values[name] === true]));
  // Each known switch is in there.
  return { values, switches: switches as Record<Switches, boolean>, words: parsed.positionals };
}

/** The figure of an option; undefined when it isn't there. Throws a `CommandError` for what is no whole number above 0. */
export function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usage(`--${name} wants a whole number above 0`);
}

export function usage(problem: string): CommandError {
  return new CommandError(EXIT.usage, `${problem}.`, 'See: tillbridge --help');
}
