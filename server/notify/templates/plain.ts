/** Foreign text made harmless: ship names come from anybody with a transmitter. */

/**
 * Control characters end mail headers and fake new lines; format characters (bidirectional overrides, zero width) make text
 * read as something else than it is; half a surrogate pair is no character at all.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;

/** One line, without what cannot be seen, of at most `maxLength` characters. */
export function plain(text: string, maxLength: number): string {
  const letters = [...text.replace(unsafe, ' ').trim()];
  return letters.length <= maxLength
    ? letters.join('')
    : `${letters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}
