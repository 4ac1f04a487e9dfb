import { readFileSync } from 'node:fs';

/** The resident set of a process. Linux alone tells it this simply. */
export function residentMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** The most that ever was resident of a process. */
export function mostResidentMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}
