export { formatDate, formatSpan } from './figures.ts';
export { LANGUAGES, type Language, type Medium } from './language.ts';
export { REASON_CODES, type ReasonSituation, reasonSentence } from './reason-sentence.ts';
export { type ReconcileAbout, type ReconcileReason, reconcileSentence } from './reconcile-sentence.ts';
export { textIn } from './text-in.ts';
export { type TillSentences, type TillSituation, tillSentences } from './till-sentences.ts';
export { createTranslator, type Fill, type SentenceKey, type Sentences, type Translator } from './translator.ts';
export { type VoucherRefusal, type VoucherSituation, voucherSentences } from './voucher-sentences.ts';
