export { describeCardTerminal, describeQrProvider } from './driver-contract.ts';
export type { DriverFault, DriverOtherSide, DriverRig, MakeRig, RigOptions } from './driver-rig.ts';
export { describeByteLink } from './link-bytes-contract.ts';
export { describeApduLink } from './link-contract.ts';
export type { ByteLinkRig, MakeByteLinks, PacketFraming, PacketLink } from './link-rig.ts';
