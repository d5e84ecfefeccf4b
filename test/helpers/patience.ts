/** How long a condition is waited for before it counts as broken, ms: many times what it takes on a busy machine. */
export const PATIENCE = 120_000
