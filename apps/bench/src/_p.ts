import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { HttpClient } from './http-client.ts';
import { startBody } from './webhook-traffic.ts';
const folder = mkdtempSync('/tmp/pf-');
const mode = process.argv[2];
const prof = process.argv[3] === 'prof';
const child = spawn(process.execPath, [...(prof ? ['--cpu-prof','--cpu-prof-interval','100','--cpu-prof-dir=/tmp/prof'] : []),'/work/main/apps/bench/src/subjects/agent.ts', folder], { stdio: ['ignore','pipe','inherit'] });
const port: number = await new Promise((r) => createInterface({ input: child.stdout! }).on('line', (l) => r(JSON.parse(l).port)));
const lanes = mode === 'c16' ? 16 : 1;
const c = new HttpClient(port, lanes);
let n = 10; let lat: number[] = [];
const t0 = performance.now();
if (mode === 'c16') for (let k = 0; k < 8; k++) { let i = 0; const t = performance.now(); await Promise.all(Array.from({ length: lanes }, async () => { while (i < 400) { i++; n = n >= 410 ? 10 : n + 1; const b = startBody(randomUUID(), n); await c.post(b.path, b.headers, b.body); } })); console.log((400 / (performance.now() - t) * 1000).toFixed(0)); await new Promise((r) => setTimeout(r, 1500)); }
else for (let i = 0; i < 800; i++) { n = n >= 410 ? 10 : n + 1; const b = startBody(randomUUID(), n); const a = await c.post(b.path, b.headers, b.body); lat.push(a.ms); await new Promise((r) => setTimeout(r, 5)); }
lat = lat.slice(200).sort((a, b) => a - b);
if (lat.length) console.log('p50', lat[lat.length >> 1], 'p90', lat[Math.floor(lat.length * .9)]);
child.kill('SIGTERM'); await new Promise((r) => child.once('exit', r)); process.exit(0);
