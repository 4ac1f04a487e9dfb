import type { HealthLine } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram, type PictogramName } from '@tillbridge/ui';
import type { ReactElement } from 'react';

const PICTOGRAMS = {
  ok: 'check-circle',
  waiting: 'hourglass',
  trouble: 'triangle-exclamation',
  down: 'octagon-cross',
} as const satisfies Record<HealthLine['state'], PictogramName>;

export interface HealthProps {
  readonly health: readonly HealthLine[];
  readonly words: Translator;
}

/** Who is connected; what isn't comes first and says what to do. */
export function Health({ health, words }: HealthProps): ReactElement {
  const ill = health.filter((line) => line.state === 'trouble' || line.state === 'down');
  const well = health.filter((line) => !ill.includes(line));
  return (
    <section className="health">
      <h2>{ill.length > 0 ? words.t('health.heading') : words.t('window.allWell')}</h2>
      {ill.length === 0 ? null : (
        <ul className="health-ill">
          {ill.map((line) => (
            <li key={line.id} data-health={line.state} data-kind={line.kind}>
              <Pictogram name={PICTOGRAMS[line.state]} />
              <div>
                <strong>{nameOf(line, words)}</strong>
                <span>
                  {words.t(`health.${line.state}`)}
                  {line.lastSeenAt === null
                    ? ''
                    : `, ${words.t('health.lastSeen', { time: words.time(line.lastSeenAt) })}`}
                  {line.code === null ? '' : ` · ${line.code}`}
                </span>
                <span>{words.t(`health.who.${line.kind}`)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <ul className="health-well">
        {well.map((line) => (
          <li key={line.id} data-health={line.state} data-kind={line.kind}>
            <Pictogram name={PICTOGRAMS[line.state]} />
            <span>{nameOf(line, words)}</span>
            <span className="visually-hidden">{words.t(`health.${line.state}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Devices go by the name the settings give them; our own parts by ours, in the window's language. */
function nameOf(line: HealthLine, words: Translator): string {
  const name =
    line.kind === 'terminal' || line.kind === 'provider' || line.kind === 'till'
      ? line.name
      : words.t(`health.kind.${line.kind}`);
  return line.count === null || line.count === 0 ? name : `${name}: ${line.count}`;
}
