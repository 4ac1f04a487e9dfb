/** A table of counts for people: a title for each column, and a name for each row. */
export function table<Row>(
  columns: readonly (readonly [title: string, count: (row: Row) => number])[],
  rows: readonly (readonly [name: string, row: Row])[],
): string {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(nameWidth), ...cells.map((cell, at) => cell.padStart(columns[at]?.[0].length ?? 0))].join('  ');
  const titles = columns.map(([title]) => title);
  const counts = rows.map(([name, row]) =>
    line(
      name,
      columns.map(([, count]) => String(count(row))),
    ),
  );
  return [line('', titles), ...counts].join('\n');
}
