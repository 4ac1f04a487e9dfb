import { type CashierView, type InjectionEntryView, injectionCsv } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { type LiveClient, Pictogram } from '@tillbridge/ui';
import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { saveFile } from '../save-file.ts';
import { type LogFilter, readLogPage, readWholeLog, WHOLE_LOG } from './read-log.ts';
import { whenWords } from './voucher-words.ts';

export interface InjectionLogProps {
  readonly client: LiveClient<'cashier'>;
  readonly shops: NonNullable<CashierView['vouchers']>['shops'];
  readonly words: Translator;
  readonly now: number;
  readonly isLive: boolean;
  readonly onOrder: (order: string) => void;
}

interface Lines {
  readonly entries: readonly InjectionEntryView[];
  readonly before: number | null;
}

/** What ticket shops sent and what they were answered: searched, and saved as a file. */
export function InjectionLog({ client, shops, words, now, isLive, onOrder }: InjectionLogProps): ReactElement {
  const [filter, setFilter] = useState<LogFilter>(WHOLE_LOG);
  const [lines, setLines] = useState<Lines | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Rises with each question, so that the answer to one that was left is told apart. */
  const question = useRef(0);

  async function load(wanted: LogFilter, before: number | null): Promise<void> {
    question.current += 1;
    const mine = question.current;
    const page = await readLogPage(client, wanted, before);
    if (mine !== question.current) return;
    setProblem(page === null ? words.t('lookUp.unreachable.head') : null);
    if (page === null) return;
    setLines((known) => ({
      entries: before === null ? page.entries : [...(known?.entries ?? []), ...page.entries],
      before: page.before,
    }));
  }
  async function save(): Promise<void> {
    const whole = await readWholeLog(client, filter);
    if (whole === null) return setProblem(words.t('lookUp.unreachable.head'));
    setProblem(whole.cut ? words.t('lookUp.log.cut', { count: whole.entries.length }) : null);
    saveFile('injection-log.csv', injectionCsv(whole.entries), 'text/csv;charset=utf-8');
  }
  function change(changes: Partial<LogFilter>): void {
    const next = { ...filter, ...changes };
    setFilter(next);
    void load(next, null);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once as it comes up, and then when it is asked for.
  useEffect(() => void load(filter, null), []);

  return (
    <section className="voucher-list injection-log">
      <h2>{words.t('lookUp.log.heading')}</h2>
      <p className="story-small">{words.t('lookUp.log.about')}</p>
      <LogFilterFields filter={filter} shops={shops} words={words} onChange={change} />
      <p className="question-problem" role="alert">
        {problem ?? ''}
      </p>
      <p className="visually-hidden" role="status">
        {lines?.entries.length === 0 ? words.t('lookUp.log.none') : ''}
      </p>
      {lines?.entries.length === 0 ? <p className="nothing">{words.t('lookUp.log.none')}</p> : null}
      <ol>
        {lines?.entries.map((entry) => (
          <LogRow key={entry.number} entry={entry} words={words} now={now} onOrder={onOrder} />
        ))}
      </ol>
      <div className="answers">
        {lines?.before == null ? null : (
          <button type="button" className="button small" onClick={() => void load(filter, lines.before)}>
            {words.t('lookUp.log.more')}
          </button>
        )}
        <button
          type="button"
          className="button small log-save"
          aria-disabled={!isLive || (lines?.entries.length ?? 0) === 0}
          onClick={() => void save()}
        >
          {words.t('lookUp.log.save')}
        </button>
      </div>
    </section>
  );
}

function LogFilterFields(props: {
  readonly filter: LogFilter;
  readonly shops: InjectionLogProps['shops'];
  readonly words: Translator;
  readonly onChange: (changes: Partial<LogFilter>) => void;
}): ReactElement {
  const { filter, shops, words, onChange } = props;
  const id = useId();
  return (
    <div className="log-filter">
      <label className="field" htmlFor={`${id}order`}>
        {words.t('lookUp.log.order')}
        <input
          id={`${id}order`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={filter.order}
          onChange={(event) => onChange({ order: event.target.value })}
        />
      </label>
      {shops.length > 1 ? (
        <label className="field" htmlFor={`${id}shop`}>
          {words.t('lookUp.log.shop')}
          <select id={`${id}shop`} value={filter.shop} onChange={(event) => onChange({ shop: event.target.value })}>
            <option value="">{words.t('lookUp.log.allShops')}</option>
            {shops.map((shop) => (
              <option key={shop.id} value={shop.id}>
                {shop.name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label className="field" htmlFor={`${id}from`}>
        {words.t('lookUp.log.from')}
        <input
          id={`${id}from`}
          type="date"
          value={filter.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      </label>
      <label className="field" htmlFor={`${id}until`}>
        {words.t('lookUp.log.until')}
        <input
          id={`${id}until`}
          type="date"
          value={filter.until}
          onChange={(event) => onChange({ until: event.target.value })}
        />
      </label>
    </div>
  );
}

/** One call of a shop; its order can be looked up. */
function LogRow(props: {
  readonly entry: InjectionEntryView;
  readonly words: Translator;
  readonly now: number;
  readonly onOrder: (order: string) => void;
}): ReactElement {
  const { entry, words, now, onOrder } = props;
  const { orderReference, vouchers } = entry;
  const content = (
    <>
      <Pictogram name={vouchers > 0 ? 'check-circle' : 'octagon-cross'} />
      <span>
        <span className="log-what">
          <strong>{orderReference ?? words.t('lookUp.log.noOrder')}</strong>
          <time>{whenWords(entry.at, words, now)}</time>
        </span>
        <small>
          {[entry.shop.name, entry.response, words.t('lookUp.log.vouchers', { count: vouchers })].join(' · ')}
        </small>
      </span>
    </>
  );
  return (
    <li data-number={entry.number} data-standing={vouchers > 0 ? 'valid' : 'refused'}>
      {orderReference === null ? (
        <p className="row-button">{content}</p>
      ) : (
        <button type="button" className="row-button" onClick={() => onOrder(orderReference)}>
          {content}
        </button>
      )}
    </li>
  );
}
