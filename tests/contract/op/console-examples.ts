import type { ConsoleUnderTest } from "./console-fixture.ts";
import type { RegisteredConsole } from "./console-stand.ts";

/** Consoles whose refusals the tests look at; the names say what is special. */
const plain = { auth: "client_secret_basic", binding: "bearer", delivery: "poll" } as const;

export const signed: ConsoleUnderTest = {
  ...plain,
  id: "countersign-console-signed",
  signed: "ES256",
};
export const ping: ConsoleUnderTest = {
  ...plain,
  id: "countersign-console-pinged",
  signed: "off",
  delivery: "ping",
};
export const dpop: ConsoleUnderTest = {
  ...plain,
  id: "countersign-console-proof",
  signed: "off",
  binding: "dpop",
};
export const mtls: ConsoleUnderTest = {
  id: "countersign-console-bound",
  auth: "client_secret_post",
  signed: "off",
  binding: "mtls",
  delivery: "poll",
};
export const selfSigned: ConsoleUnderTest = {
  ...mtls,
  id: "countersign-console-self",
  auth: "self_signed_tls_client_auth",
};
export const issued: ConsoleUnderTest = {
  ...mtls,
  id: "countersign-console-issued",
  auth: "tls_client_auth",
};
export const strict: RegisteredConsole = {
  ...plain,
  id: "countersign-console-strict",
  signed: "PS256",
  binding_message_required: true,
};
export const jwt: ConsoleUnderTest = {
  ...plain,
  id: "countersign-console-assertion",
  auth: "private_key_jwt",
  signed: "off",
};
