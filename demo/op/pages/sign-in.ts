import { type Html, html } from "./html.ts";
import { layout, type Place } from "./layout.ts";

/** Somebody whom a visitor of the demo may sign in as. */
export interface Hint {
  name: string;
  username: string;
  password: string;
  what: string;
}

export interface SignInForm {
  place: Place;
  /** Where the form posts to. */
  action: string;
  staff: boolean;
  username: string;
  /** What was wrong with the last attempt, as a sentence. */
  fault?: string;
  hints: readonly Hint[];
}

/** The sign-in page: works without scripts and with the keyboard alone. */
export function signInPage(form: SignInForm): Html {
  const title = form.staff ? "Staff sign-in" : "Sign in to your bank";
  const words = form.staff
    ? "For tellers, agents and supervisors. Every sign-in is recorded."
    : "Sign in to set up approvals on this phone. Your bank never asks for your password on the phone or at the counter.";
  // Without a script the focus can only be placed by autofocus: where the next keystroke belongs.
  const atPassword = form.username !== "";
  return layout(
    form.place,
    form.fault ? `Error: ${title}` : title,
    html`<h1>${title}</h1>
<p class="words">${words}</p>
${form.fault ? html`<p class="fault" role="alert" id="fault">${form.fault}</p>` : undefined}
<form method="post" action="${form.action}">
<label for="username">User name or e-mail</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="200" value="${form.username}"${faultOf(form)}${focus(!atPassword)}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${faultOf(form)}${focus(atPassword)}>
<button type="submit">Sign in</button>
</form>
${form.hints.length > 0 ? hintsBlock(form.hints) : undefined}`,
  );
}

const faultOf = ({ fault }: SignInForm) =>
  fault ? html` aria-invalid="true" aria-describedby="fault"` : undefined;

const focus = (here: boolean) => (here ? html` autofocus` : undefined);

function hintsBlock(hints: readonly Hint[]): Html {
  return html`<section class="hints" aria-labelledby="hints">
<h2 id="hints">This is a demo bank</h2>
<p>Sign in as one of these people; the password is <code>${hints[0]?.password}</code>.</p>
<ul>${hints.map(
    (hint) => html`<li><code>${hint.username}</code> <span>${hint.name}, ${hint.what}</span></li>`,
  )}</ul>
</section>`;
}
