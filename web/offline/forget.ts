/** Where the last picture is kept, and how it goes: the first page does that too, when the server says that nobody is signed in. */
export const CACHE = 'haidang-last-picture';

export async function forgetPicture(): Promise<void> {
  await globalThis.caches?.delete(CACHE).catch(() => false);
}
