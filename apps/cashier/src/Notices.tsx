import type { Notice } from '@tillbridge/contracts';
import type { SentenceKey, Translator } from '@tillbridge/language';
import { type LiveClient, Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';

const SENTENCES = {
  'start-is-polled': 'startIsPolled',
  'till-complained': 'tillComplained',
  'wrong-signature': 'wrongSignature',
  'unknown-subscription': 'unknownSubscription',
  'unknown-till': 'unknownTill',
  'disk-full': 'diskFull',
  'outbox-parked': 'outboxParked',
  'clock-skew': 'clockSkew',
  'mplus-api': 'mplusApi',
  'voucher-not-forwarded': 'voucherNotForwarded',
  'article-changed': 'articleChanged',
  'webhooks-set-up': 'webhooksSetUp',
} as const satisfies Record<
  Notice['code'],
  SentenceKey extends infer Key ? (Key extends `notice.${infer Name}.head` ? Name : never) : never
>;

export interface NoticesProps {
  readonly client: LiveClient<'cashier'>;
  readonly notices: readonly Notice[];
  readonly words: Translator;
}

/** What IT has to put right, named as what it is; no payment waits for it. */
export function Notices({ client, notices, words }: NoticesProps): ReactElement | null {
  if (notices.length === 0) return null;
  return (
    <section className="notices" data-region="notices">
      <h2>{words.t('window.messages')}</h2>
      <ul>
        {notices.map((notice) => (
          <li key={`${notice.code} ${notice.about}`} data-notice={notice.code}>
            <Pictogram name="square-info" />
            <div>
              <strong>{words.t(`notice.${SENTENCES[notice.code]}.head`)}</strong>
              <p>{words.t(`notice.${SENTENCES[notice.code]}.action`)}</p>
              <p className="notice-small">
                {[
                  notice.errorCode,
                  ...(notice.about === null ? [] : [notice.about]),
                  words.t('notice.times', { count: notice.count }),
                  words.t('notice.since', { time: words.time(notice.firstAt) }),
                ].join(' · ')}
              </p>
            </div>
            <button
              type="button"
              className="button small"
              onClick={() => void client.sendCommand({ type: 'dismiss-notice', code: notice.code })}
            >
              {words.t('button.understood')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
