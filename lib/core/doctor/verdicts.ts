import type { CheckState } from "./report.ts";

interface Verdict {
  state: CheckState;
  meaning: string;
  todo: string;
}

const ok = (meaning: string): Verdict => ({ state: "ok", meaning, todo: "" });
const warning = (meaning: string, todo: string): Verdict => ({ state: "warning", meaning, todo });
const fault = (meaning: string, todo: string): Verdict => ({ state: "fault", meaning, todo });
const skipped = (meaning: string, todo = ""): Verdict => ({ state: "skipped", meaning, todo });

/** All that the doctor can say, by what was found. docs/doctor.md has a line for each. */
export const verdicts = {
  // Any check
  "any.late": fault(
    "This check got no answer in time, and whoever works with the console waits as long.",
    "Look at the load and the network between this machine and the service that the line names.",
  ),
  "any.failed": fault(
    "The check itself failed, so nothing is known here.",
    "Run it alone with --only and look at the message; if it stays, report it.",
  ),
  "any.no-configuration": skipped(
    "Nothing can be tried before the configuration holds.",
    "Correct the configuration first, then run the doctor again.",
  ),
  "any.no-database": skipped(
    "It needs the database, which cannot be reached.",
    "See the line Database.",
  ),
  "any.no-issuer": skipped(
    "It needs the sign-in service, which does not answer as one.",
    "See the lines about the sign-in services.",
  ),

  // Configuration
  "configuration.holds": ok("Every setting that the console needs is there and fits the others."),
  "configuration.broken": fault(
    "The console and the engine refuse to start with this configuration.",
    "Correct every setting named above; .env.example says what each is for.",
  ),
  "configuration.keys": fault(
    "A key or certificate file cannot be used: the console cannot prove who it is.",
    "Make the file readable for this user, with a private JWK Set or a PKCS#8 PEM (EC P-256 or RSA) in it.",
  ),

  // Database
  "database.reachable": ok("The console can read and write."),
  "database.unreachable": fault(
    "Nothing works without the database: no sign-in, no request, no follow-up.",
    "Start PostgreSQL, and check host and port of CONSOLE_DATABASE_URL and the network between.",
  ),
  "database.refused": fault(
    "PostgreSQL answers but does not let the console in.",
    "Check user, password and database name of CONSOLE_DATABASE_URL against what was provisioned.",
  ),
  "database.wrong-role": fault(
    "The console runs as a role that may change its own audit trail.",
    "Put the runtime role into CONSOLE_DATABASE_URL; the owner belongs into CONSOLE_DATABASE_OWNER_URL of the migrations only.",
  ),
  "migrations.current": ok("Tables and program belong together."),
  "migrations.missing": fault(
    "The program expects tables or columns that are not there; requests will fail.",
    "Run npm run db:migrate, then restart console and engine.",
  ),
  "migrations.ahead": warning(
    "The database was migrated by a newer program than this one.",
    "Update this console to the version that made those migrations.",
  ),
  "migrations.unseen": skipped(
    "The migration files are not beside this process, so there is nothing to compare with.",
    "Run npm run doctor in the program's folder.",
  ),
  "rights.restricted": ok("A stolen console cannot rewrite its audit trail or its own limits."),
  "rights.loose": fault(
    "Whoever takes over the console could rewrite its past or its own limits.",
    "Run npm run db:migrate (it takes these rights away), and give the role no others.",
  ),
  "audit.holds": ok("No line was changed or removed since it was written."),
  "audit.broken": fault(
    "A line of the audit trail was changed or removed after it was written.",
    "Treat it as an incident: keep the database as it is, run npm run audit:verify, compare with a backup.",
  ),

  // Jobs
  "jobs.moving": ok("Requests are followed up and approved orders are carried out."),
  "jobs.no-queues": fault(
    "There is nowhere to put the follow-up of a request; sending will fail.",
    "Run npm run db:migrate, then restart console and engine.",
  ),
  "jobs.no-engine": fault(
    "Nobody follows up: customers may approve, and nothing is carried out.",
    "Start an engine (npm run engine) and look into its log why the last one ended.",
  ),
  "jobs.stuck": fault(
    "An engine is connected, but jobs that are due are not taken.",
    "Look into the engine's log; restart it. Jobs are not lost: they wait in the database.",
  ),

  // Clocks
  "clock.together": ok("Deadlines and tokens mean the same everywhere."),
  "clock.drifting": warning(
    "A clock is off by more than 2 s; tokens and deadlines still hold, but not for long.",
    "Switch on time synchronisation (NTP) on the machine that the line names, and here.",
  ),
  "clock.off": fault(
    "A clock is off by more than 30 s: fresh tokens look expired or not yet valid and are refused.",
    "Set the clock by NTP on the machine that the line names. If all are off the same way, it is this machine's.",
  ),
  "clock.unseen": skipped("No service told its time.", "See the lines of the services."),

  // TLS
  "tls.good": ok("Connections are encrypted, by certificates that will do for a while."),
  "tls.local": skipped(
    "All services are on this machine and spoken to without TLS, as in the demo.",
    "Use https as soon as a service is on another machine.",
  ),
  "tls.plain": fault(
    "Secrets and customers' tokens cross a network unencrypted.",
    "Give the service a certificate and use https in the setting that the line names.",
  ),
  "tls.soon": warning(
    "A certificate ends in less than three weeks; then every call fails.",
    "Renew it now, and find out why that did not happen by itself.",
  ),
  "tls.broken": fault(
    "The connection is refused: the certificate is not trusted, not for this name or over, or TLS is older than 1.2.",
    "Renew or correct the certificate; if a CA of your own made it, name that in CONSOLE_TLS_CA_FILE.",
  ),

  // Sign-in services
  "op.good": ok("The service is who it should be, and its tokens can be verified."),
  "op.unreachable": fault(
    "The sign-in service does not answer: nobody can sign in there, nobody can be asked.",
    "Start it, and check the issuer's address, name resolution and the network between.",
  ),
  "op.no-discovery": fault(
    "Something answers there, but it is no OpenID provider or not ready yet.",
    "Check the issuer's address, the realm's name for Keycloak; a Keycloak that starts says 503 for a while.",
  ),
  "op.other-issuer": fault(
    "The service calls itself otherwise than we do, so every token of it is refused.",
    "Put exactly the name that it gives itself into the setting, or set its host name (Keycloak: --hostname).",
  ),
  "op.no-keys": fault(
    "No token of this service can be verified.",
    "Check that the address of its keys (jwks_uri) is reachable from here.",
  ),
  "op.no-key-of-alg": fault(
    "ID Tokens are pinned to an algorithm for which the service publishes no key.",
    "Give the realm a key of that algorithm (an explicit one: Keycloak otherwise makes it at the first token), or change CONSOLE_CIBA_ID_TOKEN_ALG.",
  ),
  "staff-client.good": ok("Operators can sign in, and their tokens can be refreshed."),
  "staff-client.refused": fault(
    "Operators cannot finish signing in.",
    "Set CONSOLE_STAFF_CLIENT_ID and CONSOLE_STAFF_CLIENT_SECRET to what the staff service has.",
  ),
  "staff-client.no-refresh": warning(
    "Operators are signed out whenever their first token ends.",
    "Allow the grant refresh_token for the console's client at the staff service.",
  ),
  "staff-client.unclear": fault(
    "The staff service answered in a way that the console does not understand.",
    "Look into its log at the time of this run.",
  ),
  "client.good": ok(
    "The console is known, and gets its own tokens for the bank and the phone's server.",
  ),
  "client.wrong-secret": fault(
    "The service does not accept the console's proof of who it is: nothing can be sent.",
    "Compare CONSOLE_CIBA_CLIENT_ID, CONSOLE_CIBA_AUTH_METHOD and the secret, key or certificate with what is registered for this client.",
  ),
  "client.no-grant": fault(
    "The console is recognised, but may not have tokens of its own; bank and phone's server cannot be called.",
    "Allow client credentials for it (Keycloak: Service accounts roles, on).",
  ),
  "client.no-scope": fault(
    "The console gets tokens, but not for the bank or the phone's server.",
    "Give the client the optional scopes bank:console and device:follow.",
  ),
  "client.wrong-audience": fault(
    "The token is not made out for whom it is meant, and will be refused there.",
    "Give the scope its audience mapper: bank:console → bank-api, device:follow → device.",
  ),
  "client.unclear": fault(
    "The service answered in a way that the console does not understand.",
    "Look into its log at the time of this run.",
  ),

  // CIBA
  "metadata.fits": ok("What the service offers is what the console is set to use."),
  "metadata.no-ciba": fault(
    "This service cannot ask customers: it offers no CIBA.",
    "Enable CIBA at the service (Keycloak: the feature ciba is on by default; check the realm's CIBA policy).",
  ),
  "metadata.misfit": fault(
    "The console is set to use what the service does not offer; requests will be refused.",
    "Change the setting that the line names, or enable it at the service.",
  ),
  "metadata.silent": warning(
    "The service does not say whether it offers all that the console is set to use.",
    "Nothing, if requests work; else check the service's documentation.",
  ),
  "probe.allowed": ok("The console may ask customers; the probe was refused for the right reason."),
  "probe.no-grant": fault(
    "The console is recognised, but may not ask customers: every request will be refused.",
    "Allow the CIBA grant for this client (Keycloak: Capability config → OIDC CIBA Grant), or run npm run keycloak:configure.",
  ),
  "probe.no-client": fault(
    "The service does not accept the console's proof of who it is, so nobody can be asked.",
    "See the line Client authentication.",
  ),
  "probe.no-scope": fault(
    "The console may not ask for what its flows need.",
    "Give the client the optional scopes that the line names (npm run keycloak:configure does).",
  ),
  "probe.bad-object": fault(
    "The service does not accept the console's signed requests.",
    "Check that the service knows the console's current key ({console}/api/ciba/jwks) and that CONSOLE_CIBA_SIGNED_REQUESTS names the registered algorithm.",
  ),
  "probe.accepted": fault(
    "The service took a request for a customer who does not exist, with a message that breaks its rule. Nobody was asked, but it checks neither.",
    "Ask the service's vendor which of the two it checks, and set CONSOLE_CIBA_PROFILE accordingly. The doctor does not send this probe again for a day.",
  ),
  "probe.other": warning(
    "The probe was refused, but for a reason that says nothing about the permission.",
    "Look up the error at the service; a request for a real customer may fail with it as well.",
  ),
  "probe.server-error": fault(
    "The service failed over a request that it should refuse.",
    "Look into its log at the time of this run.",
  ),
  "probe.not-sent": skipped(
    "The probe could not be sent.",
    "See the lines about the sign-in service.",
  ),
  "binding.enforced": ok(
    "The service refuses a message that breaks the rule, before it looks for the customer.",
  ),
  "binding.unseen": skipped(
    "This service looks for the customer before it looks at the message, so a probe for nobody cannot show its rule. A probe for a real customer is never sent.",
    "Nothing, if CONSOLE_CIBA_PROFILE names the right kind of service.",
  ),

  // Phone's server
  "channel.good": ok(
    "The phone's server is there, takes questions from the OP only, and lets us follow ours.",
  ),
  "channel.down": fault(
    "Questions cannot reach a phone. Keycloak says “503 Failed to send authentication request” then.",
    "Start the phone's server (npm run device) and check CONSOLE_DEVICE_URL.",
  ),
  "channel.wrong-server": fault(
    "Something else answers at the address of the phone's server.",
    "Check CONSOLE_DEVICE_URL and that the process there runs with COUNTERSIGN_ZONE=device.",
  ),
  "channel.open": fault(
    "The channel takes a question without a proof that it comes from the OP.",
    "Take the phone's server off the network; something stands in front of it that changes requests.",
  ),
  "channel.broken": fault(
    "The phone's server answers, but not as it should: it is most likely broken inside.",
    "Look into its log; its database and its settings are the usual causes.",
  ),
  "channel.not-followed": fault(
    "The console is not let in to follow its own questions: delivery and answers stay unknown.",
    "Check that DEVICE_CUSTOMER_ISSUER is our customer issuer and DEVICE_CONSOLE_CLIENT_IDS names our client.",
  ),
  "trace.clean": ok("No question failed between OP and phone's server in the last day."),
  "trace.over": ok(
    "It failed once, and later questions got through: most likely a restart of the phone's server.",
  ),
  "trace.device-down": fault(
    "The OP could not send a question, and the phone's server does not answer now: that is the cause.",
    "Start the phone's server (npm run device).",
  ),
  "trace.slow": fault(
    "The question did reach the phone's server, but its 201 came too late (the OP waits 5 s) or was lost on the way back.",
    "Look for load on the phone's server and its database, and for a proxy between that cuts answers.",
  ),
  "trace.never-arrived": fault(
    "The phone's server is up, but never stored that question: the OP calls another address, or was answered other than 201.",
    "Compare the OP's channel address (Keycloak: --spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri) with {phone}/api/ciba/channel, as seen from the OP's own host; then look into the phone's server log for a refused request.",
  ),
  "trace.unclear": fault(
    "The OP could not send a question, and the phone's server does not tell us whether it knows it.",
    "See the line Phone's server.",
  ),

  // Notifications
  "ping.not-used": skipped("The console polls; nobody has to reach it."),
  "ping.proven": ok("The OP's notifications reach us, and strangers' are refused."),
  "ping.not-proven": warning(
    "Our address works, but whether it is the one registered at the OP cannot be read from it, and no notification has proved it yet.",
    "Run npm run keycloak:configure: its plan shows the registered address. Or complete one request, then run the doctor again.",
  ),
  "ping.never-came": fault(
    "Customers answered, and the OP did not tell us: its client has no notification address, or one that it cannot reach. Answers are seen late, by the safety poll.",
    "Set the client's notification address with npm run keycloak:configure -- --apply (no screen of Keycloak shows it).",
  ),
  "ping.unreachable": fault(
    "The OP cannot tell us of answers: our own public address does not answer.",
    "Check CONSOLE_PUBLIC_URL, the proxy in front of the console, and that the console runs.",
  ),
  "ping.open": fault(
    "The address takes a notification with a token that nobody gave out.",
    "Something in front of the console answers in its place: let POST /api/ciba/notification through unchanged.",
  ),
  "ping.wrong-answer": fault(
    "Something else than the console answers at the notification address.",
    "Let POST /api/ciba/notification through to the console, unchanged, with its Authorization header.",
  ),

  // Bank
  "bank.good": ok(
    "The bank answers, and takes the console's credential but not without an operator's.",
  ),
  "bank.down": fault(
    "No customer can be found, nothing can be carried out.",
    "Start the bank's API, or check CONSOLE_BANK_URL and the network between.",
  ),
  "bank.unhealthy": fault(
    "The bank's API answers, but says that it is not well.",
    "Tell the bank's operators; nothing can be done here.",
  ),
  "bank.credential": fault(
    "The bank does not accept the console's own token.",
    "Check that the bank trusts CONSOLE_CUSTOMER_ISSUER, knows CONSOLE_CIBA_CLIENT_ID, and that the token's audience is the bank's.",
  ),
  "bank.open": fault(
    "The bank searches its customers without an operator's token.",
    "Tell the bank at once: it must demand the operator's own token.",
  ),
  "bank.wrong-answer": fault(
    "Something answers at the bank's address, but not the bank's API.",
    "Check CONSOLE_BANK_URL.",
  ),

  // Not there yet
  "mail.none": skipped("This version sends no mail, so there is nothing to check."),
  "push.none": skipped("This version wakes no phone by push; the phone's page asks by itself."),
} satisfies Record<string, Verdict>;

export type VerdictId = keyof typeof verdicts;
