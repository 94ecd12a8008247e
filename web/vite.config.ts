/**
 * Builds the browser side into dist/web. Everything is served from our own origin under a strict CSP
 * (`default-src 'self'`; images and workers of our own), so nothing here may inline a script or a style.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { installable } from './install.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The LGPL asks that the coastline's README and licence texts travel with it. */
function coastlineLicence(): Plugin {
  return {
    name: 'coastline-licence',
    generateBundle() {
      for (const file of ['README.md', 'COPYING', 'COPYING.LESSER']) {
        this.emitFile({
          type: 'asset',
          fileName: `basemap/${file}`,
          source: readFileSync(here(`map/basemap/${file}`)),
        });
      }
    },
  };
}

/** What index.html itself says is painted before the style has come over a poor link: a style in the head would hold it back. */
function lateStyle(): Plugin {
  return {
    name: 'late-style',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const styles = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
        const rest = styles.reduce((text, style) => text.replace(style, ''), html);
        return rest.replace(/ *<noscript>/, (end) => styles.join('') + end);
      },
    },
  };
}

/** The coastline stands beside its licence texts. */
const assetFileNames = (asset: { names: string[] }): string =>
  asset.names.some((name) => name.endsWith('.gz')) ? 'basemap/[name]-[hash][extname]' : 'assets/[name]-[hash][extname]';

export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  assetsInclude: ['**/*.topojson.gz'],
  resolve: {
    // The ESM build is the one that can be bundled without a CommonJS wrapper; package.json of 1.9.4 does not name it.
    alias: [{ find: /^leaflet$/, replacement: here('../node_modules/leaflet/dist/leaflet-src.esm.js') }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', rolldownOptions: { output: { assetFileNames } } },
  plugins: [coastlineLicence(), installable(), lateStyle()],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    // How long plugins take is of no use to whoever installs the program.
    rolldownOptions: { checks: { pluginTimings: false }, output: { assetFileNames } },
  },
});
