import type { ErrorCatalogue } from '@tillbridge/kernel';
import { ZVT_CODEC_ERRORS } from './codec/errors.ts';
import { DRIVER_ERRORS } from './driver/errors.ts';
import { LINK_ERRORS } from './link/errors.ts';

/** Everything that can be said about a ZVT terminal: its bytes, its link, and the conversation. */
export const ZVT_ERRORS = { ...ZVT_CODEC_ERRORS, ...LINK_ERRORS, ...DRIVER_ERRORS } as const satisfies ErrorCatalogue;
