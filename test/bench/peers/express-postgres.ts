// Express and PostgreSQL as most would write it: lock the row, look, take, insert, commit.
import { serveExpress } from "./express.ts";
import { openPool } from "./postgres-client.ts";

const [port, database] = process.argv.slice(2).map(Number);
const pool = await openPool(database ?? 0);

await serveExpress(port ?? 0, async ({ barcode, email }) => {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query({
      name: "lock",
      text: "SELECT free FROM stock WHERE id = 1 FOR UPDATE",
    });
    const free = Number(rows[0]?.["free"] ?? 0);
    if (free === 0) throw new Error("sold out");
    await client.query({ name: "take", text: "UPDATE stock SET free = free - 1 WHERE id = 1" });
    await client.query({
      name: "issue",
      text: "INSERT INTO tickets (barcode, email) VALUES ($1, $2)",
      values: [barcode, email],
    });
    await client.query("COMMIT");
    return free - 1;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
});
