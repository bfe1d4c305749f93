import qrcode from "qrcode";
import { customers } from "#demo/seed/customers.ts";
import { demoPassword, demoPin } from "#demo/seed/demo-password.ts";
import { type StaffSeed, staff } from "#demo/seed/staff.ts";

const ROLE_WORDS: Record<string, string> = {
  teller: "Teller, at the counter",
  agent: "Agent, in the call centre",
  supervisor: "Supervisor, sees the branch’s requests",
};
const STAFF_SHOWN = ["tara", "amir", "sofia"];

export type PortalPageInput = {
  consoleUrl: string;
  phoneUrl: string;
  /** True if the seed enrolled a phone for this customer. */
  hasPhone: (username: string) => boolean;
};

/** The demo's front door: who is who, and where to click. Complete HTML, without scripts inline. */
export async function portalPage({
  consoleUrl,
  phoneUrl,
  hasPhone,
}: PortalPageInput): Promise<string> {
  const phones = customers.filter(({ username }) => hasPhone(username));
  const code = await qrcode.toString(`${phoneUrl}/phone`, { type: "svg", margin: 0 });
  const image = `data:image/svg+xml;base64,${Buffer.from(code).toString("base64")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countersign · where to click</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/portal.css">
<script src="/hand-over.js" defer></script>
</head>
<body data-phone-url="${escape(phoneUrl)}">
<main>
<header>
  <h1>Countersign</h1>
  <p>The operator asks, the customer approves on their own phone. Open both and put them side by side.</p>
</header>
<section aria-labelledby="console">
  <h2 id="console"><span aria-hidden="true">1</span> The bank’s desk</h2>
  <a class="main" href="${escape(consoleUrl)}" target="countersign-console">Open the console</a>
  <p>Sign in as one of these. The password is <kbd>${demoPassword}</kbd> for everybody.</p>
  <ul class="people">${STAFF_SHOWN.map(staffRow).join("")}</ul>
</section>
<section aria-labelledby="phones">
  <h2 id="phones"><span aria-hidden="true">2</span> The customer’s phone</h2>
  <p>Each phone is enrolled. Its PIN is <kbd>${demoPin}</kbd>.</p>
  <ul class="phones">${phones.map(phoneRow).join("")}</ul>
  <p id="status" role="status"></p>
  <p class="note">A browser holds one phone at a time: opening another puts the first away.</p>
</section>
<section aria-labelledby="qr">
  <h2 id="qr"><span aria-hidden="true">3</span> A phone from scratch</h2>
  <div class="qr">
    <img src="${image}" width="132" height="132" alt="QR code of ${escape(phoneUrl)}/phone">
    <p><a href="${escape(phoneUrl)}/phone" target="_blank">${escape(phoneUrl.replace("http://", ""))}/phone</a><br>
    enrols a new phone by signing in as any customer. This address works on this machine only: the demo listens nowhere else, so a real phone that scans the code will not reach it.</p>
  </div>
</section>
</main>
</body>
</html>
`;
}

function staffRow(username: string): string {
  const person: StaffSeed | undefined = staff.find((each) => each.username === username);
  if (!person) return "";
  const role = ROLE_WORDS[person.roles[0] ?? ""] ?? person.roles.join(", ");
  return `<li><kbd>${escape(username)}</kbd><div><strong>${escape(person.name)}</strong><small>${escape(role)}</small></div></li>`;
}

function phoneRow({ username, name, language }: (typeof customers)[number]): string {
  const languages = { en: "English", de: "German", ar: "Arabic" };
  const known = languages[language as keyof typeof languages] ?? language;
  return `<li><button type="button" data-username="${escape(username)}"><strong dir="auto">${escape(name)}</strong><small>${known}</small></button></li>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
