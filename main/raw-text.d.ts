/** A file's text, put in by the build. */
declare module '*?raw' {
  const text: string

  export { text as default }
}
