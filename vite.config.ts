import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const apiPort = process.env.PORT ?? '4600';
const api = { target: `http://127.0.0.1:${apiPort}`, changeOrigin: false };

export default defineConfig({
  root: fileURLToPath(new URL('./web', import.meta.url)),
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: './src/routes',
      generatedRouteTree: './src/routeTree.gen.ts',
    }),
    react(),
  ],
  // The server replaces this placeholder with a fresh nonce in every page it serves.
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      output: {
        // What every page needs comes in few files; what few pages need stays with them.
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|@trpc)\//,
              priority: 3,
            },
            {
              name: 'components',
              test: /node_modules\/(@mantine\/(core|hooks)\/(?!.*\/components\/(Combobox|NumberInput|Select|Autocomplete|Checkbox|Modal|Table|Textarea|FileButton|NativeSelect|SegmentedControl)\/)|@floating-ui\/)/,
              minShareCount: 6,
              priority: 2,
            },
            // Not what tables and the history alone need, and not the folders of ui that only forms need: those bring the
            // full schema library with them.
            {
              name: 'shared',
              test: /web\/src\/(ui\/((?!WideTable)[^/]+|(overrides|receipts)\/[^/]+)$|theme|trpc)/,
              minShareCount: 3,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 4601,
    proxy: { '/trpc': api, '/api': api, '/v1': api, '/health': api, '/ready': api, '/metrics': api },
  },
});
