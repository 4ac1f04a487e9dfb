/**
 * Traces on disk: `<data>/traces/<route>-<date>.jsonl`, one line a message. Lines are taken at once and written behind,
 * a whole heap at a time; a disk that refuses them loses the trace and nothing else.
 */
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceLine } from '@tillbridge/contracts';
import { describeError, type Log } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import type { TraceSink } from './wire-trace.ts';

export interface TraceLimits {
  /** A day and route that fills this goes on in the next file. */
  readonly fileBytes: number;
  /** Of all routes together; the oldest go. */
  readonly files: number;
  /** Lines that wait for the disk; more are dropped. */
  readonly waiting: number;
}

const LIMITS: TraceLimits = { fileBytes: 4_000_000, files: 30, waiting: 5_000 };
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*-\d{4}-\d{2}-\d{2}(?:\.\d+)?\.jsonl$/;

interface OpenFile {
  readonly day: string;
  readonly part: number;
  bytes: number;
}

export class TraceFiles implements TraceSink {
  readonly folder: string;
  private readonly log: Log;
  private readonly limits: TraceLimits;
  private readonly open = new Map<RouteId, OpenFile>();
  private waiting: { readonly route: RouteId; readonly line: TraceLine }[] = [];
  private dropped = 0;
  private writing: Promise<void> | null = null;
  private broken = false;

  constructor(folder: string, log: Log, limits: Partial<TraceLimits> = {}) {
    this.folder = folder;
    this.log = log;
    this.limits = { ...LIMITS, ...limits };
  }

  append(route: RouteId, line: TraceLine): void {
    if (this.waiting.length >= this.limits.waiting) {
      this.dropped += 1;
      return;
    }
    this.waiting.push({ route, line });
    this.writing ??= this.write();
  }

  /** Resolves when all that was appended is written or given up. */
  async idle(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async write(): Promise<void> {
    // Not in the caller's breath: it is on the way of a payment.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const heap = this.waiting;
      const { dropped } = this;
      this.waiting = [];
      this.dropped = 0;
      try {
        await this.writeHeap(heap, dropped);
        this.broken = false;
      } catch (error) {
        if (!this.broken) {
          this.log.warn('the wire trace can not be written', { folder: this.folder, error: describeError(error) });
        }
        this.broken = true;
        this.open.clear();
      }
    }
    this.writing = null;
  }

  private async writeHeap(heap: typeof this.waiting, dropped: number): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const byFile = new Map<string, { readonly file: OpenFile; text: string }>();
    for (const { route, line } of heap) {
      const text = `${JSON.stringify(line)}\n`;
      const file = await this.fileFor(route, new Date(line.at).toISOString().slice(0, 10));
      file.bytes += Buffer.byteLength(text);
      const name = fileName(route, file);
      const known = byFile.get(name);
      if (known === undefined) byFile.set(name, { file, text });
      else known.text += text;
    }
    const [first] = byFile.values();
    if (dropped > 0 && first !== undefined) {
      const note = `${dropped} lines were dropped: the disk is slower than the wire`;
      first.text += `${JSON.stringify({ at: heap[0]?.line.at ?? 0, direction: null, hex: null, text: null, note })}\n`;
    }
    for (const [name, { text }] of byFile) await appendFile(join(this.folder, name), text, { mode: 0o600 });
  }

  /** The file that takes the next line of a route; a new one with each day, and when one is full. */
  private async fileFor(route: RouteId, day: string): Promise<OpenFile> {
    const present = this.open.get(route);
    if (present?.day === day && present.bytes < this.limits.fileBytes) return present;
    let part = present?.day === day ? present.part + 1 : 1;
    let bytes = await this.sizeOf(fileName(route, { day, part }));
    while (bytes >= this.limits.fileBytes) {
      part += 1;
      bytes = await this.sizeOf(fileName(route, { day, part }));
    }
    const file = { day, part, bytes };
    this.open.set(route, file);
    if (bytes === 0) await this.makeRoom();
    return file;
  }

  private async sizeOf(name: string): Promise<number> {
    try {
      return (await stat(join(this.folder, name))).size;
    } catch {
      return 0;
    }
  }

  /** Before a new file: the oldest go, so that there are never more than the limit. */
  private async makeRoom(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => FILE.test(name));
    if (names.length < this.limits.files) return;
    const aged = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.folder, name))).mtimeMs })),
    );
    aged.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
    for (const { name } of aged.slice(0, names.length - this.limits.files + 1)) {
      await rm(join(this.folder, name), { force: true });
    }
  }
}

function fileName(route: RouteId, { day, part }: Pick<OpenFile, 'day' | 'part'>): string {
  return `${route}-${day}${part === 1 ? '' : `.${part}`}.jsonl`;
}
