/** Device pixels a CSS pixel of the map: more where the map is small on the page and shown enlarged, for eyes that are far away. */
let enlargement = 1;

export function enlargeMap(factor: number): void {
  enlargement = factor;
}

export function pixelRatio(): number {
  return (window.devicePixelRatio || 1) * enlargement;
}
