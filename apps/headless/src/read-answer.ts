import { apiErrorSchema } from '@tillbridge/contracts';
import { CommandError } from './command.ts';
import { EXIT } from './exit-code.ts';

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** What the local API answered. Throws a `CommandError` for a refusal, and for what is no such answer. */
export async function readAnswer<T>(answer: Response, schema: Schema<T>): Promise<T> {
  const body: unknown = await answer.json().catch(() => null);
  const read = answer.ok ? schema.safeParse(body) : undefined;
  if (read?.success) return read.data;
  const refused = apiErrorSchema.safeParse(body);
  throw new CommandError(
    EXIT.failed,
    refused.success
      ? `${refused.data.error.code} ${refused.data.error.message}`.trim()
      : 'The agent answered something else: it may be of another version.',
  );
}
