/** The addresses of the REST service, as data: the router and its description are both made from this table. */

export const VOUCHERS_PATH = '/v1/vouchers';
export const PRODUCTS_PATH = '/v1/products';
/** The SOAP service; its description at `?wsdl`. */
export const SOAP_PATH = '/soap';
/** What is here, for machines and for people. */
export const OPENAPI_PATH = '/openapi.json';
export const OPENAPI_PAGE_PATH = '/openapi';

/** A repeat of a request under the same key is answered as the first was, and stores nothing. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
/** Names a call in both sides' logs. */
export const REQUEST_ID_HEADER = 'x-request-id';

export const INJECTION_ROUTES = {
  injectVouchers: { method: 'POST', path: VOUCHERS_PATH },
  findVouchers: { method: 'GET', path: VOUCHERS_PATH },
  showVoucher: { method: 'GET', path: `${VOUCHERS_PATH}/{code}` },
  reissueVoucher: { method: 'POST', path: `${VOUCHERS_PATH}/{code}/reissue` },
  blockVoucher: { method: 'POST', path: `${VOUCHERS_PATH}/{code}/block` },
  listProducts: { method: 'GET', path: PRODUCTS_PATH },
} as const satisfies Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly path: string }>>;

export type InjectionOperation = keyof typeof INJECTION_ROUTES;

export type FoundRoute =
  /** `code`: what stands in the place of `{code}`, decoded; empty where there is none. */
  | { readonly kind: 'operation'; readonly operation: InjectionOperation; readonly code: string }
  /** Something is at this address, for other methods. */
  | { readonly kind: 'other-method'; readonly allow: string }
  | { readonly kind: 'nothing' };

const ROUTES = Object.entries(INJECTION_ROUTES).map(([operation, { method, path }]) => ({
  operation: operation as InjectionOperation,
  method,
  steps: path.split('/'),
}));

/** `path` as it stood on the request line, undecoded: a code may hold a slash, written `%2F`. */
export function findRoute(method: string, path: string): FoundRoute {
  const steps = path.split('/');
  const here = ROUTES.filter((route) => isAt(route.steps, steps));
  const found = here.find((route) => route.method === method);
  if (found === undefined) {
    const allow = here.map((route) => route.method).join(', ');
    return allow === '' ? { kind: 'nothing' } : { kind: 'other-method', allow };
  }
  const code = decoded(steps[found.steps.indexOf('{code}')] ?? '');
  return code === null ? { kind: 'nothing' } : { kind: 'operation', operation: found.operation, code };
}

function isAt(wanted: readonly string[], steps: readonly string[]): boolean {
  return (
    wanted.length === steps.length &&
    wanted.every((step, index) => (step === '{code}' ? steps[index] !== '' : step === steps[index]))
  );
}

function decoded(step: string): string | null {
  try {
    return decodeURIComponent(step);
  } catch {
    return null;
  }
}
