import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Forms, type Key, messages } from '../../web/i18n/catalogue.ts';
import { fleetMessages } from '../../web/i18n/fleet-catalogue.ts';
import { newRuleMessages } from '../../web/i18n/new-rule-catalogue.ts';
import { reportMessages } from '../../web/i18n/report-catalogue.ts';
import { message } from '../../web/i18n/t.ts';
import { type ZoneKey, zoneMessages } from '../../web/i18n/zones-catalogue.ts';

const keys = Object.keys(messages) as Key[];
/** Those that come with the main page, and those that come with pages of their own. */
const own = { ...fleetMessages, ...newRuleMessages, ...reportMessages };
const all: Record<string, { vi: Forms; en: Forms }> = { ...messages, ...own };

function sources(): string {
  return readdirSync('web', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('catalogue.ts'))
    .map((file) => readFileSync(join('web', file), 'utf8'))
    .join('\n');
}

function names(forms: string | { one: string; other: string }): string[] {
  const text = typeof forms === 'string' ? forms : `${forms.one} ${forms.other}`;
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
}

describe('the catalogue of texts', () => {
  it('says everything in Vietnamese and in English', () => {
    for (const key of keys) {
      for (const language of ['vi', 'en'] as const)
        expect(message(key, language), `${key} ${language}`).to.not.equal('');
    }
    for (const [key, { vi, en }] of Object.entries(own)) expect(vi !== '' && en !== '', key).to.equal(true);
  });

  it('says nothing twice under one name', () => {
    expect(Object.keys(own).filter((key) => key in messages)).to.deep.equal([]);
  });

  it('fills the same names in both languages', () => {
    for (const [key, { vi, en }] of Object.entries(all)) expect(names(vi), key).to.deep.equal(names(en));
  });

  it('holds no text that no screen shows', () => {
    const text = sources();
    expect(Object.keys(all).filter((key) => !text.includes(`'${key}'`))).to.deep.equal([]);
  });

  it('is whole in what comes with the page of the zones, too', () => {
    const text = readdirSync('web/zones', { encoding: 'utf8' })
      .map((file) => readFileSync(join('web/zones', file), 'utf8'))
      .join('\n');
    // These are put together of a name that the types hold to the list.
    const isMade = (key: string): boolean =>
      /^(tab|draw|form)\./.test(key) || ['added', 'changed', 'removed'].includes(key);
    for (const key of Object.keys(zoneMessages) as ZoneKey[]) {
      const { vi, en } = zoneMessages[key];
      expect(names(vi), key).to.deep.equal(names(en));
      expect([vi, en], key).to.not.include('');
      expect(isMade(key) || text.includes(`'${key}'`), key).to.equal(true);
    }
  });

  it('writes numbers and plurals as each language does', () => {
    expect(message('age.minutes', 'en', { n: 1 })).to.equal('1 minute');
    expect(message('age.minutes', 'en', { n: 2 })).to.equal('2 minutes');
    expect(message('age.minutes', 'vi', { n: 2 })).to.equal('2 phút');
    expect(message('footer.behind', 'vi', { n: 12345 })).to.contain('12.345');
    expect(message('footer.behind', 'en', { n: 12345 })).to.contain('12,345');
  });
});
