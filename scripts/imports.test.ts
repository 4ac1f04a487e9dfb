import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';

const named = (source: string, file = 'a.ts'): string[] =>
  importsOf(file, source).map(({ specifier, line, typeOnly }) => `${line} ${specifier}${typeOnly ? ' (type)' : ''}`);

describe('imports are found', () => {
  test('in every form that names a module', () => {
    const source = [
      "import a from 'a';",
      "import * as b from 'b';",
      "import 'c';",
      "export * from 'd';",
      "export { e } from 'e';",
      'const f = await import(',
      "  'f'",
      ');',
      "const g = require('g');",
      "const h = require.resolve('h');",
      "import i = require('i');",
      'const j = import(`j`);',
    ].join('\n');
    expect(named(source)).toEqual(['1 a', '2 b', '3 c', '4 d', '5 e', '6 f', '9 g', '10 h', '11 i', '12 j']);
  });

  test('and told apart from those that leave no code behind', () => {
    const source = [
      "import type { A } from 'a';",
      "import { type B } from 'b';",
      "import { type C, c } from 'c';",
      "export type { D } from 'd';",
      "export type * from 'e';",
      "type F = import('f').F;",
    ].join('\n');
    expect(named(source)).toEqual(['1 a (type)', '2 b (type)', '3 c', '4 d (type)', '5 e (type)', '6 f (type)']);
  });

  test('in TSX', () => {
    expect(named("import { Row } from './Row.tsx';\nexport const view = <Row>import 'x'</Row>;", 'a.tsx')).toEqual([
      '1 ./Row.tsx',
    ]);
  });
});

test('what only looks like an import is not taken for one', () => {
  const source = "// import 'a';\n/* import('b') */\nconst text = \"import 'c'\";\nconst pattern = /import 'd'/;";
  expect(named(source)).toEqual([]);
});

test('a module name that is computed is refused: nobody could check it', () => {
  expect(() => importsOf('a.ts', 'const x = await import(name);')).toThrow(/a\.ts:1/);
});

test('a file that does not parse is an error, never an empty list', () => {
  expect(() => importsOf('a.ts', 'import { from')).toThrow(/a\.ts/);
});
