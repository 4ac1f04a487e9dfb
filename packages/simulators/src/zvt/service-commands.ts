/** Everything the till may ask that is no payment. */
import {
  buildDateTime,
  type Charset,
  CONTROL,
  type RegistrationCommand,
  type ServiceCommand,
} from '@tillbridge/zvt/codec';
import { CONFIG, localTime } from './device.ts';
import type { Job } from './job.ts';
import { passwordFits } from './password.ts';
import { printAdministration, printAtTill, printHere } from './printing.ts';
import { administrationReceipt, transactionReceipts } from './receipts.ts';
import { totalsStatus, withUnknownBitmap } from './status-information.ts';
import { euros, PROGRESS_CODE, progressLines, RESULT } from './words.ts';

/** BMP 19 of a registration's completion. */
const INITIALISATION_NEEDED = 0x01;
const DIAGNOSIS_NEEDED = 0x02;
const CURRENCY_REFUSED = [0x84, 0x1e, 0x03, 0x6f] as const;
/** Service byte of 05 01. */
const WITHOUT_SOFTWARE = 0x02;
/** Terminal status. */
const INITIALISATION = 0x51;
const WRONG_TIME = 0x62;
const MEMORY_FULL = 0xb1;
const SOFTWARE_UPDATE = 0xe0;
const RESTART = 0xfc;
const UPDATE_MS = 120_000;

export async function runRegistration(job: Job, asked: RegistrationCommand): Promise<void> {
  const { device } = job;
  const { options } = device;
  if (!(await passwordFits(job, asked.password))) return;
  if (asked.currency !== null && asked.currency !== options.currency) {
    job.line.say(Uint8Array.from([...CURRENCY_REFUSED, ...Buffer.from(options.currency, 'hex')]));
    return;
  }
  const agreed: Charset | null = asked.charsets.find((offered) => options.charsets.includes(offered)) ?? null;
  device.registration = {
    registered: true,
    configByte: asked.configByte,
    tlv: asked.tlv,
    blocks: asked.tlv && asked.permitted.includes(CONTROL.printBlock),
    charset: agreed ?? 'cp437',
    currency: asked.currency !== null,
  };
  device.changed();
  job.accept();
  await job.complete({
    statusByte: statusByte(device.condition),
    terminalId: options.terminalId,
    currency: options.currency,
    ...(agreed === null ? {} : { charset: agreed }),
  });
}

function statusByte(condition: number): number {
  if (condition === INITIALISATION) return INITIALISATION_NEEDED;
  return condition === RESULT.diagnosisNeeded ? DIAGNOSIS_NEEDED : 0;
}

/** 05 01. `busy`: another conversation is not over yet. */
export async function runStatusEnquiry(job: Job, asked: ServiceCommand, busy: boolean): Promise<void> {
  const { options, condition, cardInside, paper } = job.device;
  if (options.statusNeedsPassword && !(await passwordFits(job, asked.password))) return;
  job.accept();
  const told =
    condition !== RESULT.ok ? condition : cardInside ? RESULT.cardInserted : paper ? RESULT.ok : RESULT.printerNotReady;
  const software = ((asked.serviceByte ?? 0) & WITHOUT_SOFTWARE) === 0 ? { software: options.software } : {};
  await job.complete({ ...software, terminalStatus: busy ? RESULT.wait : told }, true);
}

