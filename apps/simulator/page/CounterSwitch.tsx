import type { ShopCounter } from '../src/shop/shop-view.ts';
import { act } from './use-shop.ts';

/** Where the visitor stands: each counter has a till, windows and a terminal of its own kind. */
export function CounterSwitch(props: { counters: readonly ShopCounter[]; chosen: number }): React.ReactNode {
  return (
    <div className="counter-switch places" role="tablist" aria-label="The shop’s counters">
      {props.counters.map(({ workplace, name, way, busy }) => (
        <button
          type="button"
          role="tab"
          key={workplace}
          className="counter-tab counter-place"
          aria-selected={workplace === props.chosen}
          onClick={() => void act({ do: 'counter', workplace })}
        >
          <span>
            {name}
            {busy && workplace !== props.chosen ? (
              <span className="counter-dot" role="img" aria-label="a payment is under way" />
            ) : null}
          </span>
          <small>{way}</small>
        </button>
      ))}
    </div>
  );
}
