import type { CashierView, VoucherStoryView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { type LiveClient, Pictogram } from '@tillbridge/ui';
import { type ReactElement, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { cardWords } from '../card-words.ts';
import { InjectionLog } from './InjectionLog.tsx';
import { OverUseList } from './OverUseList.tsx';
import type { LookUpStep } from './use-look-up.ts';
import type { VoucherSide } from './use-voucher-side.ts';
import { VoucherSearch } from './VoucherSearch.tsx';
import { VoucherHead, VoucherStory } from './VoucherStory.tsx';
import { nothingWords, PART_KEYS, PARTS, storyWords, whenWords } from './voucher-words.ts';

export interface VoucherBoardProps {
  readonly client: LiveClient<'cashier'>;
  readonly view: CashierView;
  readonly words: Translator;
  readonly now: number;
  readonly isLive: boolean;
  readonly side: VoucherSide;
}

/** The vouchers' side of the window: what to look for on the left, what became of it on the right. */
export function VoucherBoard({ client, view, words, now, isLive, side }: VoucherBoardProps): ReactElement {
  const { step, part } = side;
  const [chosen, setChosen] = useState<string | null>(null);
  const found = step.is === 'answer' ? step.answer.vouchers : [];
  const story = found.find(({ id }) => id === chosen) ?? found[0];
  const right = useShownAnswer(step);
  const overUses = view.vouchers?.overUse ?? 0;
  return (
    <main className="board voucher-board">
      <h1 className="visually-hidden">{words.t('lookUp.tabs.vouchers')}</h1>
      {view.current === null ? null : <PinnedPayment view={view} words={words} now={now} onNow={side.close} />}
      <div className="voucher-left" data-region="voucher-search" tabIndex={-1}>
        <VoucherSearch
          words={words}
          text={side.text}
          onText={side.type}
          field={side.field}
          onSearch={() => side.lookUp('find', side.text)}
        />
        <fieldset className="voucher-parts">
          <legend className="visually-hidden">{words.t('lookUp.tabs.vouchers')}</legend>
          {PARTS.map((each) => (
            <button
              key={each}
              type="button"
              className="button small"
              aria-pressed={each === part}
              data-part={each}
              onClick={() => side.showPart(each)}
            >
              {words.t(PART_KEYS[each])}
              {each === 'overUse' && overUses > 0 ? <b className="badge">{overUses}</b> : null}
            </button>
          ))}
        </fieldset>
        {part === 'story' && found.length > 1 ? (
          <FoundList stories={found} chosen={story} words={words} now={now} onChoose={setChosen} step={step} />
        ) : null}
        {part === 'log' ? (
          <InjectionLog
            client={client}
            shops={view.vouchers?.shops ?? []}
            words={words}
            now={now}
            isLive={isLive}
            onOrder={(order) => side.lookUp('order', order)}
          />
        ) : null}
        {part === 'overUse' ? (
          <OverUseList
            client={client}
            count={overUses}
            staff={view.staff}
            words={words}
            now={now}
            onCode={(code) => side.lookUp('code', code)}
          />
        ) : null}
      </div>
      <div className="voucher-right" data-region="voucher" tabIndex={-1} ref={right}>
        {story === undefined ? (
          <NoStory step={step} words={words} now={now} />
        ) : (
          <VoucherStory key={story.id} story={story} words={words} now={now} />
        )}
      </div>
    </main>
  );
}

/** Where the answer stands far below the question it is brought into sight. */
function useShownAnswer(step: LookUpStep): RefObject<HTMLDivElement | null> {
  const right = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const top = right.current?.getBoundingClientRect().top ?? 0;
    if (step.is === 'answer' && top > innerHeight * FAR_BELOW) right.current?.scrollIntoView({ block: 'start' });
  }, [step]);
  return right;
}

/** Of the window's height. */
const FAR_BELOW = 0.7;

/** The payment that is under way stays in sight, with its amount. */
function PinnedPayment({
  view,
  words,
  now,
  onNow,
}: Pick<VoucherBoardProps, 'view' | 'words' | 'now'> & { readonly onNow: () => void }): ReactElement | null {
  const { current } = view;
  if (current === null) return null;
  const { field, pictogram, head } = cardWords(current, words, now, view.health);
  const amount = words.amount(current.amountCents);
  return (
    <div className="pinned-payment card" data-field={field} data-payment={current.paymentId} role="status">
      <Pictogram name={pictogram} />
      <p>
        {head.includes(amount) ? null : <strong>{amount}</strong>}
        {head}
      </p>
      <button type="button" className="button small" onClick={onNow}>
        {words.t('button.show')}
      </button>
    </div>
  );
}

/** The vouchers of one order. */
function FoundList(props: {
  readonly stories: readonly VoucherStoryView[];
  readonly chosen: VoucherStoryView | undefined;
  readonly step: LookUpStep;
  readonly words: Translator;
  readonly now: number;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const { stories, chosen, step, words, now, onChoose } = props;
  const order = step.is === 'answer' ? step.answer.asked : '';
  return (
    <section className="voucher-found">
      <h2>{words.t('lookUp.found', { count: stories.length, order })}</h2>
      <ul>
        {stories.map((story) => {
          const { head, field } = storyWords(story, words, now);
          return (
            <li key={story.id} data-standing={field}>
              <button
                type="button"
                className="row-button"
                aria-pressed={story.id === chosen?.id}
                onClick={() => onChoose(story.id)}
              >
                <Pictogram name={field === 'refused' ? 'voucher-stop' : 'voucher'} />
                <span>
                  {story.code}
                  <small>{`${head} · ${whenWords(story.receivedAt, words, now)}`}</small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Nothing was looked for, or nothing found. */
function NoStory({ step, words, now }: { step: LookUpStep; words: Translator; now: number }): ReactElement {
  switch (step.is) {
    case 'idle':
      return (
        <section className="voucher-hint">
          <Pictogram name="voucher" />
          <p>{words.t('lookUp.hint')}</p>
        </section>
      );
    case 'looking':
      return (
        <article className="card voucher-story" data-field="neutral" data-standing="looking">
          <VoucherHead
            said={{ head: words.t('lookUp.looking', { asked: step.asked }), action: '', small: '' }}
            pictogram="hourglass"
          >
            {step.asked}
          </VoucherHead>
        </article>
      );
    case 'unreachable':
      return (
        <article className="card voucher-story" data-field="unknown" data-standing="unreachable">
          <VoucherHead
            said={{
              head: words.t('lookUp.unreachable.head'),
              action: words.t('lookUp.unreachable.action'),
              small: '',
            }}
            pictogram="voucher-stop"
          >
            {step.asked}
          </VoucherHead>
        </article>
      );
    case 'answer':
      return (
        <article className="card voucher-story" data-field="no" data-standing="nothing">
          <VoucherHead said={nothingWords(step.answer, words, now)} pictogram="voucher-stop">
            {step.answer.asked}
          </VoucherHead>
        </article>
      );
  }
}
