/**
 * A name for this device from its user agent, as its owner would say it: "iPhone", "Pixel 9",
 * "Firefox, Windows"; "" where nothing fits.
 */
export function suggestDeviceName(userAgent: string): string {
  if (/iPhone/.test(userAgent)) return "iPhone";
  if (/iPad/.test(userAgent)) return "iPad";
  const android = /Android [^;)]+; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1];
  // Chrome's reduced user agent calls every model "K".
  if (android !== undefined && android.length > 1 && android.length <= 30) return android;
  if (/Android/.test(userAgent)) return "Android";
  const system = desktops.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (system === undefined) return "";
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  return browser === undefined ? system : `${browser}, ${system}`;
}

const desktops = [
  [/CrOS/, "Chromebook"],
  [/Macintosh/, "Mac"],
  [/Windows/, "Windows"],
  [/Linux/, "Linux"],
] as const;

/** Most browsers name others as well, so the order counts. */
const browsers = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
