import type { CashierView, ReconcileReport } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import { type SumCell, type SumRow, sumNotes, sumRows } from './reconcile-sums.ts';
import { differencesOf, differenceWords, notFetched } from './reconcile-words.ts';

export interface ReconcileReportViewProps {
  readonly report: ReconcileReport;
  readonly tills: CashierView['tills'];
  readonly words: Translator;
}

/** A day compared: the lists that are missing, what differs and who acts, and the totals. */
export function ReconcileReportView({ report, tills, words }: ReconcileReportViewProps): ReactElement {
  const rows = sumRows(report, words);
  return (
    <div className="reconcile-report">
      <NotFetched report={report} words={words} />
      <Differences report={report} tills={tills} words={words} />
      {rows.length > 0 ? <Sums rows={rows} words={words} /> : null}
      <ul className="reconcile-notes">
        {sumNotes(report, words).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

function NotFetched({ report, words }: Pick<ReconcileReportViewProps, 'report' | 'words'>): ReactElement {
  return (
    <>
      {notFetched(report, words).map(({ account, head, action, detail }) => (
        <div key={account} className="reconcile-missing" data-account={account}>
          <Pictogram name="offline-cloud" />
          <div>
            <h3>{head}</h3>
            <p>{action}</p>
            {detail === null ? null : (
              <p className="reconcile-small" translate="no">
                {detail}
              </p>
            )}
          </div>
        </div>
      ))}
    </>
  );
}

function Differences({ report, tills, words }: ReconcileReportViewProps): ReactElement | null {
  const lines = differencesOf(report);
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{words.t('reconcile.lines.heading')}</h3>
      <ol className="reconcile-lines">
        {lines.map((line) => {
          const text = differenceWords(line, report, tills, words);
          const where = [text.till, text.device, text.reference].filter((part) => part !== null && part !== '');
          return (
            <li
              key={`${line.kind} ${line.payment} ${line.providerRef} ${line.direction} ${line.at}`}
              data-kind={line.kind}
              data-who={line.whoActs}
            >
              <p className="reconcile-what">
                <span>
                  {text.what} <time>{words.time(text.at)}</time>
                </span>
                <strong>{text.amount}</strong>
              </p>
              <p className="reconcile-small">{where.join(' · ')}</p>
              <p>{text.sentence}</p>
              {text.sides.length === 0 ? null : (
                <dl className="reconcile-sides">
                  {text.sides.map(({ who, says }) => (
                    <div key={who}>
                      <dt>{who}</dt>
                      <dd>{says}</dd>
                    </div>
                  ))}
                </dl>
              )}
              <p className="reconcile-who">{text.who}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const SIDES = ['till', 'journal', 'provider'] as const;

function Sums({ rows, words }: { readonly rows: readonly SumRow[]; readonly words: Translator }): ReactElement {
  return (
    <section>
      <h3>{words.t('reconcile.sums.heading')}</h3>
      <table className="reconcile-sums">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{words.t('reconcile.sums.way')}</span>
            </th>
            {SIDES.map((side) => (
              <th key={side} scope="col">
                {words.t(`reconcile.sums.${side}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.key} ${row.kind}`} data-kind={row.kind} data-all={row.isAll} data-differs={row.differs}>
              <th scope="row">
                <RowName row={row} words={words} />
              </th>
              {row.cells.map((cell, at) => (
                <td key={SIDES[at]}>
                  <Cell cell={cell} words={words} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RowName({ row, words }: { readonly row: SumRow; readonly words: Translator }): ReactElement {
  return (
    <>
      {row.kind === 'paid' ? (
        row.name
      ) : (
        <>
          <span className="visually-hidden">{row.name}, </span>
          {words.t('reconcile.sums.back')}
        </>
      )}
      {row.differs ? (
        <>
          <Pictogram name="triangle-exclamation" />
          <span className="visually-hidden">{words.t('reconcile.sums.differs')}</span>
        </>
      ) : null}
    </>
  );
}

function Cell({ cell, words }: { readonly cell: SumCell; readonly words: Translator }): ReactElement {
  if ('cents' in cell) return <>{words.amount(cell.cents)}</>;
  return (
    <>
      <span aria-hidden="true">{cell.missing === 'no-list' ? '–' : '?'}</span>
      <span className="visually-hidden">
        {words.t(cell.missing === 'no-list' ? 'reconcile.sums.noList' : 'reconcile.sums.unknown')}
      </span>
    </>
  );
}
