/** A position of a Vietnamese boat as a provider sends it in NAF: to the minute, speed in knots, course in degrees. */
export function nafPosition(
  registration: string,
  fixTime: number,
  { lat, lon, speedKn = 8, courseDeg = 0 }: { lat: number | string; lon: number; speedKn?: number; courseDeg?: number },
): string {
  const iso = new Date(fixTime).toISOString();
  const date = iso.slice(0, 10).replaceAll('-', '');
  const time = iso.slice(11, 16).replace(':', '');
  return `//SR//TM/POS//XR/${registration}//FS/VNM//DA/${date}//TI/${time}//LT/${lat}//LG/${lon}//SP/${speedKn * 10}//CO/${courseDeg}//ER//`;
}
