/** Text inside XML: names come from the air and from files, so what XML cannot hold is left out. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

export function element(name: string, text: string | number | undefined): string {
  return text === undefined ? '' : `<${name}>${xmlText(String(text))}</${name}>`;
}
