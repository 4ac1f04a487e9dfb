/** Card terminals on a wire: what the codec costs, how soon a payment is on its way, how well a slow line is used. */
import type { Finding } from './report.ts';
import { zvtCodecBench } from './zvt-codec.ts';
import { zvtFirstByteBench } from './zvt-first-byte.ts';
import { zvtSerialBench } from './zvt-serial.ts';

export async function zvtBench(): Promise<readonly Finding[]> {
  return [...zvtCodecBench(), ...(await zvtFirstByteBench()), ...(await zvtSerialBench())];
}
