/** Files for spreadsheets. */

/**
 * A semicolon: spreadsheets with Dutch, German or French settings take the comma for the decimal sign and split at
 * semicolons. Amounts have a decimal point and two decimals everywhere.
 */
const SEPARATOR = ';';
/** Without it, spreadsheets read UTF-8 as something else. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A column's name, and what a line has in it. */
export type CsvColumn<Line> = readonly [name: string, read: (line: Line) => string];

/** RFC 4180 with semicolons: a header, one line each, CRLF. */
export function csvText<Line>(columns: readonly CsvColumn<Line>[], lines: readonly Line[]): string {
  const rows = [columns.map(([name]) => name), ...lines.map((line) => columns.map(([, read]) => cell(read(line))))];
  return `${BYTE_ORDER_MARK}${rows.map((row) => `${row.join(SEPARATOR)}\r\n`).join('')}`;
}

/** Exact: `1470` is `14.70`. */
export function euros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What others call their orders must not become a formula of the spreadsheet. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
