import { open } from "./ciba-client.ts";
import { ask, asked, decide, names, type Observation, seen } from "./parity-target.ts";

/** The authentication request and the call of the device. */
export const requestObservations: readonly Observation[] = [
  {
    name: "request: acknowledged",
    async run(op) {
      const { reply } = await asked(op);
      return {
        answer: seen(reply),
        expires_in: Number(reply.body.expires_in),
        intervalIsTheConfiguredOne: reply.body.interval === op.intervalSeconds,
      };
    },
  },
  {
    name: "request: what the device receives",
    async run(op) {
      const { body, headers } = (await asked(op)).call;
      return {
        keys: names(body).join(" "),
        scope: String(body.scope),
        login_hint: String(body.login_hint),
        is_consent_required: Boolean(body.is_consent_required),
        binding_message: String(body.binding_message),
        request_context: String(body.request_context),
        contentType: String(headers["content-type"]).split(";")[0] ?? "",
      };
    },
  },
  {
    name: "request: the bearer that the device receives",
    async run(op) {
      const { claims, header } = open((await asked(op)).call.bearer);
      return {
        header: names(header).join(" "),
        alg: String(header.alg),
        headerTyp: String(header.typ),
        claims: names(claims).join(" "),
        typ: String(claims.typ),
        issIsIssuer: claims.iss === op.customerIssuer,
        audIsIssuer: claims.aud === op.customerIssuer,
        azp: String(claims.azp),
        subIsCustomer: claims.sub === op.customer.sub,
        lifetimeSeconds: Number(claims.exp) - Number(claims.iat),
      };
    },
  },
  {
    name: "request: acr_values reach the device",
    async run(op) {
      const { call } = await asked(op, { acr_values: "phr" });
      return String(call.body.acr_values);
    },
  },
  {
    name: "request: customer named by user name in capitals",
    async run(op) {
      const { call } = await asked(op, { login_hint: op.customer.username.toUpperCase() });
      return String(call.body.login_hint);
    },
  },
  {
    name: "request: customer named by e-mail",
    async run(op) {
      const { call } = await asked(op, { login_hint: op.customer.email.toUpperCase() });
      return String(call.body.login_hint);
    },
  },
  {
    name: "request: requested_expiry",
    async run(op) {
      const { reply, call } = await asked(op, { requested_expiry: "30" });
      const { claims } = open(call.bearer);
      return {
        expires_in: Number(reply.body.expires_in),
        bearerSeconds: Number(claims.exp) - Number(claims.iat),
      };
    },
  },
  {
    name: "request: without request_context",
    run: async (op) => names((await asked(op, { request_context: undefined })).call.body).join(" "),
  },
  {
    name: "request: request_context of 201 characters",
    run: async (op) =>
      names((await asked(op, { request_context: "x".repeat(201) })).call.body).join(" "),
  },
  {
    name: "request: without binding_message",
    run: async (op) => names((await asked(op, { binding_message: undefined })).call.body).join(" "),
  },
  {
    name: "request: an unknown parameter",
    run: async (op) => names((await asked(op, { operator_note: "x" })).call.body).join(" "),
  },
  ...refused("an unknown customer", { login_hint: "nobody" }),
  ...refused("no customer", { login_hint: undefined }),
  ...refused("login_hint_token instead of login_hint", {
    login_hint: undefined,
    login_hint_token: "x",
  }),
  ...refused("no scope", { scope: undefined }),
  ...refused("without openid", { scope: "transfers:write" }),
  ...refused("an unknown scope", { scope: "openid nonsense" }),
  ...refused("a scope of the service, not of customers", { scope: "openid bank:console" }),
  ...refused("a binding message of 21 characters", { binding_message: "A".repeat(21) }),
  ...refused("a binding message of 51 characters", { binding_message: "A".repeat(51) }),
  ...refused("a binding message with a space", { binding_message: "500 EUR" }),
  ...refused("a user_code", { user_code: "1234" }),
  {
    name: "request: wrong client secret",
    run: async (op) => seen(await ask(op, {}, { ...op.console, secret: "wrong" })),
  },
  {
    name: "request: a client without the right",
    run: async (op) => seen(await ask(op, {}, op.device)),
  },
  ...channelAnswers(),
];

function refused(what: string, changes: Record<string, string | undefined>): Observation[] {
  return [
    {
      name: `request: ${what}`,
      async run(op) {
        op.channel.behave(201);
        const before = op.channel.calls.length;
        const reply = await ask(op, changes);
        return `${seen(reply)}, device called ${op.channel.calls.length - before} times`;
      },
    },
  ];
}

/** 503 and nothing left: a decision with that call's bearer finds no request. */
function channelAnswers(): Observation[] {
  return (
    [
      ["400", 400],
      ["200, which is not 201", 200],
      ["nothing for five seconds", "silent"],
      ["with a broken connection", "broken"],
    ] as const
  ).map(([what, behaviour]) => ({
    name: `channel: the device answers ${what}`,
    async run(op) {
      op.channel.behave(behaviour);
      const before = op.channel.calls.length;
      const reply = await ask(op);
      const call = await op.channel.call(before);
      op.channel.behave(201);
      return {
        answer: seen(reply),
        description: String(reply.body.error_description),
        decisionAfterwards: (await decide(op, call, "SUCCEED")).status,
      };
    },
  }));
}
