import type { HttpReply } from '@tillbridge/psp-core';
import { answer, type ScriptedHttp } from '@tillbridge/psp-core/testing';

/** An answer as the API wraps it. */
export function data(body: unknown): HttpReply {
  return answer(200, { success: true, data: body });
}

/** An error as the API words it. */
export function problem(status: number, code: number, info = 'said so'): HttpReply {
  return answer(status, { success: false, data: [], error_code: code, error_info: info });
}

/** What was asked, without the base address. */
export function callsOf(http: ScriptedHttp): readonly string[] {
  return http.asked.map((call) => call.replace('/v1/json', ''));
}
