import { customers } from "#demo/seed/customers.ts";
import { staff } from "#demo/seed/staff.ts";
import type { IssuerName } from "../issuer.ts";

/** A person as an issuer knows them. */
export interface Person {
  /** `sub` at this issuer. */
  id: string;
  username: string;
  password: string;
  email: string;
  name: string;
  /** A person who is not enabled cannot sign in and cannot be asked. */
  enabled: boolean;
  /** Claims besides `sub`, in ID token and access token. */
  claims: Readonly<Record<string, string | readonly string[]>>;
}

export interface Directory {
  byId(id: string): Person | undefined;
  /** By user name in any case, or by e-mail in any case; only enabled people. */
  byLoginHint(hint: string): Person | undefined;
  people: readonly Person[];
}

export function directoryOf(issuer: IssuerName): Directory {
  const people = issuer === "staff" ? staffPeople() : customerPeople();
  const byId = new Map(people.map((person) => [person.id, person]));
  const byHint = new Map(
    people
      .filter(({ enabled }) => enabled)
      .flatMap((person) => [
        [person.email.toLowerCase(), person] as const,
        [person.username.toLowerCase(), person] as const,
      ]),
  );
  return {
    people,
    byId: (id) => byId.get(id),
    byLoginHint: (hint) => byHint.get(hint.trim().toLowerCase()),
  };
}

function staffPeople(): Person[] {
  return staff.map(({ id, username, password, email, name, roles, branch }) => ({
    id,
    username,
    password,
    email,
    name,
    enabled: true,
    claims: { name, preferred_username: username, roles, branch },
  }));
}

function customerPeople(): Person[] {
  return customers.map(({ id, username, password, email, name, status }) => ({
    id,
    username,
    password,
    email,
    name,
    enabled: status === "active",
    claims: {},
  }));
}
