/** The same work on PostgreSQL and Redis, each in an instance of its own on a socket in the run's folder. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, metric, skipped } from '../report.ts';
import type { VoucherFigures } from '../subjects/voucher-store.ts';
import { debianProgram } from './debian-program.ts';
import { type Latency, overRounds, strolling } from './own.ts';
import { PostgresClient } from './postgres-client.ts';
import { handOver, type PrivateServer, runOnce, serverAccount, startServer } from './private-server.ts';
import { RedisClient } from './redis-client.ts';
import { codeOf, draftOf, ISSUED, orderOf, VALID_FROM, VALID_UNTIL } from './samples.ts';

type Own = VoucherFigures['sizes'][number];

const ROUNDS = 5;
const LOOKS_A_ROUND = 2_000;
const REDEMPTIONS_A_ROUND = 200;
const US = 1_000;
const POSTGRES_FOLDERS = ['/usr/lib/postgresql/*/bin'];
const TOLD = 'told, no goal';

export async function besidePostgres(folder: string, size: number, own: Own): Promise<readonly Finding[]> {
  const initdb = debianProgram('initdb', 'postgresql', POSTGRES_FOLDERS);
  const postgres = debianProgram('postgres', 'postgresql', POSTGRES_FOLDERS);
  if (typeof initdb === 'string' || typeof postgres === 'string') {
    const why = String(typeof initdb === 'string' ? initdb : postgres);
    return ['lookup_postgres', 'redeem_postgres'].map((name) => skipped('vouchers', name, why));
  }
  const account = serverAccount('postgres');
  const place = join(folder, 'postgres');
  await mkdir(place);
  handOver(folder, account);
  handOver(place, account);
  const data = join(place, 'data');
  runOnce(initdb.file, ['--pgdata', data, '--auth', 'trust', '--username', USER, '--encoding', 'UTF8'], {
    cwd: place,
    env: initdb.env,
    account,
  });
  // As Debian configures it: fsync and synchronous_commit are on.
  const args = ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${place}`];
  const server = await startServer(postgres.file, args, join(place, '.s.PGSQL.5432'), {
    cwd: place,
    env: postgres.env,
    account,
  });
  try {
    return await askPostgres(server, size, own);
  } finally {
    await server.stop();
  }
}

const USER = 'bench';

const POSTGRES_TABLES = `
CREATE TABLE vouchers (number bigint PRIMARY KEY, shop int NOT NULL, order_reference text NOT NULL,
  received_at bigint NOT NULL, blocked_at bigint);
CREATE TABLE codes (code text PRIMARY KEY, voucher bigint NOT NULL, entitlement int, replaced_at bigint);
CREATE TABLE entitlements (voucher bigint, nth int, rule int NOT NULL, valid_from bigint, valid_until bigint, issued int,
  redeemed int NOT NULL DEFAULT 0 CHECK (redeemed <= issued), held int NOT NULL DEFAULT 0 CHECK (held >= 0),
  PRIMARY KEY (voucher, nth));
CREATE TABLE sales (session text PRIMARY KEY, body text NOT NULL);
CREATE TABLE redemptions (id text PRIMARY KEY, voucher bigint NOT NULL, entitlement int NOT NULL, code text NOT NULL,
  session text NOT NULL, till text NOT NULL, at bigint NOT NULL, units int NOT NULL, cents int NOT NULL);
CREATE TABLE inbox (identity text PRIMARY KEY, received_at bigint NOT NULL);
CREATE TABLE facts (sequence bigserial PRIMARY KEY, subject text NOT NULL, body text NOT NULL, hash text NOT NULL);
`;

const POSTGRES_INDEXES = `
CREATE INDEX ON vouchers (order_reference);
CREATE INDEX ON codes (voucher);
CREATE INDEX ON redemptions (voucher, at);
CREATE INDEX ON redemptions (session);
CREATE INDEX ON facts (subject);
VACUUM ANALYZE;
CHECKPOINT;
`;

const POSTGRES_LOOK = `SELECT v.*, c.code, c.replaced_at, e.* FROM codes asked
  JOIN vouchers v ON v.number = asked.voucher JOIN codes c ON c.voucher = v.number
  JOIN entitlements e ON e.voucher = v.number WHERE asked.code = $1`;

const POSTGRES_HOLD = `WITH held AS (
    UPDATE entitlements e SET held = held + 1 FROM codes c WHERE c.code = $1 AND e.voucher = c.voucher AND e.nth = 1
  ) INSERT INTO sales VALUES ($2, $3)`;

const POSTGRES_REDEEM = `WITH heard AS (INSERT INTO inbox VALUES ($1, 1) RETURNING identity),
  done AS (DELETE FROM sales WHERE session = $2 RETURNING session),
  spent AS (UPDATE entitlements e SET held = held - 1, redeemed = redeemed + 1 FROM codes c, heard, done
    WHERE c.code = $3 AND e.voucher = c.voucher AND e.nth = 1 RETURNING e.voucher),
  told AS (INSERT INTO facts (subject, body, hash) SELECT voucher::text, $4, $5 FROM spent)
  INSERT INTO redemptions SELECT $1, voucher, 1, $3, $2, 'Restaurant 2', 1, 1, 1150 FROM spent`;

/** What a fact of a redemption and its place in the chain hold, about. */
const BODY = 'x'.repeat(300);
const HASHES = 'x'.repeat(128);

async function askPostgres(server: PrivateServer, size: number, own: Own): Promise<readonly Finding[]> {
  const client = await PostgresClient.open(server.socket, USER);
  await client.query(POSTGRES_TABLES);
  await client.copy(
    'COPY vouchers FROM STDIN',
    lines(size, (n) => `${n}\t1\t${orderOf(n)}\t${VALID_FROM}\t\\N\n`),
  );
  await client.copy(
    'COPY codes FROM STDIN',
    lines(size, (n) => `${codeOf(n)}\t${n}\t\\N\t\\N\n`),
  );
  await client.copy('COPY entitlements FROM STDIN', lines(size, entitlementLines));
  for (const statement of POSTGRES_INDEXES.split(';\n')) await client.query(statement);
  await client.prepare('look', POSTGRES_LOOK);
  await client.prepare('hold', POSTGRES_HOLD);
  await client.prepare('redeem', POSTGRES_REDEEM);
  const numbers = strolling(size);
  const look = await timed(LOOKS_A_ROUND, async (measure) => {
    const code = codeOf(numbers.next().value);
    const rows = await measure(() => client.execute('look', [code]));
    if (rows.length === 0) throw new Error(`PostgreSQL has no ${code}`);
  });
  const redeem = await timed(REDEMPTIONS_A_ROUND, async (measure) => {
    const code = codeOf(numbers.next().value);
    const session = randomUUID();
    await client.execute('hold', [code, session, BODY]);
    await measure(() => client.execute('redeem', [randomUUID(), session, code, BODY, HASHES]));
  });
  const peer = (what: string, value: number) => ({ what: `PostgreSQL: ${what}`, value });
  return [
    metric('vouchers', 'lookup_postgres', own.look.p50 * US, 'µs', peer('the same look-up (µs)', look.p50 * US), TOLD),
    metric('vouchers', 'redeem_postgres', own.redeem.p50, 'ms', peer('the same redemption (ms)', redeem.p50), TOLD),
  ];
}

function entitlementLines(number: number): string {
  const line = (nth: number) => `${number}\t${nth}\t1\t${VALID_FROM}\t${VALID_UNTIL}\t${ISSUED}\t0\t0\n`;
  return number % 2 === 0 ? line(1) : line(1) + line(2);
}

/** Several to a message, as a client that fills a table sends them. */
function* lines(size: number, lineOf: (number: number) => string): Generator<string> {
  const AT_ONCE = 1_000;
  for (let from = 0; from < size; from += AT_ONCE) {
    let text = '';
    for (let number = from; number < Math.min(size, from + AT_ONCE); number += 1) text += lineOf(number);
    yield text;
  }
}

export async function besideRedis(folder: string, size: number, own: Own): Promise<readonly Finding[]> {
  const redis = debianProgram('redis-server', 'redis-server');
  if (typeof redis === 'string') return [skipped('vouchers', 'lookup_redis', redis)];
  const place = join(folder, 'redis');
  await mkdir(place);
  const socket = join(place, 'redis.sock');
  const server = await startServer(redis.file, ['--port', '0', '--unixsocket', socket, '--save', ''], socket, {
    cwd: place,
    env: redis.env,
    account: undefined,
  });
  try {
    const client = new RedisClient(server.socket);
    const AT_ONCE = 1_000;
    for (let from = 0; from < size; from += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, size - from) }, (_, n) => from + n);
      await Promise.all(numbers.map((n) => client.call('SET', codeOf(n), JSON.stringify(draftOf(n)))));
    }
    const numbers = strolling(size);
    const look = await timed(LOOKS_A_ROUND, async (measure) => {
      const code = codeOf(numbers.next().value);
      const found = await measure(async () => JSON.parse((await client.call('GET', code)) ?? 'null'));
      if (found === null) throw new Error(`Redis has no ${code}`);
    });
    const peer = { what: 'Redis: the same look-up (µs)', value: look.p50 * US };
    return [metric('vouchers', 'lookup_redis', own.look.p50 * US, 'µs', peer, TOLD)];
  } finally {
    await server.stop();
  }
}

/** `work` measures the part that counts. */
async function timed(
  aRound: number,
  work: (measure: <T>(part: () => Promise<T>) => Promise<T>) => Promise<void>,
): Promise<Latency> {
  const rounds: number[][] = [];
  // The first round warms up and doesn't count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const samples: number[] = [];
    for (let n = 0; n < aRound; n += 1) {
      await work(async (part) => {
        const began = performance.now();
        const result = await part();
        samples.push(performance.now() - began);
        return result;
      });
    }
    if (round > 0) rounds.push(samples);
  }
  return overRounds(rounds);
}
