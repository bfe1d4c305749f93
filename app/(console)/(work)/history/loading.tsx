import { HistorySkeleton } from "./_components/history-skeleton.tsx";

export default function Loading() {
  return <HistorySkeleton />;
}
