import type { Extension } from '@codemirror/state'

/** Languages that code can be highlighted in; each is loaded when first needed. */
const LOADERS = {
  sql: async () => (await import('@codemirror/lang-sql')).sql(),
  json: async () => (await import('@codemirror/lang-json')).json(),
  xml: async () => (await import('@codemirror/lang-xml')).xml(),
  html: async () => (await import('@codemirror/lang-html')).html(),
} satisfies Record<string, () => Promise<Extension>>

export type Language = keyof typeof LOADERS

export function isLanguage(name: string): name is Language {
  return Object.hasOwn(LOADERS, name)
}

export function loadLanguage(language: Language): Promise<Extension> {
  return LOADERS[language]()
}
