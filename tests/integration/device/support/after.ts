const underWay = new Set<Promise<unknown>>();

/** Stands in for next/server's `after`: runs the work when the answer is out. */
export function after(work: () => Promise<unknown>): void {
  const running: Promise<unknown> = new Promise((next) => setImmediate(next))
    .then(work)
    .finally(() => underWay.delete(running));
  underWay.add(running);
}

/** Resolves when all work after answers is done. */
export async function afterwards(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
