#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli.js', import.meta.url);
if (!existsSync(built)) {
  console.error('haidang: not built yet. Run: npm run build');
  process.exit(2);
}
await import(built);
