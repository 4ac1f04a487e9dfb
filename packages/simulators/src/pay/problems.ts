/** Error answers of the Order API (developer.pay.nl, responses). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly violations?: readonly { readonly propertyPath: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
  /** In the older shape instead: a map of fields. */
  readonly fields?: Readonly<Record<string, { readonly code: string; readonly message: string }>>;
}

const known = (status: number, title: string, detail: string): Problem => ({
  status,
  code: `PAY-1${status}`,
  title,
  detail,
});

export const PROBLEMS = {
  malformed: known(400, 'Bad request', 'The input could not be read.'),
  signIn: known(401, 'Unauthorized', 'Sign in to use this resource.'),
  denied: known(403, 'Forbidden', 'Forbidden: no access to this service.'),
  notFound: known(404, 'Not found', 'There is no such order.'),
  notAcceptable: known(406, 'Not acceptable', 'Only application/json can be sent.'),
  tooMany: known(429, 'Too many requests', 'Too many requests. Try again after 15 minutes.'),
  internal: known(500, 'Internal error', 'Something went wrong.'),
  unavailable: known(503, 'Service unavailable', 'The request cannot be handled now. Try again after 15 minutes.'),
  tooLate: known(422, 'Unprocessable', 'status: This order cannot be aborted in its present state.'),
  terminalInUseInWords: known(422, 'Unprocessable', 'paymentMethod.input.terminalCode: Terminal in use'),
  notPaid: known(422, 'Unprocessable', 'status: This transaction cannot be refunded in its present state.'),
  chargedBack: { status: 422, code: 'PAY-013', title: 'Unprocessable', detail: 'Transaction is charged back' },
  tooFast: { status: 422, code: 'PAY-3000', title: 'Unprocessable', detail: 'Refunding too fast, wait a moment' },
  terminalInUse: { status: 422, code: 'PAY-9206', title: 'Unprocessable', detail: 'Terminal in use' },
  terminalOffline: known(422, 'Unprocessable', 'paymentMethod.input.terminalCode: Terminal not connected'),
  methodNotEnabled: known(
    422,
    'Unprocessable',
    'paymentMethod.id: The requested payment method is not enabled for this service',
  ),
} as const satisfies Record<string, Problem>;

export function violation(propertyPath: string, message: string): Problem {
  return {
    ...known(422, 'Unprocessable', `${propertyPath}: ${message}`),
    violations: [{ propertyPath, message }],
  };
}

/** The older shape of the management API's errors, a map of fields. */
export function fieldProblem(field: string, code: string, message: string): Problem {
  return { ...known(422, 'Unprocessable', message), fields: { [field]: { code, message } } };
}

/** Thrown by a route to be answered as it stands. */
export class ProblemAnswer extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export function problemBody(problem: Problem) {
  if (problem.fields !== undefined) return { errors: problem.fields };
  return {
    type: 'https://developer.pay.nl/docs/error-codes',
    code: problem.code,
    title: problem.title,
    detail: problem.detail,
    violations: problem.violations ?? [],
  };
}
