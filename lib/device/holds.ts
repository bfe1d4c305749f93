import { type RawBuilder, type SqlBool, sql } from "kysely";

/**
 * A raw SQL condition, always in parentheses: without them an `or` in it would swallow the
 * conditions beside it ("this customer's and …"), and rows of others would come along.
 */
export function holds(text: TemplateStringsArray, ...values: unknown[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql(text, ...values)})`;
}
