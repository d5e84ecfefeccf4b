/** Fails to compile when a `switch` forgets a member of a union; throws if one slips through at run time. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`)
}
