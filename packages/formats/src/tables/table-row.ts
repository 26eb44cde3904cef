/** A row of a table whose columns have names. */
export interface TableRow {
  /** `file.csv:17`, for messages. */
  readonly where: string;
  /** By column name, trimmed. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Receives invalid rows: it may throw, which stops the reading, or collect them. */
export interface RowReport {
  error(where: string, what: string): void;
}
