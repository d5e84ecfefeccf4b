/** What went wrong, as one exception of any language tells it. */
export interface Failure {
  /** Class of the exception. */
  readonly type: string | null
  readonly message: string | null
  /** As the sender numbers or names it. */
  readonly code: string | null
  /** Innermost first: where it was thrown, then who called that. */
  readonly frames: readonly StackFrame[]
  /** The failure that led to this one. */
  readonly cause: Failure | null
}

export interface StackFrame {
  /** With its class or module; null at the top of a file. */
  readonly function: string | null
  /** Path, as the stack has it; null for code that has none. */
  readonly file: string | null
  /** One-based. */
  readonly line: number | null
  /** One-based. */
  readonly column: number | null
  /** The line of code, where the stack carries it. */
  readonly code: string | null
}

/** Folders of code that others wrote, and what stands behind them names the package. */
const PACKAGE_FOLDER =
  /(?:^|[\\/])(?:node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?((?:@[^\\/]+[\\/])?[^\\/]+)|vendor[\\/]([^\\/]+(?:[\\/][^\\/]+(?=[\\/]))?)|(?:site|dist)-packages[\\/]([^\\/]+)|pkg[\\/]mod[\\/]([^@]+)@|gems[\\/]([^\\/]+?)-\d)/
const PLATFORM_FILE =
  /^(?:node:|internal\/|<|\[)|(?:^|[\\/])lib[\\/]python[\d.]+[\\/]|[\\/]go[\\/]src[\\/]|[\\/]lib[\\/]ruby[\\/]/
/** Namespaces of platforms and large frameworks, in languages whose stacks name no folders. */
const PLATFORM_FUNCTION =
  /^(?:(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|System|Microsoft|reactor)\.|org\.(?:springframework|apache|hibernate|junit|eclipse|jboss|gradle)\.|io\.(?:netty|micronaut|quarkus|grpc)\.|runtime\.)/

/** Whether a frame is code of a library or of the language, not of the app. */
export function isForeign({ file, function: name }: StackFrame): boolean {
  if (name !== null && PLATFORM_FUNCTION.test(name)) return true
  return file === null || PLATFORM_FILE.test(file) || PACKAGE_FOLDER.test(file)
}

/** Whether a frame names a file that may lie in a project: no address, no `node:fs`, no `<stdin>`. */
export function isInFile(file: string): boolean {
  return !/^(?:[a-z][\w+.-]+:|<|\[)/i.test(file)
}

/** Name of the package a frame belongs to, or null. */
export function packageOf({ file }: StackFrame): string | null {
  const match = file === null ? null : PACKAGE_FOLDER.exec(file)
  if (!match) return null
  return (
    match
      .slice(1)
      .findLast((name) => name !== undefined)
      ?.replaceAll('\\', '/') ?? null
  )
}

/** Frames of the app stand alone; those of others that follow each other are one group. */
export interface FrameGroup {
  readonly isForeign: boolean
  readonly frames: readonly NumberedFrame[]
}

export interface NumberedFrame extends StackFrame {
  /** Its place in the stack, from 0. */
  readonly index: number
}

/** Groups frames for folding. A stack of foreign frames alone has nothing better to show, so none of it counts as foreign. */
export function groupFrames(frames: readonly StackFrame[]): FrameGroup[] {
  const isAllForeign = frames.every(isForeign)
  const groups: { isForeign: boolean; frames: NumberedFrame[] }[] = []
  for (const [index, frame] of frames.entries()) {
    const last = groups.at(-1)
    const folds = !isAllForeign && isForeign(frame)
    if (folds && last?.isForeign) last.frames.push({ ...frame, index })
    else groups.push({ isForeign: folds, frames: [{ ...frame, index }] })
  }
  return groups
}

/** The failure and what led to it as text, for pasting elsewhere. */
export function stackText(failure: Failure): string {
  const { type, message, frames, cause } = failure
  const lines = [[type, message].filter((part) => part !== null).join(': '), ...frames.map(frameText)]
  return cause ? `${lines.join('\n')}\nCaused by: ${stackText(cause)}` : lines.join('\n')
}

/** `/app/cart.js:41:27`; empty for code that has no place. */
export function placeText({ file, line, column }: StackFrame): string {
  return [file, line, column].filter((part) => part !== null).join(':')
}

function frameText(frame: StackFrame): string {
  const { function: name } = frame
  const place = placeText(frame)
  if (name === null) return `    at ${place}`
  return place === '' ? `    at ${name}` : `    at ${name} (${place})`
}
