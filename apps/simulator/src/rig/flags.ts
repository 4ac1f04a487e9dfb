import { parseArgs } from 'node:util';

/** Reads `--name value` and `--flag` of a command line; ends the process with a sentence when one is unknown. */
export function readFlags<Values extends readonly string[], Flags extends readonly string[]>(
  words: { readonly usage: string; readonly values: Values; readonly flags: Flags },
  argv: readonly string[] = process.argv.slice(2),
): {
  readonly values: Readonly<Partial<Record<Values[number], string>>>;
  readonly flags: Readonly<Record<Flags[number], boolean>>;
  readonly words: readonly string[];
} {
  const options: Record<string, { type: 'string' | 'boolean' }> = { help: { type: 'boolean' } };
  for (const name of words.values) options[name] = { type: 'string' };
  for (const name of words.flags) options[name] = { type: 'boolean' };
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (parsed.values.help === true) {
      console.log(words.usage);
      process.exit(0);
    }
    const values: Partial<Record<string, string>> = {};
    const flags: Record<string, boolean> = {};
    for (const name of words.values) {
      const value = parsed.values[name];
      if (typeof value === 'string') values[name] = value;
    }
    for (const name of words.flags) flags[name] = parsed.values[name] === true;
    return {
      values: values as Partial<Record<Values[number], string>>,
      flags: flags as Record<Flags[number], boolean>,
      words: parsed.positionals,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${words.usage}`);
    process.exit(2);
  }
}

/** A whole number from the command line, or the default; ends the process with a sentence when it is none. */
export function readNumber(name: string, text: string | undefined, usual: number, least = 0): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    console.error(`--${name} must be a whole number of at least ${least}, not ${text}`);
    process.exit(2);
  }
  return value;
}
