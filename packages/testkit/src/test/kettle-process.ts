/** The far end of the tests of `DrivenProcess`: a kettle that takes its time. */
import { serveDriven } from '../serve-driven.ts';

export interface Kettle {
  readonly litres: number;
  /** Resolves when it boils. */
  boil(ms: number): Promise<string>;
  boiled(): number;
  break(): void;
}

export interface KettleStatus {
  readonly heating: number;
}

serveDriven({
  kettle: async (clock, options) => {
    const { litres } = options as Pick<Kettle, 'litres'>;
    if (litres <= 0) throw new RangeError('an empty kettle');
    let heating = 0;
    let boiled = 0;
    const kettle: Kettle = {
      litres,
      boil: async (ms) => {
        heating += 1;
        await clock.sleep(ms);
        heating -= 1;
        boiled += 1;
        return `boils at ${clock.monotonicMs()}`;
      },
      boiled: () => boiled,
      break: () => process.exit(3),
    };
    return { thing: kettle, status: (): KettleStatus => ({ heating }), close: async () => undefined };
  },
});
