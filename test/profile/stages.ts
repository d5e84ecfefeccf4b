import type { CallTree, Frame } from './cpu-profile.ts'

/** The way of an event, from the socket to the screen, and where a function belongs on it; the first that fits. */
const STAGES: readonly { readonly stage: string; readonly is: (frame: Frame) => boolean }[] = [
  { stage: 'collecting garbage', is: ({ name }) => name === '(garbage collector)' },
  { stage: 'parse', is: ({ file, name }) => file === 'main/protocols/json.ts' && name === 'parseJson' },
  {
    stage: 'validate',
    is: ({ file }) => /^typebox|^main\/(lazy-shape|protocols\/json|protocols\/.*-shape)\.ts/.test(file),
  },
  { stage: 'normalise', is: ({ file }) => /^main\/protocols\/|^shared\//.test(file) },
  {
    stage: 'append',
    is: ({ file }) =>
      /^@duckdb|^main\/log\/(event-columns|event-writer|packed-chunk|chunk-writer|text-heap|words|memory-budget|ingest|sequences)/.test(
        file,
      ),
  },
  {
    stage: 'feed',
    is: ({ file }) => /^main\/(feed|log)\//.test(file) && !/^main\/log\/(client|worker|decode|packed)/.test(file),
  },
  { stage: 'hand-over', is: ({ file }) => /^main\/(ingest|log)/.test(file) || file.includes('worker') },
  { stage: 'socket', is: ({ file }) => /^ws\/|^main\/listeners\/|^node:(?!buffer)/.test(file) },
  { stage: 'paint', is: ({ file }) => /^renderer\/|^react|^scheduler|^@tanstack|^zustand/.test(file) },
]

/** ms that were computed at each stage of an event's way, without what waits or computes outside of JavaScript. */
export function addUpStages(tree: CallTree): Map<string, number> {
  const sums = new Map<string, number>()
  const visit = ({ frame, self, calls }: CallTree, callerStage: string) => {
    // Native functions and those made at run time work for who calls them.
    const stage = STAGES.find(({ is }) => is(frame))?.stage ?? callerStage
    sums.set(stage, (sums.get(stage) ?? 0) + self)
    for (const call of calls) visit(call, stage)
  }
  visit(tree, 'other')
  return sums
}

/** The functions in which most was computed, ms. */
export function findHottest(tree: CallTree, count: number): { readonly frame: Frame; readonly self: number }[] {
  const sums = new Map<string, { frame: Frame; self: number }>()
  const visit = ({ frame, self, calls }: CallTree) => {
    const key = `${frame.name} ${frame.file}:${frame.line}`
    const sum = sums.get(key) ?? { frame, self: 0 }
    sum.self += self
    sums.set(key, sum)
    for (const call of calls) visit(call)
  }
  visit(tree)
  return [...sums.values()].sort((a, b) => b.self - a.self).slice(0, count)
}
