/** The pages for people: both languages, and every link and command in them leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { haidang } from './product.ts';

const PAIRS: [vi: string, en: string][] = [
  ['quan-tri.md', 'administrator.md'],
  ['cau-hinh.md', 'configuration.md'],
  ['can-bo.md', 'officer.md'],
  ['tich-hop.md', 'integrator.md'],
];
const pages = ['README.md', 'SECURITY.md', ...markdownIn('docs'), ...markdownIn('docs/vi'), ...markdownIn('docs/en')];

function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** As the repository's pages name a heading. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the pages for people', () => {
  it('are there in Vietnamese and English, side by side in length', () => {
    expect(markdownIn('docs/vi').length).to.equal(PAIRS.length);
    for (const [vi, en] of PAIRS) {
      const headings = (path: string): number => readFileSync(path, 'utf8').match(/^#+ /gm)!.length;
      expect(headings(`docs/vi/${vi}`), vi).to.equal(headings(`docs/en/${en}`));
      const rows = (path: string): number => readFileSync(path, 'utf8').match(/^\|/gm)?.length ?? 0;
      expect(rows(`docs/vi/${vi}`), vi).to.equal(rows(`docs/en/${en}`));
    }
  });

  it('link to what there is', () => {
    for (const page of pages) {
      for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        expect(existsSync(file), `${page} → ${target}`).to.equal(true);
        if (anchor) expect(anchors(readFileSync(file, 'utf8')), `${page} → ${target}`).to.include(anchor);
      }
    }
  });

  it('name commands that there are', () => {
    const known = haidang(['--help']).out;
    for (const page of pages) {
      for (const [, command = ''] of readFileSync(page, 'utf8').matchAll(/`(?:npx )?haidang ([a-z][a-z-]*)/g))
        expect(known, `${page}: ${command}`).to.match(new RegExp(`^ {2}${command}\\s`, 'm'));
    }
  });
});
