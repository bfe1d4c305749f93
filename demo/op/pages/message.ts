import { Html, html } from "./html.ts";
import { layout, type Place } from "./layout.ts";

export function signedOutPage(place: Place): Html {
  return layout(
    place,
    "Signed out",
    html`<h1>You are signed out</h1>
<p class="words">You can close this window.</p>`,
  );
}

/** `form` is oidc-provider's own, hidden field and all; the buttons belong to it by its id. */
export function confirmSignOutPage(place: Place, form: string): Html {
  return layout(
    place,
    "Sign out?",
    html`<h1>Sign out of the bank?</h1>
<p class="words">You will have to sign in again, also in other windows of this browser.</p>
${new Html(form)}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
  );
}

export function expiredSignInPage(place: Place): Html {
  return layout(
    place,
    "Sign-in ended",
    html`<h1>This sign-in has ended</h1>
<p class="words">It was open for too long, or it went on in another window. Nothing was lost. Go back to where you came from and start again.</p>`,
  );
}

export function errorPage(
  place: Place,
  {
    error,
    error_description: description,
  }: { error: string; error_description?: string | undefined },
): Html {
  return layout(
    place,
    "Sign-in not possible",
    html`<h1>Sign-in is not possible</h1>
<p class="words">The application that sent you here asked for something that the bank does not allow. You were not signed in. Go back and try again; if it happens again, tell the bank what stands below.</p>
<p class="detail"><code>${error}</code>${description ? html` ${description}` : undefined}</p>`,
  );
}
