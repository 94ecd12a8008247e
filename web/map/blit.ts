/** Copies the symbols of a draw list into one picture, lowest rank first. Knows pixels only. */
import type { Sprite } from './sprites.ts';
import type { DrawList } from './sweep.ts';

export function blit(target: Uint32Array, list: DrawList, stride: number, spriteOf: (index: number) => Sprite): void {
  target.fill(0);
  for (let rank = 0; rank < list.ranks; rank++) {
    for (let i = 0; i < list.length; i++) {
      if (list.rank[i] !== rank) continue;
      const { offsets, pixels } = spriteOf(list.sprite[i]!);
      const middle = list.py[i]! * stride + list.px[i]!;
      for (let k = 0; k < offsets.length; k++) target[middle + offsets[k]!] = pixels[k]!;
    }
  }
}
