import type { HttpReply } from '@tillbridge/psp-core';
import { answer } from '@tillbridge/psp-core/testing';

/** An error as the platform words it. */
export function problem(status: number, error: unknown = { status, type: 'SomeError', value: 'said so' }): HttpReply {
  return answer(status, { error });
}
