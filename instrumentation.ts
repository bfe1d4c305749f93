/** Runs once when a server starts: a process with a faulty configuration does not boot. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startZone } = await import("#lib/platform/start-zone.ts");
  await startZone();
}
