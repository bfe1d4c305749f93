import type { CibaProfile } from "./profile.ts";
import { auth0 } from "./profiles/auth0.ts";
import { generic } from "./profiles/generic.ts";
import { keycloak } from "./profiles/keycloak.ts";
import { oidcProvider } from "./profiles/oidc-provider.ts";

/** Every kind of OP that has a profile. A new one is its own file and a line here. */
export const cibaProfiles: readonly CibaProfile[] = [keycloak, oidcProvider, auth0, generic];
