import { type Log, type LogFields, maskCardNumbers } from '@tillbridge/kernel';
import { type DestinationStream, destination, pino } from 'pino';
import { openRotatingFile } from './rotating-file.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  readonly level: LogLevel;
  /** Where lines go; standard error when there is none. */
  readonly file?: string;
  /** Instead of both, for tests. */
  readonly stream?: DestinationStream;
}

export interface OpenLog extends Log {
  /** Writes out what is waiting. */
  close(): void;
}

const MAX_FILE_BYTES = 10_000_000;
const KEPT_FILES = 5;

/** Field names whose values nobody may read, whoever logs them (S1). */
const SECRET_FIELDS = [
  'apiToken',
  'authorization',
  'cookie',
  'key',
  'launchToken',
  'pairingCode',
  'password',
  'pin',
  'secret',
  'serviceSecret',
  'signature',
  'token',
];

/** JSON lines. Secret fields are hidden by name, and whatever looks like a card number is masked. */
export function openLog(options: LogOptions): OpenLog {
  const { sink, close } = openSink(options);
  const lines = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: '[hidden]' },
    },
    sink,
  );
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (!lines.isLevelEnabled(level)) return;
    lines[level](fields === undefined ? {} : masked(fields), maskCardNumbers(message));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), close };
}

function openSink(options: LogOptions): { sink: DestinationStream; close(): void } {
  if (options.stream !== undefined) return { sink: options.stream, close: () => undefined };
  if (options.file !== undefined) {
    const file = openRotatingFile({ file: options.file, maxBytes: MAX_FILE_BYTES, kept: KEPT_FILES });
    return { sink: file, close: () => file.close() };
  }
  // Standard output belongs to what commands print; 2 is standard error.
  const sink = destination({ dest: 2, sync: false });
  sink.on('error', () => undefined);
  return { sink, close: () => sink.end() };
}

function masked(fields: LogFields): LogFields {
  const clean: Record<string, LogFields[string]> = {};
  for (const [name, value] of Object.entries(fields)) {
    clean[name] = typeof value === 'string' ? maskCardNumbers(value) : value;
  }
  return clean;
}
