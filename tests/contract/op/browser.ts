/** A browser without a screen: keeps cookies by path, follows redirects below one origin, fills forms. */
export class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  /** One request; no redirect is followed. */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(path.replace(/\/?$/, "/")))
      .map(([key, { value }]) => `${key.split("|")[0]}=${value}`)
      .join("; ");
    const headers = new Headers(init.headers);
    if (!headers.has("accept")) headers.set("accept", "text/html");
    if (cookie) headers.set("cookie", cookie);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** Follows redirects while they stay on this origin; the last response, with its URL. */
  async open(url: string): Promise<{ url: string; response: Response; html: string }> {
    const { origin } = new URL(url);
    let at = url;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await this.request(at);
      const location = response.headers.get("location");
      if (!location) return { url: at, response, html: await response.text() };
      at = new URL(location, at).href;
      if (new URL(at).origin !== origin) return { url: at, response, html: "" };
    }
    throw new Error("too many redirects");
  }

  /** Posts a form as a page on the same origin would, then follows as `open`. */
  async submit(url: string, fields: Record<string, string>) {
    const { origin } = new URL(url);
    const response = await this.request(url, {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams(fields),
    });
    const location = response.headers.get("location");
    if (!location) return { url, response, html: await response.text() };
    const next = new URL(location, url).href;
    return new URL(next).origin === origin ? this.open(next) : { url: next, response, html: "" };
  }

  cookieNames(): string[] {
    return [...this.cookies.keys()].map((key) => key.split("|")[0] ?? "");
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf("="));
    const value = pair.slice(pair.indexOf("=") + 1);
    const attribute = (wanted: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.split("=")[1];
    const path = attribute("path") ?? "/";
    const expires = attribute("expires");
    const key = `${name}|${path}`;
    if (value === "" || (expires && new Date(expires).getTime() < Date.now()))
      this.cookies.delete(key);
    else this.cookies.set(key, { value, path });
  }
}
