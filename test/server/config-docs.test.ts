/** The pages that explain haidang.config.json: every setting, none that there is not, as the schema has them now. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { allSettings, configPage, PAGES, wordsOf } from '../../docs/config-table.ts';
import { settingWords } from '../../docs/config-words.ts';
import { settings } from '../../server/config.ts';

describe('the pages about haidang.config.json', () => {
  it('explain every setting in both languages', () => {
    const bare = allSettings().filter(({ path }) => !wordsOf(path)?.vi.trim() || !wordsOf(path)?.en.trim());
    expect(bare.map(({ path }) => path)).to.deep.equal([]);
    expect(allSettings().length).to.be.greaterThan(150);
  });

  it('explain none that there is not', () => {
    const known = new Set(allSettings().map(({ path }) => path));
    expect(Object.keys(settingWords).filter((path) => !known.has(path))).to.deep.equal([]);
  });

  it('know every section of the schema', () => {
    const sections = new Set(allSettings().map(({ path }) => path.split(/[.[]/)[0]));
    expect([...sections].sort()).to.deep.equal(Object.keys(settings.shape).sort());
  });

  for (const language of ['vi', 'en'] as const) {
    it(`are as \`npm run docs:config\` writes them (${language})`, () => {
      expect(readFileSync(PAGES[language], 'utf8')).to.equal(configPage(language));
    });
  }
});
