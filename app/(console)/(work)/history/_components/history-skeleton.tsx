import { Skeleton } from "#lib/ui/base/skeleton.tsx";

/** The history's shape while it is read. */
export function HistorySkeleton() {
  return (
    <div role="status" aria-label="Reading the history" className="space-y-3">
      <Skeleton className="h-7 w-32" />
      <Skeleton className="h-5 w-80 max-w-full" />
      <Skeleton className="h-14 w-full" />
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <Skeleton key={row} className="h-9 w-full" />
      ))}
    </div>
  );
}
