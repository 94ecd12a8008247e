/** One spelling for everything a person may type: lower case, no diacritics (đ = d), no spaces, dots or dashes; letters of any script. */
export function searchKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
