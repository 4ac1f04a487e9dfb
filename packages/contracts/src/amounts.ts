import { z } from 'zod';

/** Euro cents as whole JSON numbers, in every message between the agent and its windows. */
export const centsSchema = z.int();
/** Milliseconds since the epoch, by the agent's clock. */
export const epochMsSchema = z.int().nonnegative();
