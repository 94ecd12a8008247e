/** Tiếng Việt or English; each named in itself. */
import type { JSX } from 'preact';
import { language, setLanguage, t } from '../i18n/t.ts';

export function LanguageSwitch(): JSX.Element {
  return (
    <fieldset class="switch">
      <legend class="sr-only">{t('language.label')}</legend>
      <button type="button" lang="vi" aria-pressed={language.value === 'vi'} onClick={() => setLanguage('vi')}>
        VI<span class="sr-only"> – Tiếng Việt</span>
      </button>
      <button type="button" lang="en" aria-pressed={language.value === 'en'} onClick={() => setLanguage('en')}>
        EN<span class="sr-only"> – English</span>
      </button>
    </fieldset>
  );
}
