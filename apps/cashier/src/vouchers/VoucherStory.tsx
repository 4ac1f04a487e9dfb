import type { EntitlementStory, RedemptionStory, VoucherStoryView } from '@tillbridge/contracts';
import { type Translator, textIn, voucherSentences } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement, ReactNode } from 'react';
import {
  leftWords,
  spentWords,
  storyWords,
  type VerdictWords,
  validityWords,
  verdictWords,
  whenWords,
} from './voucher-words.ts';

export interface VoucherStoryProps {
  readonly story: VoucherStoryView;
  readonly words: Translator;
  readonly now: number;
}

/** Everything about one voucher: whether it counts and who acts if not, what it gives, where it went. */
export function VoucherStory({ story, words, now }: VoucherStoryProps): ReactElement {
  const said = storyWords(story, words, now);
  const showsVerdicts = said.field === 'partly';
  return (
    <article
      className="card voucher-story"
      data-field={said.field === 'refused' ? 'no' : 'neutral'}
      data-standing={said.field}
    >
      <VoucherHead said={said} pictogram={said.field === 'refused' ? 'voucher-stop' : 'voucher'}>
        {story.code}
      </VoucherHead>
      <div className="story-body">
        <dl className="story-facts">
          <Fact name={words.t('lookUp.order')}>{story.orderReference}</Fact>
          <Fact name={words.t('lookUp.received')}>
            {words.t('lookUp.receivedFrom', { when: whenWords(story.receivedAt, words, now), shop: story.shop.name })}
          </Fact>
          {story.replacedCodes.map(({ code, at }) => (
            <Fact key={code} name={words.t('lookUp.oldCode')}>
              {words.t('lookUp.replacedOn', { code, when: whenWords(at, words, now) })}
            </Fact>
          ))}
        </dl>
        <section>
          <h3>{words.t('lookUp.gives')}</h3>
          <ul className="story-gives">
            {story.entitlements.map((each) => (
              <Entitlement key={each.id} entitlement={each} words={words} now={now} showsVerdict={showsVerdicts} />
            ))}
          </ul>
        </section>
        {story.heldBy.length === 0 ? null : (
          <section>
            <h3>{words.t('lookUp.inUse')}</h3>
            <ul>
              {story.heldBy.map((held) => (
                <li key={`${held.till} ${held.since}`}>
                  {voucherSentences(words.language, { kind: 'refused', why: 'in-use', ...held }, now, 'window').message}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h3>{words.t('lookUp.history')}</h3>
          {story.redemptions.length === 0 ? <p className="story-small">{words.t('lookUp.noHistory')}</p> : null}
          <ol className="story-history">
            {story.redemptions.map((redemption) => (
              <RedemptionRow key={redemption.id} redemption={redemption} words={words} now={now} />
            ))}
          </ol>
        </section>
      </div>
    </article>
  );
}

/** The verdict: what it is about, whether it counts, and who acts. */
export function VoucherHead(props: {
  readonly said: VerdictWords;
  readonly pictogram: 'voucher' | 'voucher-stop' | 'hourglass';
  readonly children: ReactNode;
}): ReactElement {
  const { said, pictogram, children } = props;
  return (
    <div className="card-said">
      <p className="card-meta">
        <Pictogram name={pictogram} />
        <span className="card-device">{children}</span>
      </p>
      <div role="status" aria-atomic="true">
        <h2 className="card-head">{said.head}</h2>
        {said.action === '' ? null : <p className="card-action">{said.action}</p>}
        {said.small === '' ? null : <p className="story-owner">{said.small}</p>}
      </div>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Entitlement(props: {
  readonly entitlement: EntitlementStory;
  readonly words: Translator;
  readonly now: number;
  readonly showsVerdict: boolean;
}): ReactElement {
  const { entitlement, words, now, showsVerdict } = props;
  const { label, gives, code, verdict } = entitlement;
  const said = showsVerdict && verdict !== null ? verdictWords(verdict, label, words, now) : null;
  return (
    <li data-standing={verdict === null ? 'valid' : 'refused'}>
      <p className="story-what">
        <strong>{textIn(label, words.language)}</strong>
        <span>{leftWords(entitlement, words)}</span>
      </p>
      {said === null ? null : (
        <p className="story-refused">
          <strong>{said.head}</strong> {said.action} <small>{said.small}</small>
        </p>
      )}
      <p>{validityWords(entitlement, words, now)}</p>
      <p className="story-small">{gives.join(' ')}</p>
      {code === null ? null : <p className="story-small">{words.t('lookUp.ownCode', { code })}</p>}
    </li>
  );
}

/** When, where and by whom something was redeemed. */
export function RedemptionRow(props: {
  readonly redemption: RedemptionStory;
  readonly words: Translator;
  readonly now: number;
  readonly children?: ReactNode;
}): ReactElement {
  const { redemption, words, now, children } = props;
  const { at, till, employee, amountCents, creditedAt, mark } = redemption;
  const details = [
    till,
    ...(employee === null ? [] : [words.t('lookUp.employee', { number: employee })]),
    ...(mark === null ? [] : [words.t(`lookUp.${mark}`)]),
    ...(creditedAt === null ? [] : [words.t('lookUp.credited', { when: whenWords(creditedAt, words, now) })]),
  ];
  return (
    <li data-mark={mark ?? undefined} data-credited={creditedAt !== null}>
      <time>{whenWords(at, words, now)}</time>
      <strong className={creditedAt === null ? undefined : 'history-credited'}>{words.amount(-amountCents)}</strong>
      <span className="history-what">
        {spentWords(redemption, words)}
        <small>{details.join(' · ')}</small>
      </span>
      {children}
    </li>
  );
}
