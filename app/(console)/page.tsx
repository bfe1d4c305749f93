import { redirect } from "next/navigation";

/** The console opens at the desk. */
export default function Home(): never {
  redirect("/desk");
}
