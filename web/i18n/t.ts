/** Texts of the screens in Vietnamese and English: `t(key, values)`. Reading it in a component follows the language. */
import { signal } from '@preact/signals';
import { type Forms, type Key, messages } from './catalogue.ts';
import { type Language, storedLanguage, storeLanguage } from './language.ts';

export type { Key, Language };
export type Catalogue = Record<string, { vi: Forms; en: Forms }>;

const texts: Catalogue = { ...messages };

export const language = signal<Language>(storedLanguage());

/** @param how `shown`: on this page only, not as this browser's choice */
export function setLanguage(next: Language, how: 'chosen' | 'shown' = 'chosen'): void {
  language.value = next;
  if (how === 'chosen') storeLanguage(next);
}

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
const plurals = { vi: new Intl.PluralRules('vi'), en: new Intl.PluralRules('en') };
const integers = { vi: new Intl.NumberFormat(LOCALES.vi), en: new Intl.NumberFormat(LOCALES.en) };

/** `1.234` in Vietnamese, `1,234` in English. */
export function formatCount(value: number): string {
  return integers[language.value].format(value);
}

const decimals = {
  vi: new Intl.NumberFormat(LOCALES.vi, { maximumFractionDigits: 3 }),
  en: new Intl.NumberFormat(LOCALES.en, { maximumFractionDigits: 3 }),
};

/** `0,27` in Vietnamese, `0.27` in English. */
export function formatDecimal(value: number): string {
  return decimals[language.value].format(value);
}

/** The message in the language of the screen; `{name}` is filled, and `n` chooses the plural form. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return message(key, language.value, values);
}

export function message(key: Key, lang: Language, values: Record<string, string | number> = {}): string {
  return filled(texts[key]!, lang, values);
}

/** The message in both languages, for what is said later, or kept. */
export function inBoth(key: Key, values: Record<string, string | number> = {}): { vi: string; en: string } {
  return { vi: message(key, 'vi', values), en: message(key, 'en', values) };
}

/** From now on `t` knows these too. */
export function addTexts(catalogue: Catalogue): void {
  Object.assign(texts, catalogue);
}

/** The same for a catalogue of its own, which comes only when somebody opens the pages that it belongs to. */
export function speaker<C extends Catalogue>(catalogue: C) {
  return (key: keyof C & string, values: Record<string, string | number> = {}): string =>
    filled(catalogue[key]!, language.value, values);
}

function filled(texts: Catalogue[string], lang: Language, values: Record<string, string | number>): string {
  const entry = texts[lang];
  const text = typeof entry === 'string' ? entry : form(entry, lang, Number(values.n ?? 0));
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? integers[lang].format(value) : value;
  });
}

function form(forms: { one: string; other: string }, lang: Language, n: number): string {
  return plurals[lang].select(n) === 'one' ? forms.one : forms.other;
}

/** A sentence that the server wrote in both languages. */
export function said(sentence: { vi: string; en: string }): string {
  return sentence[language.value];
}
