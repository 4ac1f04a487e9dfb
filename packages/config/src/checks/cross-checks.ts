/** What ties two places of the settings together, and what is allowed but unwise. */
import type { SettingsFile } from '../file/settings.wire.ts';
import type { Finding } from '../finding.ts';
import { accountKinds } from './account-fit.ts';
import { duplicates } from './duplicates.ts';
import { listening } from './listening.ts';
import { references, unused } from './references.ts';
import { unwise } from './unwise.ts';
import { voucherChecks } from './vouchers.ts';
import { means } from './ways.ts';

export function crossChecks(file: SettingsFile): Finding[] {
  return [
    ...duplicates(file),
    ...references(file),
    ...accountKinds(file),
    ...means(file),
    ...listening(file),
    ...unused(file),
    ...voucherChecks(file),
    ...unwise(file),
  ];
}
