/** Who may do what over the local API. */
import { z } from 'zod';

export const roleSchema = z.enum(['cashier', 'display']);
export type Role = z.infer<typeof roleSchema>;

/** `POST /api/enter`: a launch token (from the shell or the command line) or a pairing code becomes a cookie. */
export const ENTER_PATH = '/api/enter';
export const enterSchema = z.union([
  z.object({ launchToken: z.string().min(20).max(200) }),
  z.object({ pairingCode: z.string().regex(/^\d{6}$/) }),
]);
export type Enter = z.infer<typeof enterSchema>;
export const enteredSchema = z.object({ role: roleSchema });

/**
 * `POST /api/pairing-codes` (role cashier): a six-digit code that lets one more window in, once, for five minutes.
 */
export const PAIRING_PATH = '/api/pairing-codes';
export const pairingRequestSchema = z.object({ role: roleSchema });
export const pairingCodeSchema = z.object({ code: z.string(), validMs: z.int() });

/** Every refused call answers with this body. */
export const apiErrorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
export type ApiError = z.infer<typeof apiErrorSchema>;
