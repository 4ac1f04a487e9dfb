import type { Connection } from './sqlite.ts';

/** The schema as text: every statement that made it, in order of name. What `schema.sql` holds. */
export function dumpSchema(connection: Connection): string {
  const statements = connection
    .prepare<[], string>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name`,
    )
    .pluck()
    .all();
  return `${statements.join(';\n\n')};\n`;
}
