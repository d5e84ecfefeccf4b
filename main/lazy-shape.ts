import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'

/** Tells whether a value that came from outside has a shape. */
export interface LazyShape<T> {
  is(value: unknown): value is T
  /** The first thing that is wrong; undefined for a value that has the shape. */
  findError(value: unknown): TLocalizedValidationError | undefined
}

/** Compiles a schema once the first value is checked: each takes about a millisecond, and a start needs hardly any of them. */
export function lazyShape<S extends TSchema>(schema: S): LazyShape<Static<S>> {
  const compile = () => Compile(schema)
  let compiled: ReturnType<typeof compile> | undefined
  const shape = () => {
    compiled ??= compile()
    return compiled
  }
  return {
    is: (value): value is Static<S> => shape().Check(value),
    findError: (value) => shape().Errors(value)[0],
  }
}
