import type { CashierView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { type LiveClient, type SoundPlayer, useAgentNow } from '@tillbridge/ui';
import { type ReactElement, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Card, isUnderWay } from './Card.tsx';
import { DisplayMenu } from './DisplayMenu.tsx';
import { Connections, Trouble } from './Health.tsx';
import { Notices } from './Notices.tsx';
import { OpenList } from './OpenList.tsx';
import { Ready } from './Ready.tsx';
import { Recent } from './Recent.tsx';
import { ReconcilePanel } from './ReconcilePanel.tsx';
import { RefundPanel } from './RefundPanel.tsx';
import { TopBar } from './TopBar.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import { useSounds } from './use-sounds.ts';
import { SaleVouchers } from './vouchers/SaleVouchers.tsx';
import { useVoucherSide } from './vouchers/use-voucher-side.ts';
import { VoucherBoard } from './vouchers/VoucherBoard.tsx';

export interface BoardProps {
  readonly client: LiveClient<'cashier'>;
  readonly view: CashierView;
  readonly words: Translator;
  readonly sounds: SoundPlayer;
  readonly isLive: boolean;
}

/** One payment is large; everything else is a line. */
export function Board({ client, view, words, sounds, isLive }: BoardProps): ReactElement {
  const now = useAgentNow(client);
  const [menuOpen, setMenuOpen] = useState(false);
  const [muted, setMuted] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [chosenOver, setChosenOver] = useState<string | null>(null);
  const [refund, setRefund] = useState<{ readonly of: string; readonly over: string | null } | null>(null);
  const [books, setBooks] = useState<{ readonly asked: boolean; readonly over: string | null } | null>(null);

  // Another payment at the till takes the card back: the newest truth is shown at once.
  const currentId = view.current?.paymentId ?? null;
  const opened = chosenOver === currentId ? view.open.find((each) => each.paymentId === chosen) : undefined;
  const large = opened ?? view.current;
  const lines = [...view.open, ...(opened && view.current ? [view.current] : [])].filter(
    (each) => each.paymentId !== large?.paymentId,
  );
  // Put away for good: what was half filled in must not come back for the next guest.
  if (refund !== null && refund.over !== currentId) setRefund(null);
  if (books !== null && !books.asked && books.over !== currentId) setBooks(null);
  const refundOf =
    refund?.over === currentId
      ? view.recent.find((each) => each.paymentId === refund.of && each.refundableCents > 0)
      : undefined;
  const open = (paymentId: string | null): void => {
    setRefund(null);
    setChosen(paymentId);
    setChosenOver(currentId);
  };
  useSounds(sounds, view.current, lines);
  const side = useVoucherSide(client, view, endOf(view.current));
  const top = useScrolledUp(`${large?.paymentId} ${large?.state} ${menuOpen} ${refundOf?.paymentId} ${books?.asked}`);
  useBoardKeys({
    isLive,
    openOldest: () => {
      side?.close();
      const oldest = view.open.find((each) => each.state === 'unknown') ?? view.open[0];
      if (oldest) open(oldest.paymentId);
    },
    toggleMenu: () => setMenuOpen((isOpen) => !isOpen),
    lookUp: side === null ? null : side.open,
    collapse: () => {
      side?.close();
      setMenuOpen(false);
      setBooks(null);
      open(null);
    },
  });

  return (
    <>
      <TopBar
        view={view}
        words={words}
        now={now}
        tab={side === null ? null : side.isOpen ? 'vouchers' : 'now'}
        onTab={(tab) => (tab === 'vouchers' ? side?.open() : side?.close())}
        menuOpen={menuOpen}
        onMenu={() => {
          side?.close();
          setMenuOpen(!menuOpen);
        }}
        onTill={client.switchTill}
        muted={muted}
        onMute={() => {
          sounds.setMuted(!muted);
          setMuted(!muted);
        }}
      />
      {side?.isOpen ? (
        <VoucherBoard client={client} view={view} words={words} now={now} isLive={isLive} side={side} />
      ) : null}
      <div className="board" ref={top} hidden={side?.isOpen ?? false}>
        <main className="board-now" data-region="card" tabIndex={-1}>
          {menuOpen ? <DisplayMenu client={client} words={words} onClose={() => setMenuOpen(false)} /> : null}
          {refundOf ? (
            <RefundPanel
              key={refundOf.paymentId}
              client={client}
              payment={refundOf}
              staff={view.staff}
              words={words}
              now={now}
              isLive={isLive}
              onClose={() => setRefund(null)}
            />
          ) : large === null ? (
            books === null ? (
              <Ready view={view} words={words} />
            ) : null
          ) : (
            <Card
              key={large.paymentId}
              client={client}
              payment={large}
              view={view}
              words={words}
              now={now}
              isLive={isLive}
              {...(opened ? { onBack: () => open(null) } : {})}
              onCustomer={() => setMenuOpen(true)}
            />
          )}
          {view.sale?.vouchers ? (
            <SaleVouchers
              vouchers={view.sale.vouchers}
              words={words}
              now={now}
              onLookUp={(code) => side?.lookUp('code', code)}
            />
          ) : null}
          {books === null ? null : (
            <ReconcilePanel
              client={client}
              view={view}
              words={words}
              now={now}
              isLive={isLive}
              isAlone={!refundOf && large === null}
              onAsked={() => setBooks({ asked: true, over: currentId })}
              onClose={() => setBooks(null)}
            />
          )}
          <OpenList payments={lines} words={words} now={now} onOpen={open} />
          <Trouble health={view.health} words={words} />
          <Notices client={client} notices={view.notices} words={words} />
        </main>
        <aside className="board-side" data-region="list" tabIndex={-1}>
          <Recent
            payments={view.recent}
            words={words}
            now={now}
            onRefund={(of) => {
              setBooks(null);
              setRefund({ of, over: currentId });
            }}
            isReconciling={books !== null}
            onReconcile={() => {
              setRefund(null);
              setBooks(books ?? { asked: false, over: currentId });
            }}
          />
          <Connections health={view.health} words={words} />
        </aside>
      </div>
    </>
  );
}

/** A new payment, or how it ended, is shown at once; what a device does in between isn't. */
function endOf(current: CashierView['current']): string {
  return current === null ? '' : `${current.paymentId} ${isUnderWay(current) ? '' : current.state}`;
}

/** What is new stands at the top: there the window looks when `key` changes. */
function useScrolledUp(key: string): RefObject<HTMLDivElement | null> {
  const board = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what it waits for.
  useLayoutEffect(() => {
    board.current?.scrollTo(0, 0);
    board.current?.querySelector('.board-now')?.scrollTo(0, 0);
  }, [key]);
  return board;
}
