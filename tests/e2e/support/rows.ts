import pg from "pg";

/** What the databases hold, read as an administrator: rows and balances, for assertions. */
export class Rows {
  readonly #pool: pg.Pool;

  constructor(adminUrl: string) {
    const url = new URL(adminUrl);
    url.pathname = "/countersign";
    this.#pool = new pg.Pool({ connectionString: url.href, max: 2 });
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  async one<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row> {
    const [row] = await this.query<Row>(text, values);
    if (!row) throw new Error(`no row: ${text}`);
    return row;
  }

  /** The newest request of the console. */
  newestRequest() {
    return this.one<{
      id: string;
      state: string;
      execution: string;
      order_id: string;
      reference: string | null;
      decline_reason: string | null;
      failure_reason: string | null;
      flow: string;
      check_code: string;
      access_token_sealed: string | null;
      id_token_sealed: string | null;
    }>("select * from console.requests order by created_at desc limit 1");
  }

  async events(requestId: string): Promise<string[]> {
    const rows = await this.query<{ kind: string }>(
      "select kind from console.request_events where request_id = $1 order by version",
      [requestId],
    );
    return rows.map(({ kind }) => kind);
  }

  /** Balance of an account in minor units. */
  async balance(iban: string): Promise<number> {
    const { balance_minor } = await this.one<{ balance_minor: string }>(
      "select balance_minor from bank.account where iban = $1",
      [iban],
    );
    return Number(balance_minor);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
