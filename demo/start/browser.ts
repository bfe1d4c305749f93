const MAX_REDIRECTS = 15;
const DEADLINE_MS = 30_000;

export type Form = { action: string; fields: Map<string, string>; userField: string };

/** An answer as a browser ends up with it after all redirects. */
export class Page {
  readonly url: string;
  readonly status: number;
  readonly body: string;

  constructor(url: string, status: number, body: string) {
    this.url = url;
    this.status = status;
    this.body = body;
  }

  /** The first form with a password field: any OP's sign-in page. */
  passwordForm(): (Form & { passwordField: string }) | undefined {
    for (const [, head = "", inside = ""] of this.body.matchAll(
      /<form\b([^>]*)>([\s\S]*?)<\/form>/gi,
    )) {
      const inputs = [...inside.matchAll(/<input\b[^>]*>/gi)].map(([tag]) => attributes(tag));
      const passwordField = inputs.find((input) => input.type === "password")?.name;
      const userField = inputs.find((input) =>
        ["text", "email", undefined].includes(input.type),
      )?.name;
      if (!passwordField || !userField) continue;
      const fields = new Map<string, string>();
      for (const { type, name, value } of inputs) {
        if (type === "hidden" && name) fields.set(name, value ?? "");
      }
      const action = new URL(attributes(`<form${head}>`).action ?? "", this.url).href;
      return { action, fields, userField, passwordField };
    }
    return undefined;
  }

  /** For an error message: status, address without its query, title. */
  summary(): string {
    const title = /<title[^>]*>([^<]*)/i.exec(this.body)?.[1]?.trim();
    const said = title ?? this.body.slice(0, 200);
    return `${this.status} at ${this.url.split("?")[0]}${said ? `: ${said}` : ""}`;
  }
}

type Cookie = { host: string; path: string; name: string; value: string };

/** As much of a browser as a sign-in needs: host-only cookies, redirects, forms. */
export class Browser {
  readonly #cookies: Cookie[] = [];
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  open(url: string): Promise<Page> {
    return this.#go(url, { method: "GET" });
  }

  submit(
    form: Form & { passwordField: string },
    values: { username: string; password: string },
  ): Promise<Page> {
    const body = new URLSearchParams([...form.fields]);
    body.set(form.userField, values.username);
    body.set(form.passwordField, values.password);
    return this.#go(form.action, {
      method: "POST",
      body,
      headers: { origin: new URL(form.action).origin, "sec-fetch-site": "same-origin" },
    });
  }

  /** A same-origin request of a script. */
  postJson(url: string, value: unknown): Promise<Page> {
    return this.#go(url, {
      method: "POST",
      body: JSON.stringify(value),
      headers: {
        "content-type": "application/json",
        origin: new URL(url).origin,
        "sec-fetch-site": "same-origin",
      },
    });
  }

  /** The value of a cookie that this origin set at `/`. */
  cookie(origin: string, name: string): string | undefined {
    const host = new URL(origin).hostname;
    return this.#cookies.find((cookie) => cookie.host === host && cookie.name === name)?.value;
  }

  async #go(start: string, init: RequestInit): Promise<Page> {
    let url = start;
    let request = init;
    for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
      const headers = new Headers(request.headers);
      const cookies = this.#cookiesFor(url);
      if (cookies) headers.set("cookie", cookies);
      headers.set("accept", "text/html,application/json");
      const timeout = AbortSignal.timeout(DEADLINE_MS);
      const answer = await fetch(url, {
        ...request,
        headers,
        redirect: "manual",
        signal: this.#signal ? AbortSignal.any([this.#signal, timeout]) : timeout,
      });
      for (const line of answer.headers.getSetCookie()) this.#keep(url, line);
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || !location) {
        return new Page(url, answer.status, await answer.text());
      }
      await answer.body?.cancel();
      url = new URL(location, url).href;
      request = { method: "GET" };
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects from ${start.split("?")[0]}`);
  }

  #cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url);
    return this.#cookies
      .filter(({ host, path }) => host === hostname && isBelow(pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }

  #keep(url: string, line: string): void {
    const { hostname, pathname } = new URL(url);
    const [pair = "", ...settings] = line.split(";").map((part) => part.trim());
    const setting = (name: string) =>
      settings.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const cut = pair.indexOf("=");
    const name = pair.slice(0, cut);
    const path = setting("path") ?? (pathname.slice(0, pathname.lastIndexOf("/")) || "/");
    const known = this.#cookies.findIndex(
      (each) => each.host === hostname && each.path === path && each.name === name,
    );
    if (known >= 0) this.#cookies.splice(known, 1);
    const expires = setting("expires");
    const gone = setting("max-age") === "0" || (expires && Date.parse(expires) <= Date.now());
    if (!gone) this.#cookies.push({ host: hostname, path, name, value: pair.slice(cut + 1) });
  }
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = "", double, single, bare] of tag.matchAll(
    /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g,
  )) {
    const value = double ?? single ?? bare ?? "";
    found[name.toLowerCase()] = value.replace(
      /&(#39|#x27|#x2F|\w+);/gi,
      (all, entity: string) =>
        ENTITIES[entity] ??
        (/^#x/i.test(entity) ? String.fromCharCode(Number.parseInt(entity.slice(2), 16)) : all),
    );
  }
  return found;
}
