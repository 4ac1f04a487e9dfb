import { join } from 'node:path';
import type { Clock, Log } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import { maskApdu } from '@tillbridge/zvt/codec';
import type { AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import { TraceFiles } from './trace-files.ts';
import { WireTrace } from './wire-trace.ts';

export interface WireTraces {
  /** Throws for a route without a wire. */
  readonly of: (route: RouteId) => WireTrace;
  /** Resolves when everything is written. */
  idle(): Promise<void>;
}

/** One trace for each terminal on a wire; their files lie in `traces` of the data folder. */
export function wireTraces(
  settings: Pick<AgentSettings, 'routes' | 'dataFolder'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): WireTraces {
  const sink = new TraceFiles(join(settings.dataFolder, 'traces'), log);
  const traces = new Map(
    settings.routes
      .filter(isWire)
      .map(({ id, trace }) => [id as RouteId, new WireTrace(id as RouteId, { clock, sink, maskApdu }, trace)]),
  );
  return {
    of(route) {
      const trace = traces.get(route);
      if (trace === undefined) throw new RangeError(`route ${route} has no wire`);
      return trace;
    },
    idle: () => sink.idle(),
  };
}
