export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Figures are easier to compare flush right. */
  readonly align?: "left" | "right";
}

/** A table in plain text, without a line break at the end. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const pad = (text: string, index: number) =>
    columns[index]?.align === "right" ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0);
  const lines = cells.map((line) => line.map(pad).join("  ").trimEnd());
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  return lines.join("\n");
}
