/** What a browser calls itself, made short enough to tell one's own devices apart. Knows only the common ones. */

/** The more particular before what it is made of: Edge calls itself Chrome and Safari, too. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bcoc_coc_browser\//, 'Cốc Cốc'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
const LONGEST = 60;

/** “Firefox · Windows”; of an unknown one the beginning of what it says. */
export function deviceWords(agent: string | undefined): string | undefined {
  if (!agent) return undefined;
  const named = (among: typeof BROWSERS): string | undefined => among.find(([pattern]) => pattern.test(agent))?.[1];
  const known = [named(BROWSERS), named(SYSTEMS)].filter((word) => word !== undefined);
  return known.length > 0 ? known.join(' · ') : agent.slice(0, LONGEST);
}
