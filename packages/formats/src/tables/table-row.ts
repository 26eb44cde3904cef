/** A row of a table whose columns have names. */
export interface TableRow {
  /** `file.csv:17`, for messages. */
  readonly where: string;
  /** By the column's name, without the space around them. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Who is told of wrong rows: may throw, to end the reading, or collect. */
export interface RowReport {
  error(where: string, what: string): void;
}
