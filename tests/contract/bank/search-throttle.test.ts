import { expect, test } from "vitest";
import { useBank } from "./fixture/bank.ts";

const bank = useBank({ BANK_SEARCHES_PER_MINUTE: "3" });

test("of ten searches at once exactly three are done, and the others know when to come back", async () => {
  const token = await bank.consoleToken();
  const operator = await bank.operatorToken("tara");
  const body = { query: "bob fischer", reason: "counter" };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => bank.call("searchCustomers", { token, operator, body })),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(3);
  const refused = answers.filter((each) => each.status === 429);
  expect(refused).toHaveLength(7);
  for (const each of refused) {
    expect(each.body.code).toBe("too_many_searches");
    const seconds = Number(each.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(61);
  }
  const other = await bank.operatorToken("amir");
  expect((await bank.call("searchCustomers", { token, operator: other, body })).status).toBe(200);
});
