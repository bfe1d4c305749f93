import { type Mutation, testsOf } from "./mutation.ts";

const guards = testsOf("unit", "tests/unit/guards.test.ts");
const origin = testsOf("unit", "tests/unit/same-origin.test.ts");
const consoleGuards = testsOf("integration", "tests/integration/console/guards.test.ts");
const limits = testsOf("integration", "tests/integration/console/limits.test.ts");

/** What every zone stands on. */
export const coreMutations: Mutation[] = [
  {
    guard: "A change of state comes from exactly our origin",
    file: "lib/platform/http/same-origin.ts",
    find: "origin === null ? needOrigin : origin !== new URL(publicUrl).origin",
    replace: "false",
    test: origin("another origin"),
  },
  {
    guard: "A request without an origin changes nothing",
    file: "lib/platform/http/same-origin.ts",
    find: "origin === null ? needOrigin :",
    replace: "origin === null ? false :",
    test: origin("no origin at all"),
  },
  {
    guard: "A browser that says cross-site is believed",
    file: "lib/platform/http/same-origin.ts",
    find: `(site !== null && site !== "same-origin" && site !== "none")`,
    replace: "false",
    test: origin("Sec-Fetch-Site"),
  },
  {
    guard: "A process without a zone does not boot",
    file: "lib/platform/config/zone.ts",
    find: `z.enum(["console", "device"])`,
    replace: `z.enum(["console", "device"]).default("console")`,
    test: guards("a process without a zone"),
  },
  {
    guard: "An unknown role gives no right",
    file: "lib/core/operators/roles.ts",
    find: "return role.options.filter((known) => names.includes(known));",
    replace: "return names as Role[];",
    test: guards("roles that nobody knows"),
  },
  {
    guard: "A log line holds no token",
    file: "lib/platform/log.ts",
    find: `.replace(/[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_.-]*/g, "[token]")`,
    replace: "",
    test: guards("tokens are cut out"),
  },
  {
    guard: "A log line holds no long secret",
    file: "lib/platform/log.ts",
    find: `(uuid.test(word) ? word : "[secret]")`,
    replace: "word",
    test: guards("long secrets are cut out"),
  },
  {
    guard: "A log line holds no account number",
    file: "lib/platform/log.ts",
    find: `.replace(/\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b/g, "[iban]")`,
    replace: "",
    test: guards("account numbers are cut out"),
  },
  {
    guard: "A log line holds no credentials of an address",
    file: "lib/platform/log.ts",
    find: `.replace(/(:\\/\\/)[^@\\s/]+@/g, "$1[credentials]@")`,
    replace: "",
    test: guards("credentials in addresses are cut out"),
  },
  {
    guard: "An amount is exact or refused",
    file: "lib/core/banking/money.ts",
    find: `if (fraction.length > digits) return { ok: false, fault: "too_precise" };`,
    replace: "",
    test: guards("an amount with too many decimals"),
  },
  {
    guard: "An amount is more than nothing",
    file: "lib/core/banking/money.ts",
    find: `if (sign === "-" || minor === 0n) return { ok: false, fault: "not_positive" };`,
    replace: "",
    test: guards("an amount of nothing or less"),
  },
  {
    guard: "An IBAN's check digits fit",
    file: "lib/core/banking/iban.ts",
    find: "iban !== null && isValidIBAN(iban)",
    replace: "iban !== null",
    test: guards("an IBAN with wrong check digits"),
  },
  {
    guard: "A binding message never cuts an amount",
    file: "lib/core/ciba/binding-message.ts",
    find: "full.length <= maxChars && ",
    replace: "",
    test: guards("a binding message that is too long"),
  },
  {
    guard: "A binding message has only characters that the OP takes",
    file: "lib/core/ciba/binding-message.ts",
    find: " && [...full].every((character) => allowed.test(character))",
    replace: "",
    test: guards("a binding message with a character"),
  },
  {
    guard: "An error that nobody foresaw tells nothing",
    file: "lib/platform/http/problem-response.ts",
    find: `return new Refusal("internal", "Something went wrong on our side. Nothing was sent twice.", {`,
    replace: `return new Refusal("internal", String(error), {`,
    test: guards("an error that nobody foresaw"),
  },
  {
    guard: "A redirect is never followed",
    file: "lib/platform/http/call.ts",
    find: `redirect: "manual",`,
    replace: "",
    test: guards("a redirect is not followed"),
  },
  {
    guard: "A broken connection is not taken for one never made",
    file: "lib/platform/http/call.ts",
    find: "if (code && neverSent.has(code))",
    replace: "if (code || true)",
    test: guards("a connection that broke"),
  },
  {
    guard: "A changed audit line is found",
    file: "lib/platform/database/migrations/000-audit.sql",
    find: "where hash <> computed or prev_hash <> before or seq <> position",
    replace: "where false",
    test: limits("the audit trail holds"),
  },
  {
    guard: "An audit line whose hash was made to fit is found by the next one",
    file: "lib/platform/database/migrations/000-audit.sql",
    find: "or prev_hash <> before ",
    replace: "",
    test: consoleGuards("a forged line with a hash that fits"),
  },
  {
    guard: "A removed audit line is found",
    file: "lib/platform/database/migrations/000-audit.sql",
    find: " or seq <> position",
    replace: "",
    also: [
      {
        file: "lib/platform/database/migrations/000-audit.sql",
        find: "or prev_hash <> before",
        replace: "",
      },
    ],
    test: consoleGuards("an audit line that was taken out"),
  },
  {
    guard: "Not even the owner changes or deletes an audit line",
    file: "lib/platform/database/migrations/000-audit.sql",
    find: "create trigger audit_refuse before update or delete on audit for each row execute function audit_refuse();",
    replace: "",
    test: consoleGuards("the owner can neither change nor delete"),
  },
  {
    guard: "Not even the owner empties the audit trail",
    file: "lib/platform/database/migrations/000-audit.sql",
    find: "create trigger audit_refuse_truncate before truncate on audit execute function audit_refuse();",
    replace: "",
    test: consoleGuards("the owner can neither change nor delete"),
  },
  {
    guard: "Audit lines come in the transaction of their change",
    file: "lib/platform/database/audit.ts",
    find: `values (\${line.actor}, \${line.action}, \${line.subject}, \${JSON.stringify(line.data ?? {})})\`.execute(
        transaction,`,
    replace: `values (\${line.actor}, \${line.action}, \${line.subject}, \${JSON.stringify(line.data ?? {})})\`.execute(
        database,`,
    test: consoleGuards("a change that is rolled back"),
  },
];
