export { createUdpBroadcast, type UdpAnswer, type UdpBroadcast, type UdpPorts } from './udp-broadcast.ts';
