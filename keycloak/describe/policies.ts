import type { PolicyRepresentation } from "./representations.ts";

/** A client with this attribute is under the policy that it names. */
export const policyAttribute = "countersign.policy";

/** Which of Keycloak's global client profiles each policy applies. */
const profilesOf = {
  "fapi-ciba": ["fapi-ciba"],
  "fapi-mtls": ["fapi-1-advanced", "fapi-ciba"],
  "fapi-dpop": ["fapi-2-dpop-security-profile", "fapi-ciba"],
};

export type PolicyName = keyof typeof profilesOf;

/** A client policy that holds for the clients that name it and for no other. */
export function policy(name: PolicyName): PolicyRepresentation {
  return {
    name: `countersign-${name}`,
    description: `Countersign's clients under ${profilesOf[name].join(" and ")}`,
    enabled: true,
    conditions: [
      {
        condition: "client-attributes",
        configuration: { attributes: JSON.stringify([{ key: policyAttribute, value: name }]) },
      },
    ],
    profiles: profilesOf[name],
  };
}
