/** The answers given to requests: the same request again is answered the same. */
import { first, run } from "../core/sql.ts";

export function earlierAnswer<Answer extends object>(
  sql: SqlStorage,
  request: string,
): Answer | null {
  const row = first<{ answer: string }>(
    sql,
    `SELECT answer FROM answers WHERE request = ?`,
    request,
  );
  return row === null ? null : (JSON.parse(row.answer) as Answer);
}

export function keepAnswer(sql: SqlStorage, request: string, answer: object): void {
  run(sql, `INSERT INTO answers (request, answer) VALUES (?, ?)`, request, JSON.stringify(answer));
}
