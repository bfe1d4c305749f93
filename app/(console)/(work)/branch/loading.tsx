import { HistorySkeleton } from "../history/_components/history-skeleton.tsx";

export default function Loading() {
  return <HistorySkeleton />;
}
