/** How many of the oldest lines don't fit; the sentence that counts them takes a row of its own. */
export function hiddenLines(lines: number, rows: number): number {
  return lines <= rows ? 0 : Math.max(0, lines - Math.max(1, rows - 1));
}
