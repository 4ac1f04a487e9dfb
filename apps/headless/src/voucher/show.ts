import {
  type EntitlementStory,
  VOUCHER_LOOK_UP_PATH,
  type VoucherStoryView,
  voucherAnswerSchema,
} from '@tillbridge/contracts';
import type { Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readArgs, usage } from '../read-args.ts';
import { voucherApi } from './api.ts';
import { moment, nameOf, oneLine, spentText, unitsText, verdictText } from './words.ts';

/** `tillbridge voucher show CODE|ORDER`: everything about a ticket, or about each of an order's. */
export async function show(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, {
    values: ['config', 'data', 'till'],
    switches: ['json'],
    mostWords: 1,
  });
  const [find] = words;
  if (find === undefined) throw usage('voucher show wants a ticket’s code or an order reference');
  const api = await voucherApi(values, console);
  const { till } = values;
  const answer = await api.read(VOUCHER_LOOK_UP_PATH, { find, till, language: 'en' }, voucherAnswerSchema);
  if (switches.json) console.out(JSON.stringify(answer));
  else {
    for (const story of answer.vouchers) for (const line of storyText(story)) console.out(line);
    if (answer.verdict !== null) console.out(verdictText(answer.verdict));
  }
  return answer.vouchers.length === 0 ? EXIT.no : EXIT.done;
}

function storyText(story: VoucherStoryView): readonly string[] {
  const { code, shop, orderReference, receivedAt, replacedCodes, verdict, entitlements, heldBy, redemptions } = story;
  return [
    oneLine(`${code}  order ${orderReference}`),
    oneLine(`  received ${moment(receivedAt)} from ${shop.name} (${shop.id})`),
    ...replacedCodes.map((old) => `  replaces ${old.code}, refused since ${moment(old.at)}`),
    ...(verdict === null ? [] : [`  ${verdictText(verdict)}`]),
    ...entitlements.flatMap(entitlementText),
    ...heldBy.map(({ till, since, until }) => `  held at ${till} since ${moment(since)}, free at ${moment(until)}`),
    ...redemptions.map((redemption) => `  redeemed ${spentText(redemption)}`),
    ...(redemptions.length === 0 ? ['  nothing redeemed yet'] : []),
  ];
}

function entitlementText(entitlement: EntitlementStory): readonly string[] {
  const { label, name, issued, left, held, validFrom, validUntil, gives, code, verdict } = entitlement;
  const units = (count: number) => unitsText(entitlement, count);
  const valid = [
    ...(validFrom === null ? [] : [`from ${moment(validFrom)}`]),
    ...(validUntil === null ? [] : [`until ${moment(validUntil)}`]),
  ];
  return [
    [
      `  ${nameOf(label)} (${oneLine(name)}):`,
      issued === null || left === null ? 'unlimited' : `${units(left)} of ${units(issued)} left`,
      ...(held === 0 ? [] : [`, ${units(held)} in a sale now`]),
      ...(valid.length === 0 ? [] : [`, valid ${valid.join(' ')}`]),
      ...(code === null ? [] : [`, code ${code}`]),
    ].reduce((text, part) => (part.startsWith(',') ? text + part : `${text} ${part}`)),
    ...gives.map((sentence) => `    ${oneLine(sentence)}`),
    ...(verdict === null ? [] : [`    ${verdictText(verdict)}`]),
  ];
}
