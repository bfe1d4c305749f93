import Link from "next/link";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { MessagePage } from "#lib/ui/shell/message-page.tsx";

export default function RequestNotFound() {
  return (
    <MessagePage
      full={false}
      title="There is no such request"
      actions={
        <Link href="/history" className={buttonClasses("primary")}>
          Look in the history
        </Link>
      }
    >
      <p>The address may be wrong, or the request belongs to someone whose work you may not see.</p>
    </MessagePage>
  );
}
