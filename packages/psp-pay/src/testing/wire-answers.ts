import type { HttpReply } from '@tillbridge/psp-core';
import { answer } from '@tillbridge/psp-core/testing';

/** An error as Pay.'s APIs word it. */
export function problem(status: number, code: string, detail = 'said so'): HttpReply {
  return answer(status, { type: 'https://developer.pay.nl/docs/error-codes', code, title: 'No', detail });
}
