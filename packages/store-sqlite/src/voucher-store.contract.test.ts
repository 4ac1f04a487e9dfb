import { withTempStore } from '@tillbridge/testkit';
import { describeVoucherStore } from '@tillbridge/testkit/contracts';

describeVoucherStore('the voucher store in the file', (use) => withTempStore(({ store }) => use(store.vouchers)));
