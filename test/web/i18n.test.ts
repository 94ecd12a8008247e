import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { accessMessages } from '../../web/i18n/access-catalogue.ts';
import { type Forms, type Key, messages } from '../../web/i18n/catalogue.ts';
import { fieldReportMessages } from '../../web/i18n/field-report-catalogue.ts';
import { fleetMessages } from '../../web/i18n/fleet-catalogue.ts';
import { newRuleMessages } from '../../web/i18n/new-rule-catalogue.ts';
import { ownerMessages } from '../../web/i18n/owner-catalogue.ts';
import { pageMessages } from '../../web/i18n/page-catalogue.ts';
import { panelMessages } from '../../web/i18n/panel-catalogue.ts';
import { reportMessages } from '../../web/i18n/report-catalogue.ts';
import { ruleMessages } from '../../web/i18n/rules-catalogue.ts';
import { settingsMessages } from '../../web/i18n/settings-catalogue.ts';
import { message } from '../../web/i18n/t.ts';
import { vesselMessages } from '../../web/i18n/vessel-catalogue.ts';
import { wallMessages } from '../../web/i18n/wall-catalogue.ts';
import { type ZoneKey, zoneMessages } from '../../web/i18n/zones-catalogue.ts';
import '../../web/i18n/access-texts.ts';
import '../../web/i18n/page-texts.ts';
import '../../web/i18n/panel-texts.ts';
import '../../web/i18n/rules-texts.ts';
import '../../web/i18n/settings-texts.ts';
import '../../web/i18n/wall-texts.ts';

/** Those that come with pages of their own, by the name of what brings them. */
const later = {
  access: accessMessages,
  page: pageMessages,
  panel: panelMessages,
  rules: ruleMessages,
  settings: settingsMessages,
  wall: wallMessages,
};
const keys = [messages, ...Object.values(later)].flatMap((one) => Object.keys(one)) as Key[];
/** Those that only files of their own speak. */
const spoken = [
  ...[fleetMessages, newRuleMessages, reportMessages, fieldReportMessages, ownerMessages, vesselMessages],
];
const all: Record<string, { vi: Forms; en: Forms }> = Object.assign({}, messages, ...spoken, ...Object.values(later));

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
    for (const [key, { vi, en }] of Object.entries(all)) expect(vi !== '' && en !== '', key).to.equal(true);
  });

  it('says nothing twice under one name', () => {
    const named = [...keys, ...spoken.flatMap((one) => Object.keys(one))];
    expect(named.filter((key, n) => named.indexOf(key) !== n)).to.deep.equal([]);
  });

  it('lets no file ask for a text that comes later without bringing it', () => {
    for (const file of readdirSync('web', { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file) || file.startsWith('i18n')) continue;
      const text = readFileSync(join('web', file), 'utf8');
      for (const [name, texts] of Object.entries(later)) {
        const asked = Object.keys(texts).filter((key) => text.includes(`'${key}'`));
        if (asked.length > 0)
          expect(text, `${file} asks for ${asked[0]}`).to.match(new RegExp(`/i18n/${name}-(texts|catalogue).ts'`));
      }
    }
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
      .filter((file) => /\.tsx?$/.test(file))
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
