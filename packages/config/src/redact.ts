import { assertNever, type PlainJson } from '@tillbridge/kernel';
import type { AccountSettings, RouteSettings, SecretRef, Settings, VoucherSettings } from './settings.ts';

/**
 * The settings for logs and support bundles: everything that helps to find a mistake, without names of people, without
 * what identifies the merchant at the provider, and without where secrets are kept.
 */
export function redact(settings: Settings): PlainJson {
  const { venue, dataFolder, listen, mplus, tills, routes, accounts, staff, policy, vouchers, log } = settings;
  return {
    venue: { ...venue },
    dataFolder,
    listen: {
      port: listen.port,
      frameOrigins: [...listen.frameOrigins],
      names: [...listen.names],
      lan:
        listen.lan === null
          ? null
          : {
              host: listen.lan.host,
              port: listen.lan.port,
              certificate: listen.lan.certificate.file,
              key: kindOf(listen.lan.key),
              allow: [...listen.lan.allow],
            },
    },
    mplus: {
      replyBudgetMs: mplus.replyBudgetMs,
      qrReply: mplus.qrReply,
      subscriptions: mplus.subscriptions.map(({ id, secret }) => ({ id, secret: kindOf(secret) })),
    },
    tills: tills.map((till) => ({
      ...till,
      card: [...till.card],
      qr: [...till.qr],
      methods: Object.fromEntries([...till.methods].map(([method, routes]) => [method, [...routes]])),
      display: till.display === null ? null : { ...till.display },
    })),
    routes: routes.map(redactRoute),
    accounts: accounts.map(redactAccount),
    staff: { people: staff.length },
    policy: { ...policy },
    vouchers: vouchers === null ? null : redactVouchers(vouchers),
    log: { ...log },
  };
}

function redactVouchers({ shops, products, articles, mplus, ...rest }: VoucherSettings): PlainJson {
  return {
    ...rest,
    offline: { ...rest.offline },
    codes: rest.codes === null ? null : { ...rest.codes },
    scanner: rest.scanner === null ? null : { ...rest.scanner },
    shops: shops.map(({ id, name, key, rules }) => ({ id, name, key: kindOf(key), rules })),
    products: products.map(({ id }) => id),
    articles: articles.length,
    mplus:
      mplus === null
        ? null
        : {
            url: mplus.url,
            ident: 'set',
            secret: kindOf(mplus.secret),
            catalogueMs: mplus.catalogueMs,
            checkConsumers: mplus.checkConsumers,
            forward: mplus.forward.map(({ product }) => product),
            workplace: mplus.workplace === null ? null : { ...mplus.workplace },
          },
  };
}

function redactRoute(route: RouteSettings): PlainJson {
  switch (route.kind) {
    case 'pay-qr':
    case 'msp-qr':
      return { ...route };
    case 'msp-terminal':
      return { ...route, terminal: `****${route.terminal.slice(-4)}` };
    case 'kc-qr':
      return {
        ...route,
        only: route.only === null ? null : [...route.only],
        // A bank account is nobody's business in a bundle; that there is one may be.
        payee: route.payee === null ? null : 'set',
      };
    case 'pay-terminal':
      return { ...route, terminal: lastFour(route.terminal), pin: kindOrNull(route.pin) };
    case 'pay-ecr-terminal':
      return { ...route, terminal: lastFour(route.terminal) };
    case 'zvt-terminal': {
      const { connection } = route;
      const plain: PlainJson =
        connection.by === 'tcp' ? { ...connection } : { ...connection, device: { ...connection.device } };
      return { ...route, password: kindOf(route.password), connection: plain };
    }
    default:
      return assertNever(route);
  }
}

function redactAccount(account: AccountSettings): PlainJson {
  switch (account.kind) {
    case 'pay':
      return {
        ...account,
        serviceId: lastFour(account.serviceId),
        tokenCode: lastFour(account.tokenCode),
        serviceSecret: kindOf(account.serviceSecret),
        apiToken: kindOf(account.apiToken),
        cores: [...account.cores],
        managementHosts: [...account.managementHosts],
      };
    case 'multisafepay':
      return {
        ...account,
        groupId: account.groupId === null ? null : 'set',
        groupKey: kindOrNull(account.groupKey),
        siteKey: kindOrNull(account.siteKey),
      };
    case 'kassa-compleet':
      return { ...account, apiKey: kindOf(account.apiKey) };
    default:
      return assertNever(account);
  }
}

function kindOrNull(ref: SecretRef | null): string | null {
  return ref === null ? null : kindOf(ref);
}

function kindOf(ref: SecretRef): string {
  return 'env' in ref ? 'from an environment variable' : 'from a file';
}

function lastFour(code: string): string {
  return `${code.slice(0, 3)}****-${code.slice(-4)}`;
}
