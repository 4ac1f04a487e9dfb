import { randomUUID } from 'node:crypto';
import type { Clock, EpochMs } from '@tillbridge/kernel';
import type { ApiRequest, ApiResponse } from '@tillbridge/mplus/soap';
import type { MplusApiSwitches, SimDefinition } from './options.ts';

/** A voucher that was issued. */
export interface SimIssuance {
  readonly id: string;
  readonly voucherId: string;
  readonly scanCode: string | null;
  readonly groupScanCode: string;
  readonly groupId: string;
  readonly relationNumber: string | null;
  readonly issuedAt: EpochMs;
  readonly startAt: EpochMs;
  readonly redeems: { readonly id: string; readonly at: EpochMs }[];
}

type Issue = ApiRequest<'issueVouchers'>;
type IssueAnswer = ApiResponse<'issueVouchers'>;
type Redeem = ApiRequest<'redeemVoucherIssuance'>;
type RedeemAnswer = ApiResponse<'redeemVoucherIssuance'>;
type CodesAnswer = ApiResponse<'issueVoucherExternalScanCodes'>;

export interface VoucherBookPorts {
  readonly clock: Clock;
  readonly switches: MplusApiSwitches;
  readonly definitions: readonly SimDefinition[];
  readonly bookBpeIds: readonly string[];
  changed(): void;
}

/** Definitions, issuances and the answers that keys are remembered with. */
export class VoucherBook {
  readonly issuances: SimIssuance[] = [];
  private readonly externalCodes = new Map<string, { readonly voucherId: string; readonly at: EpochMs }>();
  private readonly issueAnswers = new Map<string, IssueAnswer>();
  private readonly codeAnswers = new Map<string, CodesAnswer>();
  private readonly ports: VoucherBookPorts;

  constructor(ports: VoucherBookPorts) {
    this.ports = ports;
  }

  get definitions(): readonly SimDefinition[] {
    return this.ports.definitions;
  }

