import { readFileSync } from 'node:fs'
import { record } from '../reporter.mjs'

/**
 * A small template language: `{{name}}` (escaped), `{{{name}}}` (as it is), `{{>partial}}`, `{{#each list}}…{{/each}}`,
 * `{{#if name}}…{{/if}}`. A value may be a function: it is called when the template gets there, so a template can ask
 * for data of its own.
 *
 * @typedef {{ kind: 'value' | 'raw' | 'partial' | 'each' | 'if', name: string, body: Part[] }} Tag
 * @typedef {string | Tag} Part
 * @typedef {Record<string, any>} Context
 */

/** @type {Map<string, Part[]>} */
const parsed = new Map()

/** @param {string} name of a file in views/ @param {Context} context @returns {Promise<string>} */
export function render(name, context) {
  const file = `/views/${name}.html`
  const event = { type: 'template', importance: 1, definedIn: { file }, payload: { name: `${name}.html` } }
  return record(event, (measured) => {
    measured.success = true
    return renderParts(load(name, file), context)
  })
}

/** @param {string} name @param {string} file */
function load(name, file) {
  const known = parsed.get(name)
  if (known) return known
  const tokens = readFileSync(new URL(`.${file}`, import.meta.url), 'utf8').split(/(\{\{\{?[^}]+\}?\}\})/)
  const parts = parse(tokens[Symbol.iterator]())
  parsed.set(name, parts)
  return parts
}

/** @param {Iterator<string>} tokens @returns {Part[]} */
function parse(tokens) {
  /** @type {Part[]} */
  const parts = []
  for (let { done, value } = tokens.next(); !done; { done, value } = tokens.next()) {
    const [, raw, sign, word, argument = ''] = /^\{\{(\{)?\s*([#>/])?\s*([\w.-]+)\s*([\w.]+)?/.exec(value) ?? []
    if (word === undefined) parts.push(value)
    else if (sign === '/') return parts
    else if (sign === '#') parts.push({ kind: word === 'each' ? 'each' : 'if', name: argument, body: parse(tokens) })
    else if (sign === '>') parts.push({ kind: 'partial', name: word, body: [] })
    else parts.push({ kind: raw ? 'raw' : 'value', name: word, body: [] })
  }
  return parts
}

/** @param {Part[]} parts @param {Context} context */
async function renderParts(parts, context) {
  let html = ''
  for (const part of parts) html += typeof part === 'string' ? part : await renderTag(part, context)
  return html
}

/** @param {Tag} tag @param {Context} context @returns {Promise<string>} */
async function renderTag(tag, context) {
  if (tag.kind === 'partial') return render(tag.name, context)
  const value = await resolve(tag.name, context)
  if (tag.kind === 'raw') return String(value ?? '')
  if (tag.kind === 'value') return escapeHtml(String(value ?? ''))
  if (tag.kind === 'if') return value && value.length !== 0 ? renderParts(tag.body, context) : ''
  let html = ''
  for (const item of value ?? []) html += await renderParts(tag.body, { ...context, ...item })
  return html
}

/** @param {string} name @param {Context} context */
async function resolve(name, context) {
  const value = name.split('.').reduce((/** @type {any} */ from, key) => from?.[key], context)
  return typeof value === 'function' ? await value() : value
}

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
