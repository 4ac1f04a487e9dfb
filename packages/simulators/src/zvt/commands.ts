/** Which command is what, and who carries it out. */
import { CONTROL, type Message, readPayment, readRegistration, readService } from '@tillbridge/zvt/codec';
import type { Conversation } from './faults.ts';
import type { Job } from './job.ts';
import { runPayment, runRepeatReceipt, runReversal } from './payment-commands.ts';
import {
  runDiagnosis,
  runEndOfDay,
  runInitialisation,
  runPrintConfiguration,
  runRegistration,
  runReprint,
  runResetTerminal,
  runSetDateTime,
  runStatusEnquiry,
} from './service-commands.ts';
import { RESULT } from './words.ts';

export interface Command {
  readonly about: Conversation;
  run(job: Job, message: Message, context: CommandContext): Promise<void>;
}

export interface CommandContext {
  /** The n-th 06 01 or 06 31. */
  readonly command: number;
  /** Another conversation is not over yet. */
  readonly busy: boolean;
}

/** Commands that are carried out; 06 02 and 06 B0 are answered without a conversation, all others with 84 83. */
export const COMMANDS: ReadonlyMap<number, Command> = new Map<number, Command>([
  [
    CONTROL.registration,
    {
      about: 'registration',
      run: async (job, message) => {
        const asked = readRegistration(message);
        if (asked === null) job.refuse(RESULT.notPossible);
        else await runRegistration(job, asked);
      },
    },
  ],
  [
    CONTROL.authorisation,
    { about: 'payment', run: (job, message, { command }) => runPayment(job, readPayment(message), 'pay', command) },
  ],
  [
    CONTROL.refund,
    { about: 'refund', run: (job, message, { command }) => runPayment(job, readPayment(message), 'refund', command) },
  ],
  [CONTROL.reversal, { about: 'reversal', run: (job, message) => runReversal(job, readPayment(message)) }],
  [
    CONTROL.repeatReceipt,
    { about: 'repeat-receipt', run: (job, message) => runRepeatReceipt(job, readService(message)) },
  ],
  [
    CONTROL.statusEnquiry,
    { about: 'status', run: (job, message, { busy }) => runStatusEnquiry(job, readService(message), busy) },
  ],
  [CONTROL.endOfDay, { about: 'end-of-day', run: (job, message) => runEndOfDay(job, readService(message)) }],
  [CONTROL.diagnosis, { about: 'service', run: (job) => runDiagnosis(job) }],
  [CONTROL.initialisation, { about: 'service', run: (job, message) => runInitialisation(job, readService(message)) }],
  [CONTROL.setDateTime, { about: 'service', run: (job, message) => runSetDateTime(job, readService(message)) }],
  [CONTROL.reprintReceipts, { about: 'service', run: (job, message) => runReprint(job, readService(message)) }],
  [CONTROL.resetTerminal, { about: 'service', run: (job) => runResetTerminal(job) }],
  [CONTROL.printConfiguration, { about: 'service', run: (job) => runPrintConfiguration(job) }],
]);
