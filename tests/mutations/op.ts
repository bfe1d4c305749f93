import { type Mutation, testsOf } from "./mutation.ts";

const parity = testsOf("contract", "tests/contract/op/parity.test.ts");
const ciba = testsOf("contract", "tests/contract/op/ciba.test.ts");
const requests = "demo/op/ciba/requests.ts";

/** What oidc-provider lacks, as Keycloak has it. */
export const opMutations: Mutation[] = [
  {
    guard: "One decision only",
    file: requests,
    find: "and state = 'pending' and expires_at > now()",
    replace: "and expires_at > now()",
    test: ciba("a SUCCEED is not undone"),
  },
  {
    guard: "An expired request takes no decision",
    file: requests,
    find: "and state = 'pending' and expires_at > now()",
    replace: "and state = 'pending'",
    also: [
      {
        file: "demo/op/ciba/bearer.ts",
        find: `typ: "JWT",
    });`,
        replace: `typ: "JWT", clockTolerance: 600 });`,
      },
    ],
    test: ciba("requested_expiry ends the request"),
  },
  {
    guard: "Nobody decides before the OP's own 201",
    file: requests,
    find: "and state = 'pending' and expires_at > now()",
    replace: "and state in ('dispatching', 'pending') and expires_at > now()",
    test: parity("callback: inside the channel call, before the 201"),
  },
  {
    guard: "A decision comes with a bearer of this issuer",
    file: "demo/op/ciba/callback.ts",
    find: "const bearer = await verifyBearer(issuer, token);",
    replace:
      "const bearer = (await verifyBearer(issuer, token)) ?? JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());",
    test: parity("callback: a forged bearer"),
  },
  {
    guard: "An access token decides nothing",
    file: "demo/op/ciba/bearer.ts",
    find: '      audience: issuer.url,\n      typ: "JWT",',
    replace: "",
    also: [
      {
        file: "demo/op/ciba/bearer.ts",
        find: `typ: z.literal("Bearer"),`,
        replace: "typ: z.string().optional(),",
      },
      {
        file: "demo/op/ciba/callback.ts",
        find: 'if (!decided) return refuse(ctx, 403, "invalid_token", "Invalid token");',
        replace: 'if (!decided) return refuse(ctx, 200, "", "");',
      },
    ],
    test: parity("callback: an access token as bearer"),
  },
  {
    guard: "Polling too soon is slow_down",
    file: requests,
    find: `return admitted?.state ?? "slow_down";`,
    replace: `return admitted?.state ?? "pending";`,
    test: parity("poll: pending, too soon, in time"),
  },
  {
    guard: "Only a 201 of the device counts",
    file: "demo/op/ciba/dispatch.ts",
    find: "if (response.status === 201) return undefined;",
    replace: "if (response.ok) return undefined;",
    test: parity("channel: the device answers"),
  },
  {
    guard: "A request that no device took leaves nothing",
    file: "demo/op/ciba/dispatch.ts",
    find: "await request.destroy();",
    replace: "",
    test: ciba("a device that refuses leaves nothing"),
  },
  {
    guard: "The interval is said",
    file: "demo/op/ciba/interval.ts",
    find: "body.interval = settings.cibaIntervalSeconds;",
    replace: "void settings;",
    test: parity("request: acknowledged"),
  },
  {
    guard: "A context that is too long is dropped, as Keycloak does",
    file: "demo/op/ciba/helpers.ts",
    find: "requestContext.length > requestContextMaxChars ? undefined : requestContext;",
    replace: "requestContext;",
    test: parity("request: request_context of 201 characters"),
  },
  {
    guard: "A binding message against the rule is refused",
    file: "demo/op/ciba/helpers.ts",
    find: "if (bindingMessage !== undefined && !bindingMessagePattern.test(bindingMessage))",
    replace: "if (false)",
    test: ciba("a binding message against the rule"),
  },
  {
    guard: "A client proves its secret",
    file: "demo/op/tokens/authenticate-client.ts",
    find: "ctx.status = 401;",
    replace: `return { clientId: "countersign-console" };`,
    test: parity("tokens: introspection with a wrong secret"),
  },
  {
    guard: "A revoked token is not active",
    file: "demo/op/tokens/introspect.ts",
    find: "if (revoked.length > 0) return false;",
    replace: "",
    test: parity("tokens: revoked"),
  },
  {
    guard: "A scope is its own client's only",
    file: "demo/op/scopes.ts",
    find: "right.clientId === rightful && right.use === use",
    replace: "right.use === use",
    test: parity("tokens: client_credentials for a scope of another client"),
  },
];