  /** `idempotencyKey` decides: the first answer is the answer. */
  issue(request: Issue): IssueAnswer {
    const { switches, changed } = this.ports;
    const before = this.issueAnswers.get(request.idempotencyKey);
    if (before !== undefined) return { ...before, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' };
    const answer = this.issueNow(request);
    if (answer.result === 'ISSUE-VOUCHERS-OK' || switches.remembersRefusals) {
      this.issueAnswers.set(request.idempotencyKey, answer);
    }
    changed();
    return answer;
  }

  /** Of a day at least, both included, as the settings of the simulator read it. */
  between(from: string | undefined, through: string | undefined): readonly SimIssuance[] {
    const day = (at: EpochMs) => new Date(at).toISOString().slice(0, 10);
    return this.issuances.filter((issuance) => {
      const date = day(this.ports.switches.datesAre === 'issued' ? issuance.issuedAt : issuance.startAt);
      return (from === undefined || date >= from) && (through === undefined || date <= through);
    });
  }

  redeem({ voucherScanCode, voucherIssuanceId, redeemCount = 1, dryRun = false }: Redeem): RedeemAnswer {
    const found = this.issuances.filter(
      ({ id, scanCode, groupScanCode }) =>
        id === voucherIssuanceId ||
        (voucherScanCode !== undefined && [scanCode, groupScanCode].includes(voucherScanCode)),
    );
    if (found.length === 0) return { result: 'REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND' };
    const now = this.ports.clock.now();
    const usable = found.find((issuance) => this.leftOf(issuance) > 0 && issuance.startAt <= now);
    if (usable === undefined) {
      const [first] = found;
      const upcoming = first !== undefined && first.startAt > now;
      return {
        voucherCanApplyResult: upcoming
          ? { upcoming, upcomingTs: new Date(first.startAt).toISOString() }
          : { fullyRedeemed: true },
        result: 'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED',
        errorMessage: upcoming ? 'Not valid yet' : 'Fully redeemed',
      };
    }
    if (redeemCount > this.leftOf(usable)) return { result: 'REDEEM-VOUCHER-ISSUANCE-REDEEM-COUNT-TOO-HIGH' };
    if (dryRun) return { result: 'REDEEM-VOUCHER-ISSUANCE-OK' };
    const made = Array.from({ length: redeemCount }, () => ({ id: randomUUID(), at: now }));
    usable.redeems.push(...made);
    this.ports.changed();
    return {
      voucherIssuanceRedeems: { voucherIssuanceRedeem: made.map((redeem) => redeemView(usable, redeem)) },
      result: 'REDEEM-VOUCHER-ISSUANCE-OK',
    };
  }

  addCodes({ idempotencyKey, voucherId, scanCodes }: ApiRequest<'issueVoucherExternalScanCodes'>): CodesAnswer {
    const before = this.codeAnswers.get(idempotencyKey);
    if (before !== undefined) return { ...before, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' };
    const fitting = this.definitions.some(({ id, type }) => id === voucherId && type === 'EXTERNAL');
    const taken = scanCodes.scanCode.some((code) => this.isTaken(code));
    const answer: CodesAnswer = {
      idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
      result: !fitting
        ? 'ISSUE-VOUCHER-SCAN-CODES-FAIL'
        : taken
          ? 'ISSUE-VOUCHER-SCAN-CODES-DUPLICATE-SCAN-CODE'
          : 'ISSUE-VOUCHER-SCAN-CODES-OK',
    };
    if (answer.result === 'ISSUE-VOUCHER-SCAN-CODES-OK') {
      for (const code of scanCodes.scanCode) this.externalCodes.set(code, { voucherId, at: this.ports.clock.now() });
      this.ports.changed();
    }
    this.codeAnswers.set(idempotencyKey, answer);
    return answer;
  }

  codesOf(voucherId: string): readonly { readonly code: string; readonly at: EpochMs }[] {
    return [...this.externalCodes].flatMap(([code, entry]) =>
      entry.voucherId === voucherId ? [{ code, at: entry.at }] : [],
    );
  }

  reset(): void {
    this.issuances.length = 0;
    this.externalCodes.clear();
    this.issueAnswers.clear();
    this.codeAnswers.clear();
  }

  private issueNow({ issueVouchers: { issueVoucher: items } }: Issue): IssueAnswer {
    const refusal = this.refusalOf(items);
    if (refusal !== null) return answerOf(...refusal, []);
    const now = this.ports.clock.now();
    const groups = new Map<string, string>();
    const made = items.map((item): SimIssuance => {
      const groupId = groups.get(item.groupScanCode) ?? randomUUID();
      groups.set(item.groupScanCode, groupId);
      return {
        id: randomUUID(),
        voucherId: item.voucherId.id,
        scanCode: item.scanCode ?? null,
        groupScanCode: item.groupScanCode,
        groupId,
        relationNumber: item.relationNumber ?? null,
        issuedAt: now,
        startAt: item.startTs === undefined ? now : Date.parse(item.startTs),
        redeems: [],
      };
    });
    this.issuances.push(...made);
    return answerOf('ISSUE-VOUCHERS-OK', '', made);
  }

  private refusalOf(items: Issue['issueVouchers']['issueVoucher']): readonly [IssueAnswer['result'], string] | null {
    const { switches, definitions, bookBpeIds } = this.ports;
    if (items.length > switches.mostIssuances) return ['ISSUE-VOUCHERS-TOO-MANY-ISSUANCES', 'Too many issuances'];
    const codes = new Set<string>();
    for (const { voucherId, bookBpeId, scanCode, groupScanCode, relationNumber } of items) {
      const definition = definitions.find(({ id }) => id === voucherId.id);
      if (definition === undefined) return ['ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', `No voucher ${voucherId.id}`];
      if (definition.bookArticleNumber === null) {
        return ['ISSUE-VOUCHERS-VOUCHER-NO-BOOK-ARTICLE-NUMBER', `Voucher ${voucherId.id} has no book article`];
      }
      if (!bookBpeIds.includes(bookBpeId)) return ['ISSUE-VOUCHERS-INVALID-BOOK-BPE-ID', `No book BPE ${bookBpeId}`];
      if (definition.relationRequired && relationNumber === undefined) {
        return ['ISSUE-VOUCHERS-RELATION-REQUIRED', 'A relation is required'];
      }
      if (definition.type === 'EXTERNAL' && scanCode !== undefined) {
        return ['ISSUE-VOUCHERS-SCAN-CODE-NOT-ALLOWED-ON-EXTERNAL-VOUCHER', 'No scan code on an external voucher'];
      }
      if (this.issuances.some((issuance) => issuance.groupScanCode === groupScanCode)) {
        return ['ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE', `Group scan code ${groupScanCode} exists`];
      }
      if (scanCode === undefined) continue;
      if (codes.has(scanCode) || this.isTaken(scanCode)) {
        return ['ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE', `Scan code ${scanCode} exists`];
      }
      codes.add(scanCode);
    }
    return null;
  }

  private isTaken(code: string): boolean {
    return this.externalCodes.has(code) || this.issuances.some(({ scanCode }) => scanCode === code);
  }

  private leftOf({ voucherId, redeems }: SimIssuance): number {
    return (this.definitions.find(({ id }) => id === voucherId)?.maxRedeemCount ?? 0) - redeems.length;
  }
}

function answerOf(result: IssueAnswer['result'], errorMessage: string, made: readonly SimIssuance[]): IssueAnswer {
  return {
    idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
    result,
    ...(made.length === 0 ? {} : { voucherIssuances: { voucherIssuance: made.map(issuanceView) } }),
    errorMessage,
  };
}

export function issuanceView(issuance: SimIssuance) {
  const { id, voucherId, scanCode, groupScanCode, groupId, relationNumber, startAt, redeems } = issuance;
  return {
    id,
    ...(scanCode === null ? {} : { scanCode, resolvedScanCode: scanCode }),
    groupId,
    voucherId: { id: voucherId, version: 1 },
    ...(relationNumber === null ? {} : { relationNumber }),
    cancelled: false,
    startTs: new Date(startAt).toISOString(),
    voucherIssuanceRedeems: { voucherIssuanceRedeem: redeems.map((redeem) => redeemView(issuance, redeem)) },
    groupScanCode,
    resolvedGroupScanCode: groupScanCode,
  };
}

function redeemView({ id }: SimIssuance, redeem: SimIssuance['redeems'][number]) {
  return {
    id: redeem.id,
    voucherIssuanceId: id,
    cancelled: false,
    redeemTs: new Date(redeem.at).toISOString(),
  };
}
