export { describeProviderAccount } from './account-contract.ts';
export type { AccountFault, AccountOtherSide, AccountRig, AccountRigOptions, MakeAccountRig } from './account-rig.ts';
export { describeCardTerminal, describeQrProvider } from './driver-contract.ts';
export {
  type DriverFault,
  type DriverOtherSide,
  type DriverRig,
  type MakeRig,
  type RigOptions,
  sampleOrder,
} from './driver-rig.ts';
export { describeByteLink } from './link-bytes-contract.ts';
export { describeApduLink } from './link-contract.ts';
export type { ByteLinkRig, MakeByteLinks, PacketFraming, PacketLink } from './link-rig.ts';
export { describeVoucherStore } from './voucher-store-contract.ts';
