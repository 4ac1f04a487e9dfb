export { cli } from './cli.ts';
export type { Console } from './command.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
