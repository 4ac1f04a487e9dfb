import { OVER_USE_PATH, type OverUse, overUseListSchema } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import type { CommandAnswer, LiveClient } from '@tillbridge/ui';
import { type ReactElement, useEffect, useState } from 'react';
import { PersonForm } from '../PersonForm.tsx';
import { RedemptionRow } from './VoucherStory.tsx';

export interface OverUseListProps {
  readonly client: LiveClient<'cashier'>;
  /** How many there are, so that the list is read again when it changes. */
  readonly count: number;
  readonly staff: readonly string[];
  readonly words: Translator;
  readonly now: number;
  readonly onCode: (code: string) => void;
}

/** Uses beyond what was issued, until a named person has seen each of them. */
export function OverUseList({ client, count, staff, words, now, onCode }: OverUseListProps): ReactElement {
  const [uses, setUses] = useState<readonly OverUse[] | null>(null);
  const [seeing, setSeeing] = useState<string | null>(null);
  const [isUnreachable, setUnreachable] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again whenever their number changed.
  useEffect(() => {
    let isOver = false;
    void client.read(OVER_USE_PATH, overUseListSchema).then((list) => {
      if (isOver) return;
      setUnreachable(list === null);
      if (list !== null) setUses(list.uses);
    });
    return () => {
      isOver = true;
    };
  }, [client, count]);

  async function see(redemption: string, person: string, pin: string): Promise<CommandAnswer> {
    const answer = await client.sendCommand({ type: 'see-over-use', redemption, person, pin });
    if (!answer.ok && answer.reason !== 'not-found') return answer;
    setSeeing(null);
    setUses((known) => known?.filter(({ id }) => id !== redemption) ?? null);
    return { ok: true };
  }

  return (
    <section className="voucher-list over-use">
      <h2>{words.t('lookUp.overUse.heading')}</h2>
      <p className="story-small">{words.t('lookUp.overUse.about')}</p>
      <p className="question-problem" role="alert">
        {isUnreachable ? words.t('lookUp.unreachable.head') : ''}
      </p>
      {uses?.length === 0 ? (
        <p className="nothing" role="status">
          {words.t('lookUp.overUse.none')}
        </p>
      ) : null}
      <ol className="story-history">
        {uses?.map((use) => (
          <RedemptionRow key={use.id} redemption={use} words={words} now={now}>
            <div className="over-use-buttons">
              <button type="button" className="button small" onClick={() => onCode(use.code)}>
                {words.t('lookUp.show')}
              </button>
              <button
                type="button"
                className="button small"
                aria-expanded={seeing === use.id}
                onClick={() => setSeeing(seeing === use.id ? null : use.id)}
              >
                {words.t('lookUp.overUse.seen')}
              </button>
            </div>
            {seeing === use.id ? (
              <PersonForm
                words={words}
                staff={staff}
                head={words.t('lookUp.overUse.who.head')}
                action={words.t('lookUp.overUse.who.action')}
                button={words.t('lookUp.overUse.seen')}
                onPerson={(person, pin) => see(use.id, person, pin)}
                onBack={() => setSeeing(null)}
              />
            ) : null}
          </RedemptionRow>
        ))}
      </ol>
    </section>
  );
}
