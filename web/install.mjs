/** What makes the browser side a program that can be installed: manifest, icons, and the service worker with its list of files. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';
import { iconPng, iconSvg } from './icons.mjs';

/** Phones cut off up to a fifth on each side of a maskable icon. */
const MASK_MARGIN = 0.12;

const manifest = {
  name: 'Hải Đăng: giám sát tàu cá',
  short_name: 'Hải Đăng',
  description: 'Giám sát hành trình tàu cá và cảnh báo trên biển. Fishing vessel monitoring and maritime alerting.',
  lang: 'vi',
  id: '/',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#f6f7f8',
  theme_color: '#0b3a53',
  icons: [
    { src: '/icons/haidang.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: '/icons/haidang-192.png', type: 'image/png', sizes: '192x192' },
    { src: '/icons/haidang-512.png', type: 'image/png', sizes: '512x512' },
    { src: '/icons/haidang-maskable.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
};

/** A plugin of Vite. */
export function installable() {
  return {
    name: 'installable',
    generateBundle() {
      const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
      emit('manifest.webmanifest', JSON.stringify(manifest));
      emit('icons/haidang.svg', iconSvg());
      emit('icons/haidang-180.png', iconPng(180));
      emit('icons/haidang-192.png', iconPng(192));
      emit('icons/haidang-512.png', iconPng(512));
      emit('icons/haidang-maskable.png', iconPng(512, MASK_MARGIN));
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest' }, injectTo: 'head' },
      { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/icons/haidang-180.png' }, injectTo: 'head' },
      { tag: 'meta', attrs: { name: 'theme-color', content: manifest.theme_color }, injectTo: 'head' },
    ],
  };
}

/** Once Vite has written its files: the worker that keeps them. @param folder where they lie */
export async function buildWorker(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.\w+$/.test(file)).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(`${folder}/${file}`));
  const inside = (room) => files.filter((file) => file.startsWith(room)).map((file) => `/${file}`);
  const kept = ['/manifest.webmanifest', '/icons/haidang-192.png', ...inside('assets/')];
  await build({
    input: { sw: fileURLToPath(new URL('./offline/worker.ts', import.meta.url)) },
    platform: 'browser',
    transform: {
      target: 'es2022',
      define: {
        SHELL_FILES: JSON.stringify(kept),
        COAST_FILES: JSON.stringify(inside('basemap/').filter((file) => file.endsWith('.gz'))),
        BUILD: JSON.stringify(hash.digest('hex').slice(0, 12)),
      },
    },
    logLevel: 'warn',
    output: { dir: folder, format: 'iife', entryFileNames: '[name].js', minify: true },
  });
}

/** Packs scripts and styles once, beside themselves, instead of for every visitor. @param folder where they lie */
export async function packFiles(folder) {
  for (const file of await readdir(`${folder}/assets`)) {
    if (!/\.(js|css|svg)$/.test(file)) continue;
    const path = `${folder}/assets/${file}`;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}
