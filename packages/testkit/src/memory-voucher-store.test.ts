import { describeVoucherStore } from './contracts/voucher-store-contract.ts';
import { MemoryVoucherStore } from './memory-voucher-store.ts';

describeVoucherStore('the voucher store in memory', async (use) => use(new MemoryVoucherStore()));
