/**
 * The peer of the relay bench: Fastify and better-sqlite3 with nothing in between. `/echo` answers, `/commit` writes one
 * row with a full-sync commit of its own and answers.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fastify from 'fastify';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: bare-server.ts FOLDER');

const database = new Database(join(folder, 'bare.db'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO line (body) VALUES (?)');

const server = fastify({ logger: false });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/echo', async (_request, reply) => {
  reply.header('content-type', 'application/json');
  return '{"externalPayment":{"started":true}}';
});
server.post('/commit', async (request, reply) => {
  insert.run(String(request.body));
  reply.header('content-type', 'application/json');
  return '{"externalPayment":{"started":true}}';
});
await server.listen({ port: 0, host: '127.0.0.1' });
const address = server.server.address();
if (address === null || typeof address === 'string') throw new Error('no port');
console.log(JSON.stringify({ port: address.port }));
process.once('SIGTERM', () => {
  server.close().then(() => process.exit(0));
});
