/** Everything that reads a device's bytes, for `npm run fuzz`. */
import { codecTarget, frameTarget, jsonTarget } from '@tillbridge/simulators/fuzz';
import { driverTarget } from '../fuzz/driver-fuzz.ts';
import { linkTarget } from '../fuzz/link-fuzz.ts';
import { serveFuzz } from '../fuzz/serve.ts';
import { readVectors } from '../zvt-vectors.ts';

const samples = readVectors().map(({ apdu }) => apdu);
await serveFuzz([codecTarget(samples), frameTarget(samples), linkTarget(samples), driverTarget(samples), jsonTarget()]);
