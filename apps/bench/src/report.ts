/** One measured figure beside what it is held against, both from the same run. */
export interface Metric {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: 'ms' | '1/s' | 'MB' | 'MB/1000';
  /** What `value` is held against: a limit, or a peer measured in this run. */
  readonly against: { readonly what: string; readonly value: number };
  /** value / against; for rates too, so above 1 is more than the peer. */
  readonly ratio: number;
  readonly goal: string;
}

export function metric(
  bench: string,
  name: string,
  value: number,
  unit: Metric['unit'],
  against: Metric['against'],
  goal: string,
): Metric {
  return {
    bench,
    metric: name,
    value: round(value),
    unit,
    against: { ...against, value: round(against.value) },
    ratio: round(value / against.value),
    goal,
  };
}

export function printMetrics(metrics: readonly Metric[], json: boolean): void {
  if (json) {
    for (const { bench, metric: name, value, unit, against, ratio } of metrics) {
      console.log(
        JSON.stringify({ bench, metric: name, value, unit, against: `${against.what}: ${against.value}`, ratio }),
      );
    }
    return;
  }
  const rows = metrics.map((one) => [
    one.metric,
    `${one.value} ${one.unit}`,
    `${one.against.what}: ${one.against.value}`,
    String(one.ratio),
    one.goal,
  ]);
  const table = [['metric', 'value', 'against', 'ratio', 'goal'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
