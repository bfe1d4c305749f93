import type { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import type { ServerOptions } from "node:https";
import { TLSSocket } from "node:tls";
import type { TlsSettings } from "../settings.ts";

/** Asks for a client certificate, and lets in who has none: which is needed, the client tells. */
export function tlsOptions(settings: TlsSettings): ServerOptions {
  return {
    cert: readFileSync(settings.certFile),
    key: readFileSync(settings.keyFile),
    ...(settings.clientCaFile ? { ca: readFileSync(settings.clientCaFile) } : {}),
    minVersion: "TLSv1.2",
    requestCert: true,
    rejectUnauthorized: false,
  };
}

export const isTls = (request: IncomingMessage) => request.socket instanceof TLSSocket;

/** The certificate whose key the client has proved to hold in the handshake. */
export function clientCertificate({ socket }: IncomingMessage): X509Certificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
}

/** Whether our client CA has issued it and it is in its time. */
export function isIssuedByOurs({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.authorized;
}

/** Compares Node's one-attribute-per-line subject with an RFC 4514 string, in either direction. */
export function hasSubject(certificate: X509Certificate | undefined, expected: string): boolean {
  const found = certificate?.subject.split("\n") ?? [];
  const wanted = expected.split(/(?<!\\),\s*/);
  const isSame = (names: string[]) =>
    names.length === wanted.length && names.every((name, index) => name === wanted[index]);
  return isSame(found) || isSame(found.toReversed());
}
