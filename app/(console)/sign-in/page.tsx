import { Notice } from "#lib/ui/base/notice.tsx";
import { Mark } from "#lib/ui/shell/mark.tsx";
import { safeNext, signInReason } from "./_components/reasons.ts";
import { SignInForm } from "./_components/sign-in-form.tsx";

export const metadata = { title: "Sign in" };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** What this is, why you are here, and one button. */
export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const reason = signInReason(first(search.reason), first(search.error));
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 p-6 text-sm">
      <Mark className="size-12" />
      <div>
        <h1 className="text-2xl font-semibold">Countersign</h1>
        <p className="mt-2 text-base leading-6 text-ink-soft">
          You ask, the customer approves on their own phone. For tellers, call-centre agents and
          supervisors of the bank.
        </p>
      </div>
      {reason && (
        <Notice tone={reason.tone} title={reason.title}>
          {reason.next}
        </Notice>
      )}
      <SignInForm next={safeNext(first(search.next) ?? first(search.callbackUrl))} />
      <p className="text-xs text-ink-soft">
        You sign in at the bank's staff sign-in. This console never sees your password.
      </p>
    </main>
  );
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
