import { notFound, redirect } from "next/navigation";
import { Refusal } from "#lib/core/errors.ts";

/**
 * Reads a page's data. A refusal leads where the operator can do something about it: to the
 * sign-in, to "not found", to "not allowed"; anything else is the page's error.
 */
export async function pageData<T>(read: () => Promise<T>, here: string): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) {
      const next = new URLSearchParams({ next: here });
      if (error.code === "signed_out") redirect(`/sign-in?${next}`);
      if (error.code === "locked") redirect(`/sign-in?reason=idle&${next}`);
      if (error.code === "no_role") redirect("/denied");
      if (error.status === 404) notFound();
    }
    throw error;
  }
}
