/** Error answers (docs.multisafepay.com, "Error reference"). The text is ours; the code decides. */
export interface Problem {
  readonly status: number;
  /** Null: the bare form, `{"message": …}`. */
  readonly code: number | null;
  readonly info: string;
  readonly retryAfterSeconds?: number;
}

const coded = (code: number, info: string, status = 404): Problem => ({ status, code, info });

export const PROBLEMS = {
  notFound: coded(1000, 'Not found', 410),
  amount: coded(1001, 'Invalid amount'),
  currency: coded(1002, 'Invalid currency'),
  orderId: coded(1006, 'Invalid transaction ID'),
  description: coded(1008, 'Missing description'),
  missing: coded(1016, 'Missing data'),
  transaction: coded(1021, 'Unable to create transaction'),
  gateway: coded(1023, 'Gateway unavailable'),
  apiKey: coded(1032, 'Invalid API key'),
  refund: coded(1034, 'Unable to refund'),
  forbidden: { status: 403, code: null, info: 'Forbidden' },
  malformed: { status: 400, code: null, info: 'The body is no JSON' },
  tooMany: { status: 429, code: null, info: 'Too Many Requests' },
  internal: { status: 500, code: null, info: 'Internal Server Error' },
  unavailable: { status: 503, code: null, info: 'Service Unavailable' },
} as const satisfies Record<string, Problem>;

/** Thrown by a route to be answered as it stands. */
export class ProblemAnswer extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.info);
    this.problem = problem;
  }
}

export function problemBody({ code, info }: Problem) {
  return code === null ? { message: info } : { success: false, data: [], error_code: code, error_info: info };
}
