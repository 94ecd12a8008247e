/** Text as the printed font has it: Be Vietnam Pro lacks arrows and prime marks. Pure. */
const sisters: Record<string, string> = { '′': "'", '″': '"', '→': '>', '←': '<', '✓': 'x' };

/** Control characters are left out; what the font lacks is written as its plain sister. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[′″→←✓]/g, (letter) => sisters[letter] ?? letter)
    .replace(/[^\P{C}\n]/gu, '');
}
