import type { HealthLine } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import { HEALTH_PICTOGRAMS, healthName, isIll, lastProof } from './health-words.ts';

export interface HealthProps {
  readonly health: readonly HealthLine[];
  readonly words: Translator;
}

/** What doesn't work, with what to do about it. */
export function Trouble({ health, words }: HealthProps): ReactElement | null {
  const ill = health.filter(isIll);
  if (ill.length === 0) return null;
  return (
    <section className="health" data-region="trouble">
      <h2>{words.t('health.heading')}</h2>
      <ul className="health-ill">
        {ill.map((line) => (
          <li key={line.id} data-health={line.state} data-kind={line.kind}>
            <Pictogram name={HEALTH_PICTOGRAMS[line.state]} />
            <div>
              <strong>{healthName(line, words)}</strong>
              <span>
                {[words.t(`health.${line.state}`), lastProof(line, words), line.code]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
              <span>{words.t(`health.who.${line.kind}`)}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What works. */
export function Connections({ health, words }: HealthProps): ReactElement {
  const well = health.filter((line) => !isIll(line));
  return (
    <section className="health">
      <h2>{words.t(health.every(({ state }) => state === 'ok') ? 'window.allWell' : 'health.heading')}</h2>
      <ul className="health-well">
        {well.map((line) => (
          <li key={line.id} data-health={line.state} data-kind={line.kind}>
            <Pictogram name={HEALTH_PICTOGRAMS[line.state]} />
            <span>
              {healthName(line, words)}
              {line.how === null ? null : <small> {lastProof(line, words)}</small>}
            </span>
            <span className="visually-hidden">{words.t(`health.${line.state}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
