import type { ErrorCatalogue } from '@tillbridge/kernel';

const cashier = 'Call IT: the settings of the agent need a change.';
const common = { whoActs: 'it', moneyMoved: 'no', cashier } as const;

/** What can be wrong with the settings. The message beside the code names file, line, path and what to do. */
export const CONFIG_ERRORS = {
  unreadable: {
    code: 'TILL-301',
    title: 'The settings file is not YAML',
    ...common,
    it: 'Correct the line that the message names: indentation by blanks, a blank after every colon, quotes in pairs.',
  },
  unknownKey: {
    code: 'TILL-302',
    title: 'The settings have a key nobody knows',
    ...common,
    it: 'Correct the spelling or remove the key. docs/settings.md lists all of them.',
  },
  missingKey: {
    code: 'TILL-303',
    title: 'A setting is missing',
    ...common,
    it: 'Add the key that the message names.',
  },
  wrongValue: {
    code: 'TILL-304',
    title: 'A setting has a value that can not be used',
    ...common,
    it: 'The message says what the value must look like. It never repeats the value, which may be a secret.',
  },
  literalSecret: {
    code: 'TILL-305',
    title: 'A secret stands in the settings',
    ...common,
    it: 'Move it to an environment variable or a file, name that in the settings, and change the secret: it has been seen.',
  },
  noSuchReference: {
    code: 'TILL-306',
    title: 'A setting names something the settings do not have',
    ...common,
    it: 'Names of routes, accounts and subscriptions must be those of their lists, letter by letter.',
  },
  duplicate: {
    code: 'TILL-307',
    title: 'Two settings claim the same thing',
    ...common,
    it: 'Remove one of the two places that the message names, or give one of them another id.',
  },
  secretUnavailable: {
    code: 'TILL-308',
    title: 'A secret can not be read',
    ...common,
    it: 'Set the environment variable or create the file that the message names, readable by the account of the agent.',
  },
  unused: {
    code: 'TILL-309',
    title: 'A part of the settings has no effect',
    ...common,
    it: 'A warning: the agent runs. Remove the part, or name it where it should be used.',
  },
  risky: {
    code: 'TILL-310',
    title: 'A setting is allowed but unwise',
    ...common,
    it: 'A warning: the agent runs. The message says what can happen.',
  },
} as const satisfies ErrorCatalogue;

export type ConfigErrorName = keyof typeof CONFIG_ERRORS;
