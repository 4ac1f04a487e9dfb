export { describeCardTerminal, describeQrProvider } from './driver-contract.ts';
export type { DriverFault, DriverOtherSide, DriverRig, MakeRig, RigOptions } from './driver-rig.ts';
