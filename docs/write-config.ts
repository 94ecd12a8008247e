/** `npm run docs:config`: writes the pages that explain haidang.config.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { configPage, PAGES } from './config-table.ts';

for (const language of ['vi', 'en'] as const) {
  mkdirSync(dirname(PAGES[language]), { recursive: true });
  writeFileSync(PAGES[language], configPage(language));
}
