/** Times and places as messages need them beside geofences/position-text.ts: with the year in evidence, short in an SMS. */

/** Asia/Ho_Chi_Minh has been UTC+7 without summer time since 1975. */
const vietnamOffsetMs = 7 * 3_600_000;

const two = (value: number) => String(value).padStart(2, '0');

function parts(time: number) {
  const date = new Date(time);
  return {
    second: two(date.getUTCSeconds()),
    clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    day: `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}`,
    year: date.getUTCFullYear(),
  };
}

/** `07:05 24/11/2026 (GMT+7)`. */
export function localTime(time: number): string {
  const { clock, day, year } = parts(time + vietnamOffsetMs);
  return `${clock} ${day}/${year} (GMT+7)`;
}

/** `07:05 24/11/2026 (GMT+7) = 00:05 24/11/2026 UTC`. */
export function bothTimes(time: number): string {
  const { clock, day, year } = parts(time);
  return `${localTime(time)} = ${clock} ${day}/${year} UTC`;
}

/** `07:05:09 24/11/2026 (GMT+7) = 00:05:09 24/11/2026 UTC`: AIS positions are seconds apart. */
export function exactTimes(time: number): string {
  const local = parts(time + vietnamOffsetMs);
  const utc = parts(time);
  return `${local.clock}:${local.second} ${local.day}/${local.year} (GMT+7) = ${utc.clock}:${utc.second} ${utc.day}/${utc.year} UTC`;
}

/** `07:05 24/11`, Vietnamese time, for an SMS. */
export function shortTime(time: number): string {
  const { clock, day } = parts(time + vietnamOffsetMs);
  return `${clock} ${day}`;
}

/** `15-28.3N 108-41.0E`: no degree sign exists in the GSM alphabet; 0.1′ is 185 m, inside a VMS fix's 500 m. */
export function shortPlace(lon: number, lat: number): string {
  return `${shortCoordinate(lat, 2, lat < 0 ? 'S' : 'N')} ${shortCoordinate(lon, 3, lon < 0 ? 'W' : 'E')}`;
}

function shortCoordinate(value: number, digits: number, hemisphere: string): string {
  // Rounded once, in tenths of a minute, so that 59.96′ becomes the next degree and never 60.0′.
  const tenths = Math.round(Math.abs(value) * 600);
  const degrees = String(Math.floor(tenths / 600)).padStart(digits, '0');
  return `${degrees}-${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}${hemisphere}`;
}
