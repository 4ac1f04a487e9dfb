import { join } from 'node:path';

/** The folder of the apps. */
export const APPS = join(import.meta.dirname, '../../..');
