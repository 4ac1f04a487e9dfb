import { OVER_USE_PATH, overUseListSchema } from '@tillbridge/contracts';
import type { Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readArgs } from '../read-args.ts';
import { voucherApi } from './api.ts';
import { oneLine, spentText } from './words.ts';

/** `tillbridge voucher overuse`: ends with 1 when there is any, so that a script can tell. */
export async function overUse(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches } = readArgs(args, { values: ['config', 'data'], switches: ['json'] });
  const list = await (await voucherApi(values, console)).read(OVER_USE_PATH, {}, overUseListSchema);
  if (switches.json) console.out(JSON.stringify(list));
  else if (list.uses.length === 0) console.out('Nothing was spent beyond what was issued.');
  else {
    for (const use of list.uses) {
      console.out(oneLine(`${spentText(use)}  code ${use.code}  order ${use.orderReference} (${use.shop.id})`));
    }
    console.out('A named person signs each of them off in the cashier window.');
  }
  return list.uses.length === 0 ? EXIT.done : EXIT.no;
}
