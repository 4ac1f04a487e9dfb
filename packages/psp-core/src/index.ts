export { describeIssues, oneLine, type ReadJson, readJson, retryAfterMs } from './answers.ts';
export { basicAuthorization, hmacHex, hmacMatches } from './authentication.ts';
export { CallGate, type CallLimits, sharePauseMs } from './call-gate.ts';
export { fromBase64, textOfUtf8, toBase64, utf8 } from './encoding.ts';
export { failure, failureOfTransport, maskedLine, type ProviderFailure } from './failure.ts';
export type {
  HttpExchange,
  HttpReply,
  HttpRequest,
  HttpResponse,
  Reach,
  TransportFailure,
  TransportFault,
} from './http-exchange.ts';
export { type CallEnd, type CallKind, endOf, type Retry, retryAfterEnd } from './retry.ts';
