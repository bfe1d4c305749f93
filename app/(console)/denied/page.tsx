import Link from "next/link";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { MessagePage } from "#lib/ui/shell/message-page.tsx";

export const metadata = { title: "Not allowed" };

/** For a signed-in operator who asked for a page of another role. */
export default function Denied() {
  return (
    <MessagePage
      title="Your role does not include this page"
      actions={
        <Link href="/desk" className={buttonClasses("primary")}>
          Go to the desk
        </Link>
      }
    >
      <p>Nothing was changed. If you need it for your work, ask your supervisor for the role.</p>
    </MessagePage>
  );
}
