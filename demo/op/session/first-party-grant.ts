import type { Grant, KoaContextWithOIDC } from "oidc-provider";

/**
 * Consent is implied: both applications are the bank's own. The grant of this sign-in session,
 * widened to what is asked for now (what may be asked for at all, scopes.ts decides).
 */
export async function firstPartyGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { account, client, provider, session } = ctx.oidc;
  if (!account || !client || !session) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known ? await provider.Grant.find(known) : undefined;
  const grant =
    found?.accountId === account.accountId
      ? found
      : new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(" "));
  const scope = String(ctx.oidc.params?.scope ?? "");
  for (const resource of Object.keys(ctx.oidc.resourceServers ?? {}))
    grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
}
