import type { HealthReport } from './ports.ts';

/** One small page for whoever stands at the machine: plain HTML, no script, no style of its own. */
export function statusPage(report: HealthReport): string {
  const ready = report.notReady.length === 0;
  const reasons = report.notReady
    .map(({ code, about }) => `<li>${escapeHtml(code)} ${escapeHtml(about ?? '')}</li>`)
    .join('');
  const rows = report.lines
    .map(
      ({ kind, name, state, code, lastSeenAt, how, count }) =>
        `<tr><td>${escapeHtml(kind)}</td><td>${escapeHtml(name)}</td><td>${escapeHtml(state)}</td><td>${escapeHtml(code ?? '')}</td>` +
        `<td>${lastSeenAt === null ? '' : new Date(lastSeenAt).toISOString()}</td><td>${escapeHtml(how ?? '')}</td><td>${count ?? ''}</td></tr>`,
    )
    .join('\n');
  const tills = report.tills.map(({ id, name }) => `${escapeHtml(name)} (${escapeHtml(id)})`).join(', ');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tillbridge status</title></head>
<body>
<h1>${ready ? 'Payments can be taken' : 'Payments can not be taken'}</h1>
<ul>${reasons}</ul>
<p>Build ${escapeHtml(report.build)}, running since ${new Date(report.startedAt).toISOString()}. Tills: ${tills}.</p>
<table border="1">
<thead><tr><th>What</th><th>Name</th><th>State</th><th>Code</th><th>Last seen</th><th>By</th><th>Count</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
