/** Every check, in the order of the report: what we are, what we stand on, whom we talk to. */
export const checkTitles = {
  configuration: "Configuration",
  database: "Database",
  migrations: "Migrations",
  "database-rights": "Database rights",
  audit: "Audit trail",
  jobs: "Jobs and engine",
  clock: "Clocks",
  tls: "TLS",
  "staff-op": "Staff sign-in service",
  "staff-client": "Console at the staff service",
  "customer-op": "Customer sign-in service",
  "client-authentication": "Client authentication",
  "ciba-metadata": "CIBA metadata",
  "ciba-permission": "CIBA permission",
  "binding-message": "Binding message",
  channel: "Phone's server",
  "channel-trace": "Channel from the OP",
  ping: "Notifications",
  bank: "Bank API",
  mail: "Mail",
  push: "Push to phones",
} as const;

export type CheckId = keyof typeof checkTitles;

export const checkIds = Object.keys(checkTitles) as CheckId[];

export function isCheckId(text: string): text is CheckId {
  return Object.hasOwn(checkTitles, text);
}
