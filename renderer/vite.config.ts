import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The viewer: one static page, loaded by Electron's window and served by the headless collector alike. */
export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome130',
    outDir: at('../dist/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // All that the first screen needs in one file: split by what other parts share with it, it would be sixteen.
        codeSplitting: { groups: [{ name: 'start', test: /renderer\/main\.tsx$/ }] },
      },
    },
  },
  server: { port: 5173, strictPort: false },
})
