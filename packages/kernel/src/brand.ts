declare const brand: unique symbol;

/** A nominal type over `Base`: two brands of the same base can't be mixed up. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
