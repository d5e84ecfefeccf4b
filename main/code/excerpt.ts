import { readFile } from 'node:fs/promises'
import type { CodeProblem, Excerpt, Project } from '../../shared/code.ts'
import { describeProblem, locateFile, problemOf } from './locate.ts'

/** Bytes. */
const LARGEST_FILE = 5_000_000
/** A file with a zero byte this early is no text. Bytes. */
const LOOKED_FOR_ZEROS = 8192
/** Longer lines are cut: nobody reads them, and an editor suffers from them. Characters. */
const LONGEST_LINE = 10_000
/** What stands above the excerpt goes along up to this size. Characters. */
const LONGEST_LEAD = 200_000

export interface ExcerptRange {
  /** From 1. */
  readonly line: number
  readonly before: number
  readonly after: number
}

/** Reads lines of a reported file around `line`, or says why it cannot. */
export async function readExcerpt(
  file: string,
  { line, before, after }: ExcerptRange,
  project: Project,
): Promise<Excerpt | CodeProblem> {
  const located = await locateFile(file, project)
  if (typeof located === 'string') return describeProblem(located, file, project)
  if (located.size > LARGEST_FILE) return describeProblem('too-large', file, project)
  const bytes = await readFile(located.path).catch(problemOf)
  if (typeof bytes === 'string') return describeProblem(bytes, file, project)
  if (bytes.subarray(0, LOOKED_FOR_ZEROS).includes(0)) return describeProblem('binary', file, project)

  const lines = splitLines(decode(bytes))
  if (line < 1 || line > lines.length) return describeProblem('no-line', file, project)
  const first = Math.max(1, line - before)
  const lead = lines.slice(0, first - 1).map((text) => `${text}\n`)
  const leadLength = lead.reduce((length, text) => length + text.length, 0)
  return {
    first,
    lines: lines.slice(first - 1, line + after).map(cutLine),
    total: lines.length,
    lead: leadLength > LONGEST_LEAD ? '' : lead.join(''),
  }
}

/** UTF-8, or what old files on Western machines are written in. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Lines without their ends; the end of the last line does not begin another. */
function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

function cutLine(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text
}
