/** Error answers of the platform: `{"error": {…}}`. Texts are ours; their shapes are those of captured traffic. */
export interface Problem {
  /** Of HTTP. */
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

const known = (status: number, type: string, value: string): Problem => ({ status, error: { status, type, value } });

export const PROBLEMS = {
  /** Without a `status` of its own, as it was seen. */
  signIn: { status: 401, error: { type: 'Unauthorized', value: 'Sign in with an API key.' } },
  forbidden: known(403, 'Forbidden', 'This key may not do that.'),
  notFound: known(404, 'NotFound', 'There is no such thing.'),
  notAllowed: known(405, 'MethodNotAllowed', 'This method is not allowed here.'),
  malformed: known(400, 'BadRequest', 'The body is not JSON.'),
  tooMany: known(429, 'TooManyRequests', 'Slow down.'),
  internal: known(500, 'InternalServerError', 'Something went wrong.'),
  /** With its status as text, as a test of the platform's PHP client has it. */
  unavailable: { status: 503, error: { status: '503', type: 'ConnectionError', value: 'A bank cannot be reached.' } },
  tooLate: known(400, 'ValueError', 'An order that has ended cannot be cancelled.'),
  notPaid: known(400, 'ValueError', 'Only a completed order can be refunded.'),
  tooMuch: known(400, 'ValueError', 'The amount is more than is left to refund.'),
} as const satisfies Record<string, Problem>;

/** A field the schema refuses. */
export function invalid(path: string, message: string): Problem {
  return { status: 400, error: { status: 400, type: 'ValidationError', value: message, property_path: path } };
}

/** Thrown by a route to be answered as it stands. */
export class ProblemAnswer extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(String(problem.error.value));
    this.problem = problem;
  }
}
