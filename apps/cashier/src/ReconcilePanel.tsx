import type { CashierView, ReconcileDay, ReconcileReport } from '@tillbridge/contracts';
import { reconcileCsv } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { type LiveClient, Pictogram, type PictogramName } from '@tillbridge/ui';
import { type ReactElement, useRef, useState } from 'react';
import { NobodyMay } from './PersonForm.tsx';
import { ReconcileForm } from './ReconcileForm.tsx';
import { ReconcileReportView } from './ReconcileReportView.tsx';
import { type ReconcileVerdict, reconcileVerdict, verdictWords } from './reconcile-words.ts';
import { saveFile } from './save-file.ts';
import { useDeadTime } from './use-dead-time.ts';
import { useKeptFocus } from './use-kept-focus.ts';

export interface ReconcilePanelProps {
  readonly client: LiveClient<'cashier'>;
  readonly view: Pick<CashierView, 'staff' | 'tills'>;
  readonly words: Translator;
  readonly now: number;
  readonly isLive: boolean;
  /** Nothing else in the window has a headline. */
  readonly isAlone: boolean;
  /** A day was asked for: from now on the panel stays, whatever the till does. */
  readonly onAsked: () => void;
  readonly onClose: () => void;
}

type Step =
  | { readonly is: 'form' }
  | { readonly is: 'running'; readonly since: number }
  | { readonly is: 'report'; readonly report: ReconcileReport };

const LOOKS = {
  agrees: { field: 'neutral', pictogram: 'check-circle' },
  nothing: { field: 'neutral', pictogram: 'square-info' },
  partly: { field: 'unknown', pictogram: 'triangle-exclamation' },
  differs: { field: 'unknown', pictogram: 'triangle-exclamation' },
} as const satisfies Record<ReconcileVerdict, { readonly field: string; readonly pictogram: PictogramName }>;

/** Has a day compared: which one, who asks, and what came of it. */
export function ReconcilePanel(props: ReconcilePanelProps): ReactElement {
  const { client, view, words, now, isLive, isAlone, onAsked, onClose } = props;
  const [step, setStep] = useState<Step>({ is: 'form' });
  const [problem, setProblem] = useState<string | null>(null);
  /** Rises with each question, so that the answer to one that was left is told apart. */
  const question = useRef(0);
  const { card, headline } = useKeptFocus(step.is);
  const isDead = useDeadTime(step.is) || !isLive;

  async function ask(day: ReconcileDay, person: string, pin: string): Promise<void> {
    question.current += 1;
    const mine = question.current;
    setProblem(null);
    setStep({ is: 'running', since: client.agentNow() });
    onAsked();
    const answer = await client.sendCommand({ type: 'reconcile', day, person, pin });
    if (mine !== question.current) return;
    if (answer.ok && answer.report !== undefined) {
      setStep({ is: 'report', report: answer.report });
      return;
    }
    setProblem(words.t(`refused.${answer.ok ? 'unreachable' : answer.reason}`));
    setStep({ is: 'form' });
  }
  function backToForm(): void {
    question.current += 1;
    setStep({ is: 'form' });
  }

  const verdict = step.is === 'report' ? reconcileVerdict(step.report) : null;
  const look = verdict === null ? null : LOOKS[verdict];
  const text = wordsOf(step, words, now);
  const Heading = isAlone ? 'h1' : 'h2';
  return (
    <section
      ref={card}
      className="card reconcile-panel"
      data-field={look?.field ?? 'neutral'}
      data-step={step.is}
      data-verdict={verdict ?? undefined}
    >
      <div className="card-said">
        <p className="card-meta">
          <Pictogram name={look?.pictogram ?? (step.is === 'running' ? 'hourglass' : 'receipt-lines')} />
          <span className="card-device">{words.t('reconcile.open')}</span>
        </p>
        <Heading ref={headline} tabIndex={-1} className="card-head">
          {text.head}
        </Heading>
        <p className="card-action">{text.action}</p>
      </div>
      <p className="visually-hidden" role="status">
        {step.is === 'form' ? '' : step.is === 'running' ? text.action : `${text.head} ${text.action}`}
      </p>
      {step.is === 'form' ? (
        view.staff.length === 0 ? (
          <NobodyMay words={words} onBack={onClose} />
        ) : (
          <ReconcileForm
            words={words}
            staff={view.staff}
            now={now}
            isDead={isDead}
            problem={problem}
            onAsk={(day, person, pin) => void ask(day, person, pin)}
            onBack={onClose}
          />
        )
      ) : (
        <div className="card-buttons">
          {step.is === 'report' ? (
            <button type="button" className="button" onClick={() => save(step.report)}>
              {words.t('reconcile.save')}
            </button>
          ) : null}
          <button type="button" className="button" onClick={backToForm}>
            {words.t('button.back')}
          </button>
        </div>
      )}
      {step.is === 'report' ? <ReconcileReportView report={step.report} tills={view.tills} words={words} /> : null}
    </section>
  );
}

function wordsOf(step: Step, words: Translator, now: number): { readonly head: string; readonly action: string } {
  switch (step.is) {
    case 'form':
      return { head: words.t('reconcile.choose.head'), action: words.t('reconcile.choose.action') };
    case 'running': {
      const s = Math.max(0, Math.floor((now - step.since) / 1_000));
      return { head: words.t('reconcile.running.head', { s }), action: words.t('reconcile.running.action') };
    }
    case 'report':
      return verdictWords(step.report, words);
  }
}

function save(report: ReconcileReport): void {
  saveFile(`reconciliation-${report.day}.csv`, reconcileCsv(report), 'text/csv;charset=utf-8');
}
