import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Static, re-exporting, dynamic and CommonJS imports; in types and in JSDoc as well. */
const IMPORT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"`]([^'"`\n]+)['"`]/g

describe('layers', () => {
  it('finds every kind of import', () => {
    const forms = [
      "import { app } from 'electron'",
      "import 'electron'",
      "export { app } from 'electron'",
      "await import('electron')",
      'require("electron")',
      "type App = import('electron').App",
    ]
    expect(forms.map((form) => importsIn(form))).toEqual(forms.map(() => ['electron']))
  })

  it('nothing outside main/shell imports electron', () => {
    const sources = [...listSources('main'), ...listSources('renderer'), ...listSources('shared')]
    const strays = violations(
      sources.filter((file) => !file.startsWith('main/shell/')),
      (name) => name === 'electron' || name.startsWith('electron/'),
    )
    expect(strays).toEqual([])
  })

  it('main/shell is imported by nothing but itself', () => {
    const others = listSources('main').filter((file) => !file.startsWith('main/shell/'))
    expect(violations(others, (_name, target) => isIn(target, 'main/shell'))).toEqual([])
  })

  it('shared imports nothing of main, of renderer, of Node', () => {
    const strays = violations(
      listSources('shared'),
      (name, target) => isIn(target, 'main') || isIn(target, 'renderer') || isNode(name),
    )
    expect(strays).toEqual([])
  })

  it('renderer imports nothing of main, of Node', () => {
    // Configuration and scripts run in Node; the page knows nothing of them.
    const sources = listSources('renderer').filter((file) => !/\.(config\.ts|mjs)$/.test(file))
    expect(violations(sources, (name, target) => isIn(target, 'main') || isNode(name))).toEqual([])
  })
})

/** Source files below a folder, relative to the root, with `/` separators. */
function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
}

/** Imports that `isForbidden`, each as `file: module`; `target` is the file that a relative import means. */
function violations(
  files: readonly string[],
  isForbidden: (name: string, target: string | undefined) => boolean,
): string[] {
  return files.flatMap((file) =>
    importsIn(readFileSync(join(ROOT, file), 'utf8'))
      .filter((name) => isForbidden(name, name.startsWith('.') ? targetOf(file, name) : undefined))
      .map((name) => `${file}: ${name}`),
  )
}

function importsIn(source: string): string[] {
  return [...source.matchAll(IMPORT)].map(([, name = '']) => name)
}

function targetOf(file: string, name: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), name)).replaceAll('\\', '/')
}

function isIn(target: string | undefined, folder: string): boolean {
  return target?.startsWith(`${folder}/`) ?? false
}

function isNode(name: string): boolean {
  return name.startsWith('node:') || builtinModules.includes(name)
}
