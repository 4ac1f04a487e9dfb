export { AGENT_ERRORS } from './errors.ts';
