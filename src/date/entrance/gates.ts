/** What passed at each gate, counted from the scans themselves. */
import { readDate } from "../house.ts";
import { all } from "../../core/sql.ts";
import type { GateCount } from "./commands.ts";

type Counted = Omit<GateCount, "label">;

const COUNTS = `
  SELECT s.gate,
         count(*) FILTER (WHERE let_through = 1 AND direction = 'in') AS "in",
         count(*) FILTER (WHERE let_through = 1 AND direction = 'out') AS "out",
         count(*) FILTER (WHERE direction = 'in' AND finding NOT IN ('admitted', 'turned_away'))
           AS irregular,
         count(*) FILTER (WHERE let_through = 0) AS turnedAway, coalesce(e.inside, 0) AS inside
    FROM scans s
    LEFT JOIN (SELECT inside_gate AS gate, count(*) AS inside
                 FROM entries WHERE inside_since IS NOT NULL GROUP BY inside_gate) e
      ON e.gate IS s.gate
   GROUP BY s.gate`;

/** Each gate of the date in its order, then those that only scans name. */
export function gateCounts(sql: SqlStorage): GateCount[] {
  const counted = all<Counted>(sql, COUNTS);
  const gates = readDate(sql).entry.gates;
  const configured = gates.map(({ id, label }) => ({
    ...(counted.find(({ gate }) => gate === id) ?? nothingAt(id)),
    label,
  }));
  const known = new Set<string | null>(gates.map(({ id }) => id));
  const others = counted.filter(({ gate }) => !known.has(gate));
  return [...configured, ...others.map((count) => ({ ...count, label: null }))];
}

function nothingAt(gate: string): Counted {
  return { gate, in: 0, out: 0, inside: 0, irregular: 0, turnedAway: 0 };
}
