import { parseSync } from 'vite';

export interface Import {
  /** What stands between the quotes. */
  readonly specifier: string;
  readonly line: number;
  /** Gone at run time (`import type`): types may come from a room without pulling in its code. */
  readonly typeOnly: boolean;
}

/**
 * Every module a source file names: static imports, re-exports, `import()` calls and `import('…')` types, `require`.
 * Read from the syntax tree, so strings and comments that look like imports don't count.
 *
 * @throws when the file can't be parsed or computes a module's name: what can't be judged is never taken for clean.
 */
export function importsOf(fileName: string, source: string): Import[] {
  const result = parseSync(fileName, source);
  const firstError = result.errors[0];
  if (firstError) throw new Error(`${fileName}: ${firstError.message}`);
  const found: Import[] = [];
  const add = (named: Node | null | undefined, start: number, typeOnly: boolean): void => {
    const line = lineAt(source, start);
    const specifier = textOf(named);
    if (specifier === null) throw new Error(`${fileName}:${line}: a module is named by a computed text`);
    found.push({ specifier, line, typeOnly });
  };
  visit(result.program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node.source, node.start, node.importKind === 'type' || allTypes(node.specifiers, 'importKind'));
        return;
      case 'ExportNamedDeclaration':
        if (node.source)
          add(node.source, node.start, node.exportKind === 'type' || allTypes(node.specifiers, 'exportKind'));
        return;
      case 'ExportAllDeclaration':
        add(node.source, node.start, node.exportKind === 'type');
        return;
      case 'ImportExpression':
        add(node.source, node.start, false);
        return;
      case 'TSImportType':
        add(node.source ?? node.argument?.literal, node.start, true);
        return;
      case 'TSExternalModuleReference':
        add(node.expression, node.start, false);
        return;
      case 'CallExpression':
        if (isRequire(node.callee)) add(node.arguments?.[0], node.start, false);
        return;
      default:
    }
  });
  return found;
}

/** The few fields of a syntax node that are read here; every one may be missing on other kinds of node. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly name?: string;
  readonly value?: unknown;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: Node | null;
  readonly argument?: Node;
  readonly literal?: Node;
  readonly expression?: Node;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly arguments?: readonly Node[];
  readonly specifiers?: readonly Node[];
  readonly quasis?: readonly Node[];
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (value !== null && typeof value === 'object') {
    if (isNode(value)) see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** The text of a string, or of a template without holes; null for anything that is only known at run time. */
function textOf(node: Node | null | undefined): string | null {
  if (typeof node?.value === 'string') return node.value;
  const cooked = node?.quasis?.length === 1 ? node.quasis[0]?.value : undefined;
  const text = cooked !== null && typeof cooked === 'object' && 'cooked' in cooked ? cooked.cooked : null;
  return typeof text === 'string' ? text : null;
}

/** `import { type A } from 'x'` leaves no code behind; a bare `import 'x'` does. */
function allTypes(specifiers: readonly Node[] | undefined, kind: 'importKind' | 'exportKind'): boolean {
  return specifiers !== undefined && specifiers.length > 0 && specifiers.every((one) => one[kind] === 'type');
}

function isRequire(callee: Node | undefined): boolean {
  if (callee?.name === 'require') return true;
  return callee?.object?.name === 'require' && callee.property?.name === 'resolve';
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
