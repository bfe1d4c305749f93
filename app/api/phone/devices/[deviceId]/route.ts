import { setCookie } from "#lib/device/enrolment/cookies.ts";
import { removeDevice } from "#lib/device/enrolment/remove-device.ts";
import { phoneRoute } from "#lib/device/http.ts";

export const dynamic = "force-dynamic";

export async function DELETE(
  request: Request,
  { params }: { params: Promise<{ deviceId: string }> },
): Promise<Response> {
  return phoneRoute(request, async (ctx) => {
    const { thisOne } = await removeDevice({ ctx, input: await params });
    const response = new Response(null, { status: 204 });
    if (thisOne)
      response.headers.append(
        "set-cookie",
        setCookie(ctx.config.DEVICE_PUBLIC_URL, "countersign_phone", undefined),
      );
    return response;
  });
}
