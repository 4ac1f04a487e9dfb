export { encodeApdu, parseApdu } from './apdu.ts';
export { ApduReader } from './apdu-reader.ts';
export { BMP } from './bitmaps.ts';
export {
  buildAborted,
  buildCompletion,
  buildDateTime,
  buildIntermediateStatus,
  buildPrintBlock,
  buildPrintLine,
  buildStatusInformation,
} from './build-terminal.ts';
export {
  buildAbort,
  buildAck,
  buildLogOff,
  buildNack,
  buildPayment,
  buildRegistration,
  buildService,
  buildSetDateTime,
  buildStatusEnquiry,
} from './build-till.ts';
export { decodeText, encodeText } from './charset.ts';
export { CONTROL, nameOf } from './control.ts';
export { decodeMessage } from './decode-message.ts';
export { describeApdu } from './describe-apdu.ts';
export { encodeMessage } from './encode-message.ts';
export { ZVT_CODEC_ERRORS } from './errors.ts';
export { maskApdu } from './mask-apdu.ts';
export type * from './model.ts';
export { readPrintBlock, readPrintLine } from './read-print.ts';
export { readStatusInformation } from './read-status-information.ts';
export { readAbort, readCompletion, readDateTime, readIntermediateStatus, readResponse } from './read-terminal.ts';
export { readPayment, readRegistration, readService } from './read-till.ts';
export { TAG } from './tags.ts';
