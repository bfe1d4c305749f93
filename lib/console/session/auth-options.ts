import type { AuthOptions } from "next-auth";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { knownRoles } from "#lib/core/operators/roles.ts";
import { consoleConfig } from "#lib/platform/config/console.ts";
import { log } from "#lib/platform/log.ts";
import { randomToken } from "#lib/platform/random.ts";
import { endSessions } from "./end-sessions.ts";
import { endWithOp } from "./end-with-op.ts";
import { openSession, type StaffTokens } from "./open-session.ts";

interface StaffProfile {
  sub: string;
  name?: string;
  preferred_username?: string;
  roles?: unknown;
  branch?: string;
  sid?: string;
}

/**
 * next-auth for one HTTP request: authorization code + PKCE at the staff issuer, the session a row
 * of ours. Built anew for each request, because the tokens of a sign-in pass from `signIn` to
 * `createSession` in it and must not meet another request's.
 */
export function authOptions(cookieToken: string | undefined): AuthOptions {
  const config = consoleConfig();
  let arrived: { profile: StaffProfile; tokens: StaffTokens } | undefined;

  const adapter: Adapter = {
    // Operators are keyed by issuer and sub inside openSession; next-auth needs no row of its own.
    getUserByAccount: async () => (arrived ? user(arrived.profile) : null),
    createSession: async ({ sessionToken, expires }) => {
      if (!arrived) throw new Error("a session without a sign-in");
      if (cookieToken) await endSessions({ token: cookieToken }, "replaced");
      await openSession({ sessionToken, ...arrived, profile: claims(arrived.profile) });
      return { sessionToken, userId: arrived.profile.sub, expires };
    },
    // A sign-in always makes a new session: never one fixed before it (and never renewed by reading).
    getSessionAndUser: async () => null,
    updateSession: async () => null,
    deleteSession: async (sessionToken) => endWithOp({ token: sessionToken }, "signed_out"),
    createUser: async () => {
      throw new Error("operators come from the staff issuer");
    },
    getUser: async () => null,
    getUserByEmail: async () => null,
    updateUser: async (changed) => changed as AdapterUser,
    linkAccount: async () => undefined,
  };

  return {
    adapter,
    secret: config.CONSOLE_AUTH_SECRET,
    session: {
      strategy: "database",
      maxAge: config.CONSOLE_SESSION_SECONDS,
      generateSessionToken: () => randomToken(32),
    },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [
      {
        id: "staff",
        name: "Staff",
        type: "oauth",
        wellKnown: `${config.CONSOLE_STAFF_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
        issuer: config.CONSOLE_STAFF_ISSUER,
        clientId: config.CONSOLE_STAFF_CLIENT_ID,
        clientSecret: config.CONSOLE_STAFF_CLIENT_SECRET,
        authorization: { params: { scope: "openid profile", prompt: "login" } },
        client: { id_token_signed_response_alg: "ES256" },
        checks: ["pkce", "state", "nonce"],
        idToken: true,
        profile: (profile: StaffProfile) => user(profile),
      },
    ],
    callbacks: {
      signIn({ account, profile }) {
        const staff = profile as StaffProfile | undefined;
        if (!account?.access_token || !account.id_token || !staff?.sub) return "/sign-in?reason=op";
        if (knownRoles(staff.roles).length === 0) return "/sign-in?reason=role";
        arrived = {
          profile: staff,
          tokens: {
            accessToken: account.access_token,
            refreshToken: account.refresh_token,
            idToken: account.id_token,
            expiresAtSeconds: account.expires_at ?? 0,
          },
        };
        return true;
      },
      redirect: ({ url }) =>
        url.startsWith("/")
          ? new URL(url, config.CONSOLE_PUBLIC_URL).href
          : new URL(url).origin === new URL(config.CONSOLE_PUBLIC_URL).origin
            ? url
            : config.CONSOLE_PUBLIC_URL,
    },
    logger: {
      error: (code, metadata) =>
        log.warn("sign-in.failed", {
          code,
          error: metadata instanceof Error ? metadata : (metadata as { error?: unknown })?.error,
        }),
      warn: () => {},
      debug: () => {},
    },
  };
}

function user(profile: StaffProfile): AdapterUser {
  return { id: profile.sub, email: "", emailVerified: null, name: profile.name ?? null };
}

function claims(profile: StaffProfile) {
  return {
    sub: profile.sub,
    name: profile.name ?? profile.preferred_username ?? "",
    username: profile.preferred_username ?? profile.sub,
    branchId: profile.branch ?? "",
    roles: knownRoles(profile.roles),
    sid: profile.sid,
  };
}
