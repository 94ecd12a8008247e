/** What is said of a setting, in both languages. */
export interface SettingWords {
  vi: string;
  en: string;
  /** What holds without it, where the code says it and not the schema. */
  usual?: string;
}

export const explained = (vi: string, en: string, usual?: string): SettingWords => ({
  vi,
  en,
  ...(usual && { usual }),
});
