/**
 * The terminals that the agent talks to itself, for IT: `tillbridge terminal` and whoever else wants to look. All calls
 * need the role cashier. Nothing here moves money.
 */
import { z } from 'zod';
import { epochMsSchema } from './amounts.ts';

/** `GET`: a `TerminalList`. */
export const TERMINALS_PATH = '/api/terminals';

/**
 * `POST /api/terminals/:route/<question>`: 200 with the answer, or 202 while the terminal is still at it; then
 * `GET /api/terminals` has it as `last` when `asking` is null again.
 */
export const terminalQuestionSchema = z.enum(['test', 'diagnose', 'end-of-day']);
export type TerminalQuestion = z.infer<typeof terminalQuestionSchema>;

export function terminalPath(route: string, what: TerminalQuestion | 'trace'): string {
  return `${TERMINALS_PATH}/${encodeURIComponent(route)}/${what}`;
}

export const lifeSignSchema = z.object({
  at: epochMsSchema,
  how: z.enum(['registration', 'status-enquiry', 'ping', 'payment', 'service']),
});

export const terminalAnswerSchema = z.discriminatedUnion('kind', [
  /** `lines`: what it printed or said; `facts`: terminal id, software and so on. */
  z.object({ kind: z.literal('done'), lines: z.array(z.string()), facts: z.record(z.string(), z.string()) }),
  /** It said no, or we didn't ask. `detail` begins with an error code. */
  z.object({ kind: z.literal('refused'), detail: z.string() }),
  /** A payment is under way, or another question. */
  z.object({ kind: z.literal('busy') }),
  z.object({ kind: z.literal('unreachable'), detail: z.string() }),
]);
export type TerminalAnswer = z.infer<typeof terminalAnswerSchema>;

/** The body of a 202. */
export const terminalPendingSchema = z.object({ kind: z.literal('pending'), since: epochMsSchema });
export const terminalReplySchema = z.union([terminalAnswerSchema, terminalPendingSchema]);
export type TerminalReply = z.infer<typeof terminalReplySchema>;

/** What is kept of the wire. In memory always; in files while it is on. */
export const traceStateSchema = z.object({
  on: z.boolean(),
  /** When it ends by itself; null: never, or it is off. */
  until: epochMsSchema.nullable(),
  /** The folder of the files on the agent's machine. */
  folder: z.string(),
});
export type TraceState = z.infer<typeof traceStateSchema>;

export const terminalSchema = z.object({
  route: z.string(),
  name: z.string(),
  kind: z.enum(['zvt-terminal', 'pay-ecr-terminal']),
  /** For people, for example `tcp://10.0.0.8:20007`. */
  address: z.string(),
  /** The last proof that it lives, and how it was obtained; null: none since the start. */
  lifeSign: lifeSignSchema.nullable(),
  /** The last lack of one, when it came after the life sign. `detail` begins with an error code. */
  trouble: z.object({ at: epochMsSchema, detail: z.string() }).nullable(),
  /** A payment is open on it. */
  busy: z.boolean(),
  asking: z.object({ question: terminalQuestionSchema, since: epochMsSchema }).nullable(),
  last: z.object({ question: terminalQuestionSchema, at: epochMsSchema, answer: terminalAnswerSchema }).nullable(),
  trace: traceStateSchema,
});
export type TerminalView = z.infer<typeof terminalSchema>;

export const terminalListSchema = z.object({ terminals: z.array(terminalSchema) });
export type TerminalList = z.infer<typeof terminalListSchema>;

/** `POST /api/terminals/:route/trace`: answers with a `TraceState`. */
export const traceSwitchSchema = z.object({ on: z.boolean() });

/**
 * Something that went over the wire, card data masked. Of ZVT the APDU in hexadecimal, of PAY.POS the message as text;
 * or a note about the link itself. The same in files, one JSON object a line.
 */
export const traceLineSchema = z.object({
  at: epochMsSchema,
  direction: z.enum(['to-terminal', 'from-terminal']).nullable(),
  hex: z.string().nullable(),
  text: z.string().nullable(),
  note: z.string().nullable(),
});
export type TraceLine = z.infer<typeof traceLineSchema>;

/** `GET /api/terminals/:route/trace?after=N`: the newest lines in memory, oldest first. `sequence` counts from 1. */
export const traceLinesSchema = z.object({
  lines: z.array(traceLineSchema.extend({ sequence: z.int().positive() })),
  /** The `after` of the next call. */
  next: z.int().nonnegative(),
  trace: traceStateSchema,
});
export type TraceLines = z.infer<typeof traceLinesSchema>;
