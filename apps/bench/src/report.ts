/** One measured figure beside what it is held against, both from the same run. */
export interface Metric {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs' | '1/s' | 'MB' | 'MB/1000' | 'B' | 'ns/B' | '%' | 'calls' | 'payments';
  /** What `value` is held against: a limit, or a peer measured in this run. */
  readonly against: { readonly what: string; readonly value: number };
  /** value / against; for rates too, so above 1 is more than the peer. */
  readonly ratio: number;
  readonly goal: string;
}

/** A figure that this machine can't give. */
export interface Skipped {
  readonly bench: string;
  readonly metric: string;
  /** With the command that changes it. */
  readonly skipped: string;
}

export type Finding = Metric | Skipped;

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

export function skipped(bench: string, name: string, why: string): Skipped {
  return { bench, metric: name, skipped: why };
}

export function printFindings(findings: readonly Finding[], json: boolean): void {
  if (json) {
    for (const one of findings) console.log(JSON.stringify(jsonOf(one)));
    return;
  }
  const table = [['metric', 'value', 'against', 'ratio', 'goal'], ...findings.map(rowOf)];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function jsonOf(finding: Finding): object {
  if ('skipped' in finding) return finding;
  const { bench, metric: name, value, unit, against, ratio } = finding;
  return { bench, metric: name, value, unit, against: `${against.what}: ${against.value}`, ratio };
}

function rowOf(finding: Finding): readonly string[] {
  if ('skipped' in finding) return [finding.metric, 'skipped', finding.skipped];
  const { metric: name, value, unit, against, ratio, goal } = finding;
  return [name, `${value} ${unit}`, `${against.what}: ${against.value}`, String(ratio), goal];
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
