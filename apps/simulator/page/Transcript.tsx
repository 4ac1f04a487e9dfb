import { useEffect, useMemo, useRef, useState } from 'react';
import type { ShopExchange } from '../src/shop/shop-view.ts';

/** What went over the wire between till and agent, for integrators. Polls that said nothing new are folded. */
export function Transcript({ transcript }: { transcript: readonly ShopExchange[] }): React.ReactNode {
  const [open, setOpen] = useState<number | null>(null);
  const rows = useMemo(() => fold(transcript), [transcript]);
  const list = useRef<HTMLOListElement>(null);
  const newest = rows.at(-1)?.exchange.id;
  useEffect(() => {
    if (newest !== undefined && open === null) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest, open]);
  return (
    <section className="wire" aria-label="Webhooks">
      <h2>
        Webhooks, as they went over the wire <span>{transcript.length}</span>
      </h2>
      <ol className="wire-list" ref={list}>
        {rows.length === 0 ? (
          <li className="wire-hint">Each event of the till and the agent’s answer appear here.</li>
        ) : null}
        {rows.map(({ exchange, times }) => (
          <li key={exchange.id} className="wire-row" data-bad={exchange.complaint !== null || exchange.status !== 200}>
            <button
              type="button"
              className="wire-head"
              aria-expanded={open === exchange.id}
              onClick={() => setOpen(open === exchange.id ? null : exchange.id)}
            >
              <span className="wire-event">{exchange.event}</span>
              {times > 1 ? <span className="wire-times">×{times}</span> : null}
              <span className="wire-sum">{summary(exchange)}</span>
              <span className="wire-ms">
                {exchange.status === 0 ? 'no reply' : `${Math.max(1, Math.round(exchange.tookMs))} ms`}
              </span>
            </button>
            {open === exchange.id ? <Raw exchange={exchange} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Raw({ exchange }: { exchange: ShopExchange }): React.ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div className="wire-raw" ref={box}>
      <div>
        <h3>Till → agent</h3>
        <pre>
          {`POST /${exchange.event}\nX-Mplus-Signature: ${exchange.requestSignature}\n\n`}
          {pretty(exchange.request)}
        </pre>
      </div>
      <div>
        <h3>Agent → till</h3>
        <pre>
          {exchange.status === 0
            ? 'no reply came'
            : `${exchange.status}\nX-Mplus-Signature: ${exchange.replySignature ?? 'missing'}\n\n${pretty(exchange.reply)}`}
        </pre>
        {exchange.complaint === null ? null : (
          <p className="wire-complaint">The till complains: {exchange.complaint}</p>
        )}
      </div>
    </div>
  );
}

interface Row {
  readonly exchange: ShopExchange;
  readonly times: number;
}

function fold(transcript: readonly ShopExchange[]): readonly Row[] {
  const rows: Row[] = [];
  for (const exchange of transcript) {
    const before = rows.at(-1);
    const same =
      before !== undefined &&
      exchange.event === 'pollExternalPayment' &&
      before.exchange.event === exchange.event &&
      before.exchange.status === exchange.status &&
      before.exchange.reply === exchange.reply;
    if (same) rows[rows.length - 1] = { exchange: { ...exchange, id: before.exchange.id }, times: before.times + 1 };
    else rows.push({ exchange, times: 1 });
  }
  return rows;
}

/** The one thing about a reply that a reader looks for. */
function summary(exchange: ShopExchange): string {
  if (exchange.status === 0) return '';
  try {
    const reply = JSON.parse(exchange.reply) as Record<string, unknown>;
    const error = reply.error as { code?: unknown } | undefined;
    if (error !== undefined) return String(error.code);
    const payment = reply.externalPayment as Record<string, unknown> | undefined;
    if (payment === undefined) return exchange.reply === '{}' ? '{}' : 'reply';
    if (payment.confirmed === true) return 'confirmed';
    if (payment.cancelled === true) return 'cancelled';
    if (payment.started === true) return 'started';
    return 'pending';
  } catch {
    return exchange.reply === '' ? 'empty' : 'not JSON';
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
