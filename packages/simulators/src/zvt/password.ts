import type { Job } from './job.ts';
import { RESULT } from './words.ts';

/** Whether the password is right. A wrong one is refused here, in the way this make does it. */
export async function passwordFits(job: Job, password: string | null): Promise<boolean> {
  const { options } = job.device;
  if (password === options.password) return true;
  if (options.wrongPassword === 'nack') {
    job.refuse(RESULT.wrongPassword);
    return false;
  }
  job.accept();
  await job.abort(RESULT.wrongPassword);
  return false;
}
