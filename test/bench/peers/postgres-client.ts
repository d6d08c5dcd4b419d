// The tables of the peers in PostgreSQL, and the connections to them.
import { take } from "./wire.ts";

export interface Query {
  readonly name: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}
interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
export interface Client {
  query(query: string | Query): Promise<Answered>;
  release(): void;
}
export interface Pool {
  query(query: string | Query): Promise<Answered>;
  connect(): Promise<Client>;
}

const CONNECTIONS = 16;
const PLACES = 1_000_000_000;
const TABLES = `
  CREATE TABLE IF NOT EXISTS stock (id integer PRIMARY KEY, free integer NOT NULL);
  INSERT INTO stock (id, free) VALUES (1, ${PLACES}) ON CONFLICT DO NOTHING;
  CREATE TABLE IF NOT EXISTS tickets (serial bigserial PRIMARY KEY, barcode text NOT NULL,
    email text NOT NULL);`;

export async function openPool(port: number): Promise<Pool> {
  const { Pool } = await take<{ Pool: new (options: object) => Pool }>("pg");
  const pool = new Pool({
    host: "127.0.0.1",
    port,
    user: "postgres",
    database: "postgres",
    max: CONNECTIONS,
  });
  await pool.query(TABLES);
  return pool;
}
