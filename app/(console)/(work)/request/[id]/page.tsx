import { notFound } from "next/navigation";
import { z } from "zod";
import { readRequest } from "#lib/console/requests/read-request.ts";
import { operatorContext } from "#lib/console/session/operator-context.ts";
import { pageData } from "../../_components/page-data.ts";
import { FullRequest } from "./full-request.tsx";

export const metadata = { title: "Request" };

/** One request in full: for a reload, a second tab, a supervisor. */
export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const story = await pageData(async () => {
    const ctx = await operatorContext();
    return readRequest({ ctx, input: { requestId: id } });
  }, `/request/${id}`);
  return <FullRequest key={id} story={story} />;
}
