import { setTimeout as sleep } from "node:timers/promises";
import { errors, type InteractionResults } from "oidc-provider";
import { log } from "#lib/platform/log.ts";
import type { Person } from "../accounts/directory.ts";
import { passwordCheck } from "../accounts/passwords.ts";
import { signInThrottle } from "../accounts/throttle.ts";
import { readForm } from "../http/read-body.ts";
import type { Context, Middleware } from "../http/route.ts";
import type { Issuer } from "../issuer.ts";
import { expiredSignInPage } from "../pages/message.ts";
import { sendPage } from "../pages/send.ts";
import { type Hint, signInPage } from "../pages/sign-in.ts";

type Interaction = Awaited<ReturnType<Issuer["provider"]["interactionDetails"]>>;

const personas: Record<Issuer["name"], Record<string, string>> = {
  staff: { tara: "teller", amir: "call-centre agent", sofia: "supervisor" },
  customers: { alice: "customer", bob: "customer" },
};

const wrong = "The user name and the password do not belong together. Check both and try again.";
const elsewhere = "This form was sent from another page. Please sign in here.";

/**
 * `GET` and `POST {issuer}/interaction/{uid}`: oidc-provider's login interaction. A wrong name and
 * a wrong password look the same and take the same time; guessing is slowed down.
 */
export function signIn(issuer: Issuer): Middleware {
  const checkPassword = passwordCheck(issuer.directory.people);
  const throttle = signInThrottle();
  const hints = hintsOf(issuer);
  const page = (ctx: Context, status: number, username: string, fault?: string) =>
    sendPage(
      ctx,
      status,
      signInPage({
        place: issuer,
        action: `/${issuer.name}${ctx.path}`,
        staff: issuer.name === "staff",
        username,
        ...(fault ? { fault } : {}),
        hints,
      }),
    );

  async function attempt(ctx: Context, interaction: Interaction): Promise<void> {
    const origin = ctx.get("origin");
    if (origin && origin !== new URL(issuer.url).origin) return page(ctx, 403, "", elsewhere);
    const form = await readForm(ctx.req);
    const username = (form.get("username") ?? "").slice(0, 200);
    await sleep(throttle.delayMs(username));
    const person = issuer.directory.byLoginHint(username);
    if (!(await checkPassword(person, (form.get("password") ?? "").slice(0, 200))) || !person) {
      throttle.failed(username);
      log.info("op.sign-in", { state: "refused", reason: issuer.name });
      return page(ctx, 401, username, wrong);
    }
    throttle.succeeded(username);
    log.info("op.sign-in", { state: "signed-in", reason: issuer.name });
    await leaveOtherAccount(issuer, interaction, person);
    const login = { accountId: person.id, acr: "1", amr: ["pwd"], remember: true };
    await finish(issuer, ctx, { login });
  }

  return async (ctx, next) => {
    const uid = /^\/interaction\/([\w-]{1,64})$/.exec(ctx.path)?.[1];
    if (!uid) {
      await next();
      return;
    }
    try {
      const interaction = await issuer.provider.interactionDetails(ctx.req, ctx.res);
      if (interaction.uid !== uid) throw new errors.SessionNotFound("another interaction");
      if (interaction.prompt.name !== "login") await finish(issuer, ctx, { consent: {} });
      else if (ctx.method === "POST") await attempt(ctx, interaction);
      else page(ctx, 200, issuer.directory.byLoginHint(hintOf(interaction))?.username ?? "");
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      sendPage(ctx, 400, expiredSignInPage(issuer));
    }
  };
}

async function finish(
  { provider }: Issuer,
  ctx: Context,
  result: InteractionResults,
): Promise<void> {
  const returnTo = await provider.interactionResult(ctx.req, ctx.res, result);
  ctx.status = 303;
  ctx.redirect(returnTo);
}

/** Another person signs in on this browser: the one before is signed out, as a page of its own
 * with a script would do it in oidc-provider. */
async function leaveOtherAccount(
  { sessions }: Issuer,
  interaction: Interaction,
  person: Person,
): Promise<void> {
  const before = interaction.session;
  if (!before || before.accountId === person.id) return;
  await sessions.endByUid(before.uid);
  Object.assign(interaction, { session: undefined });
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

function hintOf(interaction: Interaction): string {
  const hint = interaction.params.login_hint;
  return typeof hint === "string" ? hint : "";
}

function hintsOf({ directory, name }: Issuer): Hint[] {
  return Object.entries(personas[name]).flatMap(([username, what]) => {
    const person = directory.byLoginHint(username);
    return person ? [{ name: person.name, username, password: person.password, what }] : [];
  });
}
