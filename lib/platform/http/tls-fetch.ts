import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates } from "node:tls";
import { Agent, fetch as undiciFetch } from "undici";
import { fromFiles } from "../keys/file-cache.ts";
import { log } from "../log.ts";

/**
 * `fetch` with a client certificate and extra trusted CAs, TLS 1.2 or later; the files are read again
 * when they change. `undefined` when neither is set: the platform's own `fetch` does.
 */
export function tlsFetch(options: {
  certFile: string | undefined;
  keyFile: string | undefined;
  caFile: string | undefined;
}): typeof fetch | undefined {
  const { certFile, keyFile, caFile } = options;
  const files = [certFile, keyFile, caFile].filter((file) => file !== undefined);
  if (files.length === 0) return undefined;
  const agent = fromFiles({
    files,
    make: () => {
      const own = {
        ...(certFile && keyFile
          ? { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") }
          : {}),
        ...(caFile ? { ca: [...rootCertificates, readFileSync(caFile, "utf8")] } : {}),
      };
      // Throws on a half-written file or a key of another certificate: the old ones stay in use.
      createSecureContext(own);
      return new Agent({ connect: { minVersion: "TLSv1.2", ...own } });
    },
    onFault: (error) => log.error("tls.not-read", { error }),
  });
  return ((url: string, init: RequestInit) =>
    undiciFetch(url, { ...init, dispatcher: agent() } as never)) as unknown as typeof fetch;
}
