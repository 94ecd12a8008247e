/** What the page of reports asks: it stands in the address, so that it can be sent on. Pure. */

export interface ReportQuestion {
  name?: string;
  /** ISO days in Vietnam, both inclusive. */
  from?: string;
  to?: string;
  figure?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export function questionOf(query: string): ReportQuestion {
  const said = new URLSearchParams(query);
  const day = (name: string): string | undefined => {
    const text = said.get(name) ?? '';
    return DAY.test(text) && !Number.isNaN(startOf(text)) ? text : undefined;
  };
  return {
    name: said.get('report') || undefined,
    from: day('from'),
    to: day('to'),
    figure: said.get('figure') || undefined,
  };
}

export function pathOf({ name, from, to, figure }: ReportQuestion): string {
  const query = new URLSearchParams(given({ report: name, from, to, figure })).toString();
  return query === '' ? '/reports' : `/reports?${query}`;
}

/** As the interface takes it, without its format. */
export function askedOf({ from, to, figure }: ReportQuestion): string {
  const times = { from: from && startOf(from), to: to && startOf(to) + DAY_MS };
  return new URLSearchParams(given({ ...times, figure })).toString();
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00+07:00`);
}

function given(values: Record<string, string | number | undefined>): Record<string, string> {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}
