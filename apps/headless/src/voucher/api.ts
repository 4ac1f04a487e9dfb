import { CommandError, type Console } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { findAgent, type LocalApi, signIn } from '../local-agent.ts';
import { readAnswer } from '../read-answer.ts';

/** Reads of the local API's vouchers. */
export interface VoucherApi {
  read<T>(path: string, query: Readonly<Record<string, string | number | undefined>>, schema: Schema<T>): Promise<T>;
}

type Schema<T> = Parameters<typeof readAnswer<T>>[1];

export async function voucherApi(
  named: { readonly config?: string; readonly data?: string },
  console: Console,
): Promise<VoucherApi> {
  const api: LocalApi = await signIn(await findAgent(named, console));
  return {
    async read(path, query, schema) {
      const asked = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
      const answer = await api.get(`${path}?${asked}`);
      if (answer.status === 404 && query.till === undefined) {
        throw new CommandError(EXIT.failed, 'This agent has no vouchers: its settings have no `vouchers`.');
      }
      return await readAnswer(answer, schema);
    },
  };
}
