/** Which language this browser's person chose. Knows no texts and no signals: the first page is as small as it can be. */
export type Language = 'vi' | 'en';

const STORED = 'haidang.language';

export function storedLanguage(): Language {
  return globalThis.localStorage?.getItem(STORED) === 'en' ? 'en' : 'vi';
}

export function storeLanguage(language: Language): void {
  globalThis.localStorage?.setItem(STORED, language);
}
