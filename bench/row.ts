/** Prints a row of a table; an empty line where it has no cells. */
export function row(...cells: readonly string[]): void {
  process.stdout.write(cells.length === 0 ? '\n' : `| ${cells.join(' | ')} |\n`);
}
