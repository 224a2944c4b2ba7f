import { describe, expect, it } from "vitest";
import { type Column, renderTable } from "../../../cli/output/table.ts";

interface Row {
  readonly id: string;
  readonly size: number;
  readonly note: string;
}

const columns: readonly Column<Row>[] = [
  { title: "id", cell: ({ id }) => id },
  { title: "size", cell: ({ size }) => String(size), align: "right" },
  { title: "note", cell: ({ note }) => note },
];
const rows: readonly Row[] = [
  { id: "small", size: 7, note: "" },
  { id: "a-much-larger-one", size: 1234, note: "slow" },
];

describe("renderTable", () => {
  it("lines up columns, figures flush right", () => {
    expect(renderTable(columns, rows)).toBe(
      [
        "id                 size  note",
        "─────────────────  ────  ────",
        "small                 7",
        "a-much-larger-one  1234  slow",
      ].join("\n"),
    );
  });

  it("keeps to the columns as long as they fit", () => {
    expect(renderTable(columns, rows, 29)).toBe(renderTable(columns, rows));
  });

  it("gives each row its own lines where the terminal is narrower than the table", () => {
    expect(renderTable(columns, rows, 28)).toBe(
      ["id    small", "size  7", "", "id    a-much-larger-one", "size  1234", "note  slow"].join("\n"),
    );
  });
});
