import { useLayoutEffect, useRef, useState } from 'react';
import type { ShopAgent, ShopView } from '../src/shop/shop-view.ts';

/** The display is drawn for this panel and scaled down to the room there is. */
const PANEL = { width: 1366, height: 768 };
/** The cashier window's own size on the till's screen. */
const CASHIER_HEIGHT = 560;

/** The agent's two windows: the real ones, in frames. They find their way back by themselves after a restart. */
export function Windows(props: { agent: ShopAgent; manager: ShopView['manager'] }): React.ReactNode {
  const { agent, manager } = props;
  // The first address stays: a window must survive a restart of the agent without being loaded again.
  const cashier = useFirst(agent.cashierUrl);
  const display = useFirst(agent.displayUrl);
  return (
    <section className="windows" aria-label="The agent’s windows">
      <div className="windows-inside">
        <figure className="monitor">
          <figcaption>
            <strong>Customer display</strong>
            <span>what the guest sees</span>
          </figcaption>
          <div className="monitor-case">
            {display === null ? <Dark /> : <Scaled title="Customer display" url={display} />}
          </div>
          <div className="monitor-foot" aria-hidden="true" />
        </figure>
        <figure className="pane">
          <figcaption>
            <strong>Cashier window</strong>
            <span>beside the till</span>
            <span className="pane-pin">
              {manager.name}’s PIN: <b>{manager.pin}</b>
            </span>
          </figcaption>
          <div className="pane-case" style={{ minHeight: CASHIER_HEIGHT }}>
            {cashier === null ? <Dark /> : <iframe title="Cashier window" src={cashier} />}
          </div>
        </figure>
      </div>
    </section>
  );
}

function Dark(): React.ReactNode {
  return <p className="dark">The agent is starting…</p>;
}

function useFirst(url: string | null): string | null {
  const first = useRef<string | null>(null);
  first.current ??= url;
  return first.current;
}

function Scaled({ title, url }: { title: string; url: string }): React.ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(0.45);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const fit = new ResizeObserver(() => setScale(element.clientWidth / PANEL.width));
    fit.observe(element);
    return () => fit.disconnect();
  }, []);
  return (
    <div className="monitor-glass" ref={box} style={{ height: PANEL.height * scale }}>
      <iframe title={title} src={url} style={{ ...PANEL, transform: `scale(${scale})` }} />
    </div>
  );
}
