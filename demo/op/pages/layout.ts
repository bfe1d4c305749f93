import { type Html, html } from "./html.ts";

/** Which issuer a page belongs to: its name is told by its path. */
export interface Place {
  url: string;
}

const isStaff = ({ url }: Place) => url.endsWith("/staff");

/** The frame of every page of the OP: the bank's mark, one card, one heading. */
export function layout(place: Place, title: string, content: Html): Html {
  const audience = isStaff(place) ? "Staff" : "Customers";
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/sign-in.css">
</head>
<body class="${isStaff(place) ? "staff" : "customers"}">
<main>
<p class="mark"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 9 12 4l9 5v1.5H3zM5 12h2v6H5zm6 0h2v6h-2zm6 0h2v6h-2zM3 19.5h18V21H3z"/></svg>Countersign Bank<span>${audience}</span></p>
${content}
</main>
</body>
</html>
`;
}
