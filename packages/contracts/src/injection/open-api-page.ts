/** The description as a page for people: one document without scripts or anything from elsewhere. */

import type { ErrorEntry } from '@tillbridge/kernel';
import { INJECTION_ERRORS, VOUCHER_ERRORS } from '@tillbridge/vouchers';
import type { ApiOperation, ApiSchema, OpenApi } from './open-api.ts';
import { OPENAPI_PATH, SOAP_PATH } from './routes.ts';

export interface OpenApiPage {
  readonly html: string;
  /** What stands in its one style element, for the hash that lets a browser use it. */
  readonly style: string;
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; }
h2 { margin-top: 3rem; border-bottom: 1px solid; }
code, pre { font: 0.9em/1.4 ui-monospace, monospace; }
pre { padding: 0.75rem; border: 1px solid; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8884; }
ul { padding-left: 1.25rem; }
.method { font-weight: 700; }
`;

export function openApiPage(document: OpenApi): OpenApiPage {
  const { info, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const contents = operations
    .map(
      ({ method, path, operation }) =>
        `<li><a href="#${operation.operationId}">${address(method, path)}</a>: ${text(operation.summary)}</li>`,
    )
    .join('\n');
  const messages = Object.entries(components.schemas)
    .map(
      ([name, schema]) =>
        `<h3 id="message-${text(name)}">${text(name)}</h3>\n${fieldsOf(schema) || `<p>${typeOf(schema)}</p>`}`,
    )
    .join('\n');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(info.title)}</h1>
<p>${prose(info.description)}</p>
<p>Version ${text(info.version)}. Every request carries <code>Authorization: Bearer</code> and the key of the shop. The same
for machines: <a href="${OPENAPI_PATH}">${OPENAPI_PATH}</a>. MplusKASSA’s voucher operations by SOAP:
<a href="${SOAP_PATH}?wsdl">${SOAP_PATH}?wsdl</a>.</p>
<ul>
${contents}
</ul>
${operations.map(({ method, path, operation }) => section(method, path, operation)).join('\n')}
<h2 id="messages">Messages</h2>
${messages}
<h2 id="errors">Errors</h2>
<table><thead><tr><th>Code</th><th>What</th><th>Who acts</th><th>What to do</th></tr></thead><tbody>
${ERRORS.map(errorRow).join('\n')}
</tbody></table>
</body>
</html>
`;
  return { html, style: STYLE };
}

/** Those that a shop may hear. */
const ERRORS: readonly ErrorEntry[] = [...Object.values(VOUCHER_ERRORS), ...Object.values(INJECTION_ERRORS)].filter(
  ({ code }) => code.startsWith('SHOP-'),
);

function errorRow({ code, title, whoActs, it }: ErrorEntry): string {
  const who = whoActs === 'it' ? 'the venue’s IT' : 'the shop';
  return `<tr><td><code>${text(code)}</code></td><td>${prose(title)}</td><td>${who}</td><td>${prose(it)}</td></tr>`;
}

function address(method: string, path: string): string {
  return `<span class="method">${text(method)}</span> <code>${text(path)}</code>`;
}

function section(
  method: string,
  path: string,
  { operationId, summary, parameters, requestBody, responses }: ApiOperation,
): string {
  const rows = parameters.map(
    ({ name, in: where, required, description }) =>
      `<tr><td><code>${text(name)}</code></td><td>${where}${required ? ', required' : ''}</td><td>${prose(description)}</td></tr>`,
  );
  const content = requestBody?.content['application/json'];
  const request =
    content === undefined
      ? ''
      : `<p>Body: ${typeOf(content.schema)}, for example</p>\n<pre>${text(JSON.stringify(content.example, null, 2))}</pre>`;
  const answers = Object.entries(responses).map(
    ([status, { description, content: answer }]) =>
      `<tr><td>${text(status)}</td><td>${typeOf(answer['application/json'].schema)}</td><td>${prose(description)}</td></tr>`,
  );
  return `<h2 id="${operationId}">${address(method, path)}</h2>
<p>${prose(summary)}.</p>
<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
${request}
<table><thead><tr><th>Answer</th><th>Body</th><th>When</th></tr></thead><tbody>
${answers.join('\n')}
</tbody></table>`;
}

/** The members of a schema, of its items or of its choices, as nested lists; nothing where it has none. */
function fieldsOf(schema: ApiSchema): string {
  const choices = listOf(schema.anyOf ?? schema.oneOf).filter(hasFields);
  if (choices.length > 0) {
    return `<ul>${choices.map((choice) => `<li>${typeOf(choice)}${fieldsOf(choice)}</li>`).join('')}</ul>`;
  }
  const { items, properties, required } = schema;
  if (isSchema(items)) return fieldsOf(items);
  if (!isSchema(properties)) return '';
  const needed = new Set(Array.isArray(required) ? required : []);
  const lines = Object.entries(properties).map(([name, member]) => {
    if (!isSchema(member)) return '';
    const often = needed.has(name) ? 'required' : 'optional';
    const about = typeof member.description === 'string' ? `: ${prose(member.description)}` : '';
    return `<li><code>${text(name)}</code> (${typeOf(member)}, ${often})${about}${fieldsOf(member)}</li>`;
  });
  return `<ul>\n${lines.join('\n')}\n</ul>`;
}

function hasFields({ properties, items, anyOf, oneOf }: ApiSchema): boolean {
  return isSchema(properties) || (isSchema(items) && hasFields(items)) || listOf(anyOf ?? oneOf).some(hasFields);
}

function typeOf(schema: ApiSchema): string {
  const { $ref, anyOf, oneOf, type, format, items, const: only, enum: values } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return `<a href="#message-${text(name)}">${text(name)}</a>`;
  }
  const choices = listOf(anyOf ?? oneOf);
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ');
  if (only !== undefined) return `<code>${text(JSON.stringify(only))}</code>`;
  if (Array.isArray(values)) return values.map((value) => `<code>${text(JSON.stringify(value))}</code>`).join(', ');
  if (isSchema(items)) return `list of ${typeOf(items)}`;
  if (typeof format === 'string') return text(format);
  return text([type ?? 'anything'].flat().join(' or '));
}

function listOf(value: unknown): readonly ApiSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function isSchema(value: unknown): value is ApiSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands in backquotes becomes code. */
function prose(words: string): string {
  return text(words).replace(/`([^`]+)`/g, '<code>$1</code>');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(words: string): string {
  return words.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
