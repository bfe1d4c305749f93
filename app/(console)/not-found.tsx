import Link from "next/link";
import { buttonClasses } from "#lib/ui/base/button.tsx";
import { MessagePage } from "#lib/ui/shell/message-page.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage
      title="There is no such page"
      actions={
        <Link href="/desk" className={buttonClasses("primary")}>
          Go to the desk
        </Link>
      }
    >
      <p>The address may be wrong, or it belongs to something that you may not see.</p>
    </MessagePage>
  );
}
