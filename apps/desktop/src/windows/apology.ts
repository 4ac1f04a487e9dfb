/**
 * The still page for a window whose real page keeps failing. It runs no script, asks for nothing, and shows neither an
 * amount nor a QR. Four languages at once, since nothing can be asked here.
 */
const LINES = [
  ['nl', 'Een ogenblik', 'Dit scherm komt zo terug.'],
  ['de', 'Einen Moment bitte', 'Dieser Bildschirm ist gleich wieder da.'],
  ['fr', 'Un instant', 'Cet écran revient tout de suite.'],
  ['en', 'One moment', 'This screen will be back shortly.'],
] as const;

const STYLE =
  'body{margin:0;min-height:100vh;display:grid;place-content:center;gap:1.5rem;background:#101418;color:#fff;' +
  'font:1.5rem/1.4 system-ui,sans-serif;text-align:center}strong{display:block;font-size:2rem}p{margin:0}';

export function apologyPage(): string {
  const lines = LINES.map(([language, title, text]) => `<p lang="${language}"><strong>${title}</strong>${text}</p>`);
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Tillbridge</title><style>${STYLE}</style>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><html><head>${head}</head><body>${lines.join('')}</body></html>`)}`;
}
