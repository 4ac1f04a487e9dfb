import { crossChecks } from './checks/cross-checks.ts';
import { CONFIG_ERRORS } from './errors.ts';
import { settingsFile } from './file/settings.wire.ts';
import type { Finding } from './finding.ts';
import { pathText, type SettingsProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import { plainWords, shapeFindings } from './shape-findings.ts';
import { Source } from './source.ts';
import { toSettings } from './to-settings.ts';

/** No settings file is longer; what is, is something else. */
const LONGEST_TEXT = 262_144;

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly SettingsProblem[] }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/**
 * Reads a settings file. All problems are reported at once, in the order of the file; where the shape is wrong, what
 * ties its parts together is not looked at yet. `fileName` is for the messages alone. Never throws.
 */
export function readSettings(text: string, fileName: string): ReadSettings {
  const whole = { file: fileName, line: 1, column: 1, path: '', severity: 'error' } as const;
  const { unreadable } = CONFIG_ERRORS;
  if (text.length > LONGEST_TEXT) {
    const message = `The file has more than ${LONGEST_TEXT} characters. Is it the settings file?`;
    return { ok: false, problems: [{ ...whole, code: unreadable.code, message }] };
  }
  const read = Source.read(text);
  if (!read.ok) {
    const problems = read.faults.map(({ code, line, column }) => ({
      ...whole,
      line,
      column,
      code: unreadable.code,
      message: yamlSentence(code),
    }));
    return { ok: false, problems };
  }

  const place = (finding: Finding): SettingsProblem => {
    const { path, at, message, severity, error } = finding;
    const where = at === 'key' ? read.source.key(path) : read.source.value(path);
    return { file: fileName, ...where, path: pathText(path), message, code: CONFIG_ERRORS[error].code, severity };
  };
  const parsed = settingsFile.safeParse(read.value ?? {}, { error: plainWords });
  if (!parsed.success) {
    return { ok: false, problems: inOrder(shapeFindings(parsed.error.issues, read.value).map(place)) };
  }
  const found = inOrder(crossChecks(parsed.data).map(place));
  // Warnings wait: a wrong name alone makes others look unused.
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { ok: false, problems: errors };
  return { ok: true, settings: toSettings(parsed.data), warnings: found };
}

function inOrder(problems: readonly SettingsProblem[]): SettingsProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** The parser's own sentences quote the file, so ours take their place. */
function yamlSentence(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key stands twice in the same place. Remove one.';
    case 'BAD_INDENT':
    case 'TAB_AS_INDENT':
      return 'The indentation does not fit. Use blanks, not tabs, and the same number for keys of one level.';
    case 'MULTIPLE_DOCS':
      return 'The file holds more than one document. Remove the line `---`.';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return 'Something is missing here or in the line before: a quote, a bracket, or the blank after a colon.';
    case 'TOO_COMPLEX':
      return 'The file is nested too deeply or repeats itself by aliases. Write the settings out.';
    default:
      return `This is not YAML (${code}). Compare the line with the example file.`;
  }
}
