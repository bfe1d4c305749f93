import { Skeleton } from "#lib/ui/base/skeleton.tsx";

export default function DeskLoading() {
  return (
    <div role="status" aria-label="Opening the desk" className="max-w-2xl space-y-4">
      <Skeleton className="h-7 w-24" />
      <Skeleton className="h-9 w-80" />
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