export async function runEndOfDay(job: Job, asked: ServiceCommand): Promise<void> {
  const { device } = job;
  const { books, options } = device;
  if (!(await passwordFits(job, asked.password))) return;
  job.accept();
  await work(job, PROGRESS_CODE.endOfDay);
  remedy(job, [RESULT.endOfDayNeeded, MEMORY_FULL]);
  const { totals, sumCents, count } = books.totals();
  job.at('before-status');
  const answer = await job.tell(withUnknownBitmap(job, totalsStatus(device)), 'after-status');
  books.settle();
  device.changed();
  if (answer.kind === 'ack') job.at('after-ack');
  const groups = Object.entries(totals.groups).filter(([, group]) => group.count > 0);
  await printAdministration(job, [
    administrationReceipt('Kassenschnitt', [
      `Belege ${totals.receiptFrom} - ${totals.receiptTo}`,
      ...groups.map(([name, group]) => `${name} ${group.count} ${euros(group.sumCents)}`),
      `Gesamt ${count} ${euros(sumCents)}`,
    ]),
  ]);
  await job.complete(
    options.endOfDayEnds === 'ok' ? {} : { resultCode: options.endOfDayEnds === 'FC' ? RESTART : SOFTWARE_UPDATE },
  );
  if (options.endOfDayEnds === 'FC') device.reboot(options.bootMs);
  if (options.endOfDayEnds === 'E0') await device.clock.sleep(UPDATE_MS, job.signal);
}

export async function runDiagnosis(job: Job): Promise<void> {
  const { device } = job;
  job.accept();
  await work(job, PROGRESS_CODE.diagnosis);
  device.clockOffsetMs = 0;
  remedy(job, [RESULT.diagnosisNeeded, WRONG_TIME]);
  const { date, time } = localTime(device, device.clock.now());
  await job.tell(buildDateTime(date.slice(2), time));
  await printAdministration(job, [
    administrationReceipt('Diagnose', [
      `Terminal-ID ${device.options.terminalId}`,
      `Software ${device.options.software}`,
      'Verbindung in Ordnung',
    ]),
  ]);
  await job.complete();
}

export async function runInitialisation(job: Job, asked: ServiceCommand): Promise<void> {
  if (!(await passwordFits(job, asked.password))) return;
  job.accept();
  await work(job, PROGRESS_CODE.initialisation);
  remedy(job, [INITIALISATION]);
  await printAdministration(job, [administrationReceipt('Initialisierung', ['Initialisierung erfolgt'])]);
  await job.complete();
}

/** 06 91, as `yymmdd` and `hhmmss`: its clock is right again. */
export async function runSetDateTime(job: Job, asked: ServiceCommand): Promise<void> {
  if (asked.password !== null && !(await passwordFits(job, asked.password))) return;
  job.device.clockOffsetMs = 0;
  remedy(job, [WRONG_TIME]);
  job.accept();
  await job.complete();
}

/** 06 12: copies of all transactions since the last end of day. */
export async function runReprint(job: Job, asked: ServiceCommand): Promise<void> {
  const { device } = job;
  if (!(await passwordFits(job, asked.password))) return;
  job.accept();
  const open = device.books.all().filter((entry) => entry.state === 'stored' && !entry.settled);
  const receipts = open.flatMap((entry) => transactionReceipts(device, entry, true));
  if ((device.registration.configByte & CONFIG.adminByTill) === 0) await printHere(job);
  else if (receipts.length > 0) await printAtTill(job, receipts);
  await job.complete();
}

/** 06 18. */
export async function runResetTerminal(job: Job): Promise<void> {
  job.accept();
  await job.complete();
}

/** 06 1A. */
export async function runPrintConfiguration(job: Job): Promise<void> {
  const { options, registration } = job.device;
  job.accept();
  await printAdministration(job, [
    administrationReceipt('Konfiguration', [
      `Terminal-ID ${options.terminalId}`,
      `Konfiguration ${registration.configByte.toString(16)}`,
    ]),
  ]);
  await job.complete();
}

/** The condition ends when it is one of these. */
function remedy(job: Job, conditions: readonly number[]): void {
  if (!conditions.includes(job.device.condition)) return;
  job.device.condition = RESULT.ok;
  job.device.changed();
}

async function work(job: Job, status: number): Promise<void> {
  job.device.face.show('busy', progressLines(status));
  await job.progress(status);
  job.at('host');
  await job.spend(job.device.options.hostMs, status);
}
