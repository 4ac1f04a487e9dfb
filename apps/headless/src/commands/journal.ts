import { existsSync } from 'node:fs';
import type { Fact } from '@tillbridge/journal';
import type { Store } from '@tillbridge/store-sqlite';
import { type Command, CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { dataFolder } from '../place.ts';
import { readArgs, readCount, usage } from '../read-args.ts';

const SHOWN_BY_DEFAULT = 20;
const LEAST_OF_AN_END = 4;

/** `tillbridge journal verify|show|export`: looks at the journal, beside a running agent or without one. */
export const journal: Command = async ([action, ...args], console) => {
  switch (action) {
    case 'verify':
      return withStore(args, console, verify);
    case 'show':
      return withStore(args, console, show);
    case 'export':
      return withStore(args, console, exportFacts);
    default:
      throw usage(action === undefined ? 'journal wants verify, show or export' : `journal can't '${action}'`);
  }
};

interface Look {
  readonly store: Store;
  readonly last: number | undefined;
  readonly from: number;
  readonly word: string | undefined;
  readonly json: boolean;
}

async function withStore(
  args: readonly string[],
  console: Console,
  look: (look: Look, console: Console) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, {
    values: ['config', 'data', 'last', 'from'],
    switches: ['json'],
    mostWords: 1,
  });
  const last = readCount('last', values.last);
  const from = readCount('from', values.from) ?? 1;
  const folder = await dataFolder(values, console);
  const { journalFile, systemClock, systemDigest } = await import('@tillbridge/agent/host');
  const file = journalFile(folder);
  if (!existsSync(file)) throw new CommandError(EXIT.no, `There is no journal in ${folder} yet.`);
  const { openStore } = await import('@tillbridge/store-sqlite');
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const store = openStore({ file, digest: systemDigest(), clock: systemClock(), log, readOnly: true });
  try {
    return await look({ store, last, from, word: words[0], json: switches.json }, console);
  } finally {
    store.close();
  }
}

async function verify({ store, json }: Look, console: Console): Promise<ExitCode> {
  const [{ verifyJournal }, { systemDigest }] = await Promise.all([
    import('@tillbridge/store-sqlite'),
    import('@tillbridge/agent/host'),
  ]);
  store.checkFile();
  const verdict = verifyJournal(store, systemDigest());
  if (json) console.out(JSON.stringify(verdict));
  else if (verdict.ok) console.out(`The journal holds: ${verdict.head.sequence} facts, head ${verdict.head.hash}`);
  else {
    console.out(`The journal is broken at fact ${verdict.sequence}: ${verdict.why}.`);
    console.out('Keep a copy of the file as it is, and compare the facts from there on with the provider’s own list.');
  }
  return verdict.ok ? EXIT.done : EXIT.no;
}

/**
 * A payment's facts by its id or the end of it, one fact by its number, or the newest ones. A payment that was started on
 * a device has its provider's number for an id.
 */
async function show({ store, word, last, json }: Look, console: Console): Promise<ExitCode> {
  const head = store.head().sequence;
  let found: readonly Fact[];
  if (word === undefined)
    found = store.facts(Math.max(1, head - (last ?? SHOWN_BY_DEFAULT) + 1), last ?? SHOWN_BY_DEFAULT);
  else if (/^\d{1,9}$/.test(word)) found = store.facts(Number(word), 1);
  else found = store.factsAbout(word.toUpperCase());
  if (found.length === 0 && word !== undefined) found = await byEnd(store, word);
  for (const fact of found) console.out(json ? line(fact) : readable(fact));
  if (word === undefined) {
    for (const item of store.outbox()) {
      if (item.state !== 'parked') continue;
      console.out(
        json
          ? JSON.stringify({ parked: { kind: item.kind, key: item.key, attempts: item.attempts, why: item.lastError } })
          : `parked in the outbox: ${item.kind} ${item.key} after ${item.attempts} attempts: ${item.lastError ?? ''}`,
      );
    }
  }
  if (found.length > 0) return EXIT.done;
  console.err(word === undefined ? 'The journal is empty.' : `Nothing in the journal is named ${word}.`);
  return EXIT.no;
}

async function exportFacts({ store, from }: Look, console: Console): Promise<ExitCode> {
  const { iterateFacts } = await import('@tillbridge/store-sqlite');
  for (const fact of iterateFacts(store, from)) console.out(line(fact));
  return EXIT.done;
}

/** The windows show the end of a reference; the newest payment that has it is meant, in capitals or not. */
async function byEnd(store: Store, word: string): Promise<readonly Fact[]> {
  const end = word.toUpperCase();
  if (end.length < LEAST_OF_AN_END) return [];
  const { iterateFacts } = await import('@tillbridge/store-sqlite');
  let subject: string | undefined;
  for (const fact of iterateFacts(store)) if (fact.subject.toUpperCase().endsWith(end)) subject = fact.subject;
  return subject === undefined ? [] : store.factsAbout(subject);
}

function line(fact: Fact): string {
  const { sequence, kind, subject, at, body, previousHash, hash } = fact;
  return JSON.stringify({ sequence, kind, subject, at, body, previousHash, hash });
}

function readable({ sequence, kind, subject, at, body }: Fact): string {
  return `${String(sequence).padStart(7)}  ${new Date(at).toISOString()}  ${kind.padEnd(24)} ${subject}  ${JSON.stringify(body)}`;
}

function quiet(): void {}
