import { z } from 'zod';
import { settingsFile } from './file/settings.wire.ts';
import type { SettingsPath } from './problem.ts';

/** The parts of a JSON Schema that are looked at here. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** The settings file as a JSON Schema (draft 2020-12), for editors that check and complete while typing. */
export function settingsJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(settingsFile, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

/** The keys that may stand at `path`, over all variants of it. */
export function knownKeys(path: SettingsPath): readonly string[] {
  let nodes: readonly SchemaNode[] = [settingsJsonSchema() as SchemaNode];
  for (const step of path) nodes = nodes.flatMap(variants).flatMap((node) => below(node, step));
  return [...new Set(nodes.flatMap(variants).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function variants(node: SchemaNode): readonly SchemaNode[] {
  const choices = node.anyOf ?? node.oneOf;
  return choices === undefined ? [node] : choices.flatMap(variants);
}

function below(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (typeof step === 'number') return node.items === undefined ? [] : [node.items];
  const { properties = {}, additionalProperties } = node;
  if (Object.hasOwn(properties, step)) return [properties[step] ?? {}];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
