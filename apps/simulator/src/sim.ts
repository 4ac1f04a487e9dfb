/** `npm run sim -- till|pay|all [--port N] [--agent URL]`: the simulators alone, for other people's integrations. */
import { PAY_DEMO_ACCOUNT, type PaySimulatorOptions, startPaySimulator } from '@tillbridge/simulators/pay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { startTillControl } from './control/till-control.ts';
import { DEMO_BRANCH, DEMO_SUBSCRIPTION, DEMO_TILL_SECRET, DEMO_WORKPLACE } from './rig/fixed-shop.ts';
import { readFlags, readNumber } from './rig/flags.ts';

const USAGE = `npm run sim -- till|pay|all [--port N] [--agent URL] [--json]

  pay   the Pay. cloud: Order API, card terminals, hosted payment page, status calls; control API under /control
  till  an MplusKASSA till that calls the webhooks of --agent; control API under /control
  all   both: Pay. on --port, the till on the port after it

  --port N       where to listen on 127.0.0.1 (default 8640; 0 picks a free one)
  --agent URL    the system under test (default http://127.0.0.1:8620); Pay.'s status calls go to URL/exchange/pay
  --secret TEXT  the till's webhook secret in Base64 (default: the demo's)
  --subscription TEXT, --branch N, --workplace N   who the till says it is
  --pay JSON     more options of the Pay. simulator, e.g. '{"processMs":50,"receipts":"text"}'
  --json         one line of JSON instead of a text`;

const USUAL_PORT = 8640;

const { values, flags, words } = readFlags({
  usage: USAGE,
  values: ['port', 'agent', 'secret', 'subscription', 'branch', 'workplace', 'pay'] as const,
  flags: ['json'] as const,
});

const what = words[0] ?? 'all';
if (what !== 'till' && what !== 'pay' && what !== 'all') {
  console.error(USAGE);
  process.exit(2);
}

const port = readNumber('port', values.port, USUAL_PORT);
const agent = (values.agent ?? 'http://127.0.0.1:8620').replace(/\/+$/, '');
const closing: (() => Promise<void>)[] = [];
const addresses: Record<string, string> = {};

if (what !== 'till') {
  const pay = await startPaySimulator({ exchangeUrl: `${agent}/exchange/pay`, ...payOptions(), port });
  closing.push(() => pay.close());
  addresses.pay = pay.url;
}
if (what !== 'pay') {
  const till = new SimulatedTill({
    endpoint: agent,
    subscriptionId: values.subscription ?? DEMO_SUBSCRIPTION,
    secret: values.secret ?? DEMO_TILL_SECRET,
    branch: readNumber('branch', values.branch, DEMO_BRANCH),
    workplace: readNumber('workplace', values.workplace, DEMO_WORKPLACE),
  });
  const control = await startTillControl(till, port === 0 || what === 'till' ? port : port + 1);
  closing.push(async () => {
    till.close();
    await control.close();
  });
  addresses.till = control.url;
}

if (flags.json) console.log(JSON.stringify({ event: 'ready', ...addresses }));
else console.log(introduction());

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all(closing.map((close) => close())).then(() => process.exit(0));
  });
}

function payOptions(): Partial<PaySimulatorOptions> {
  if (values.pay === undefined) return {};
  try {
    return JSON.parse(values.pay) as Partial<PaySimulatorOptions>;
  } catch {
    console.error(`--pay must be JSON, not ${values.pay}`);
    process.exit(2);
  }
}

function introduction(): string {
  const parts: string[] = [];
  if (addresses.pay !== undefined) {
    parts.push(
      `Pay. cloud     ${addresses.pay}
  Order API    ${addresses.pay}/v1/orders        user ${PAY_DEMO_ACCOUNT.tokenCode}  password ${PAY_DEMO_ACCOUNT.apiToken}
  service      ${PAY_DEMO_ACCOUNT.serviceId}   terminals TH-1234-5678, TH-8765-4321
  state        ${addresses.pay}/control/state    charges ${addresses.pay}/control/charges
  hold a card  curl -X POST ${addresses.pay}/control/terminals/TH-1234-5678/tap`,
    );
  }
  if (addresses.till !== undefined) {
    parts.push(
      `Till           ${addresses.till}   calls ${agent}/<eventName>
  state        ${addresses.till}/control/state
  sell         curl -X POST ${addresses.till}/control/ring -d '{"lines":[{"articleNumber":1,"text":"Koffie","quantity":1,"unitCents":270}]}'
  pay          curl -X POST ${addresses.till}/control/check-out -d '{"method":"K_PAY_PIN"}'`,
    );
  }
  return `${parts.join('\n\n')}\n\nAll keys are the demo's. Ctrl+C ends it.`;
}
