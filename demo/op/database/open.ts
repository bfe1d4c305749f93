import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { connectionSettings } from "#lib/platform/database/open.ts";
import { log } from "#lib/platform/log.ts";

export interface Database {
  /** Runs one statement, inside the transaction of the caller where there is one. */
  query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]>;
  /**
   * Runs `work` in a transaction that every query below it joins, also those that oidc-provider
   * makes through its adapter. Rolls back when `work` throws.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the pool of the OP's runtime role; its search_path is the schema `op`. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({ ...connectionSettings(url, "op"), max: 10 });
  // Without a listener an idle connection that breaks would end the process.
  pool.on("error", (error) => log.warn("op.database-connection-lost", { error }));
  const current = new AsyncLocalStorage<pg.PoolClient>();
  return {
    async query(text, values) {
      const { rows } = await (current.getStore() ?? pool).query(text, values);
      return rows;
    },
    async transaction(work) {
      if (current.getStore()) return work();
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query("begin");
        const result = await current.run(client, work);
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
