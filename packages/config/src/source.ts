import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { SettingsPath } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

const TOP: Place = { line: 1, column: 1 };

export type SourceAnswer =
  | { readonly ok: true; readonly source: Source; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly (Place & { readonly code: string })[] };

/** The settings' text with the place of everything in it. */
export class Source {
  private readonly document: Document;
  private readonly lines: LineCounter;

  private constructor(document: Document, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  /** Reads one YAML document. `faults` carry the parser's own codes, such as `BAD_INDENT`. */
  static read(text: string): SourceAnswer {
    const lines = new LineCounter();
    try {
      const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
      const source = new Source(document, lines);
      if (document.errors.length > 0) {
        return { ok: false, faults: document.errors.map(({ code, pos }) => ({ code, ...source.at(pos[0]) })) };
      }
      return { ok: true, source, value: document.toJS({ maxAliasCount: 50 }) };
    } catch {
      // Too deep for the parser, or aliases that multiply: nothing an honest settings file needs.
      return { ok: false, faults: [{ code: 'TOO_COMPLEX', ...TOP }] };
    }
  }

  /** Where the value at `path` stands; where its nearest parent does when it isn't there. */
  value(path: SettingsPath): Place {
    let node: unknown = this.document.contents;
    let place = this.start(node);
    for (const step of path) {
      node = this.child(node, step)?.value;
      if (node === null || node === undefined) break;
      place = this.start(node) ?? place;
    }
    return place ?? TOP;
  }

  /** Where the key at the end of `path` stands. */
  key(path: SettingsPath): Place {
    let node: unknown = this.document.contents;
    let key: unknown;
    for (const step of path) {
      const pair = this.child(node, step);
      key = pair?.key;
      node = pair?.value;
    }
    return this.start(key) ?? this.value(path);
  }

  private child(parent: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
    const node = isAlias(parent) ? parent.resolve(this.document) : parent;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      return pair === undefined ? undefined : { key: pair.key, value: pair.value };
    }
    return isSeq(node) && typeof step === 'number' ? { key: undefined, value: node.items[step] } : undefined;
  }

  private start(node: unknown): Place | undefined {
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
    return range?.[0] === undefined ? undefined : this.at(range[0]);
  }

  private at(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
