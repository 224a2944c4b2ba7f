export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Figures are easier to compare flush right. */
  readonly align?: "left" | "right";
}

/**
 * A table in plain text, without a line break at the end. Where it is wider than `most` characters each row becomes lines
 * of its own, one for each column that says something: a table whose lines are broken anywhere cannot be read.
 */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], most = Infinity): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const pad = (text: string, index: number) =>
    columns[index]?.align === "right" ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0);
  const lines = cells.map((line) => line.map(pad).join("  ").trimEnd());
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  if (rule.length > most) return rows.map((row) => renderRecord(columns, row)).join("\n\n");
  lines.splice(1, 0, rule);
  return lines.join("\n");
}

function renderRecord<Row>(columns: readonly Column<Row>[], row: Row): string {
  const width = Math.max(...columns.map(({ title }) => title.length));
  return columns
    .map(({ title, cell }) => ({ title, text: cell(row) }))
    .filter(({ text }) => text !== "")
    .map(({ title, text }) => `${title.padEnd(width)}  ${text}`)
    .join("\n");
}
