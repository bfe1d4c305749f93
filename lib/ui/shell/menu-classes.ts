export const menuClasses =
  "z-50 min-w-56 rounded-lg border border-line bg-raised p-1 text-sm text-ink shadow-lg shadow-black/10";

export const menuItemClasses =
  "flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 outline-none data-highlighted:bg-hover";
