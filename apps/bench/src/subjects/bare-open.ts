/** The peer of the start bench: opens a file and reads one row. */
import Database from 'better-sqlite3';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: bare-open.ts FILE');
const database = new Database(file, { readonly: true });
console.log(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get());
database.close();
