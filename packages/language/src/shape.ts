/** The same keys, any text: what every other language has to be. */
export type SameShape<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> };

/** `moreItems_one` and `moreItems_other` are one sentence to its caller. */
type Stem<K extends string> = K extends `${infer S}_one` ? S : K extends `${infer S}_other` ? S : K;

type LeafKeys<T, Prefix extends string> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${Stem<K>}` : LeafKeys<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type TextOf<T, Key extends string> = Key extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? TextOf<T[Head], Rest>
    : never
  : Key extends keyof T
    ? T[Key]
    : `${Key}_other` extends keyof T
      ? T[`${Key}_other`]
      : never;

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** Every sentence's key, for example `display.approved.hero`. */
export type KeyOf<T> = LeafKeys<T, ''>;
/** The names between braces in a sentence: what its caller has to fill in. */
export type PlaceholdersOf<T, Key extends string> = Names<TextOf<T, Key>>;
