import { chmodSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * The collector, the Electron shell and the command line, for Node 20 and up. Native DuckDB stays outside the bundle;
 * its JavaScript is inside, as Node takes longer to find and parse those 70 files than the log takes to open.
 */
export default defineConfig({
  root: at('.'),
  resolve: { alias: { bufferutil: at('listeners/mask.ts') } },
  build: {
    ssr: true,
    target: 'node20',
    outDir: at('../dist/main'),
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: {
        app: at('shell/app.ts'),
        cli: at('cli/main.ts'),
        worker: at('log/worker.ts'),
        decoder: at('log/decoder.ts'),
        'mail-worker': at('mail/worker.ts'),
      },
      external: ['electron', '@duckdb/node-bindings', ...builtinModules, /^node:/],
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'shared-[hash].js',
        codeSplitting: {
          groups: [
            // Apart, because the commands that only talk to a collector check no schemas.
            { name: 'typebox', test: /node_modules\/typebox/ },
            // Apart, because only the log's thread uses it: to load it takes 100 ms of CPU.
            { name: 'duckdb', test: /node_modules\/@duckdb/ },
          ],
        },
      },
    },
  },
  // npm makes a command executable when it links it, and not again when a later build has written it anew.
  plugins: [{ name: 'executable-command', writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'cli.js'), 0o755) }],
  ssr: { noExternal: true, external: ['@duckdb/node-bindings', 'electron'] },
})
