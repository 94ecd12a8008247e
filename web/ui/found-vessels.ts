/** Vessels that are found while somebody types. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { findVessels, type VesselWithFix } from '../api/resources.ts';

const WAIT_MS = 250;

/** Asks once the words have stood still for a moment; empty while they have not, or nothing could be asked. */
export function useFoundVessels(query: Signal<string>): Signal<VesselWithFix[]> {
  const found = useSignal<VesselWithFix[]>([]);
  const asked = query.value.trim();
  useEffect(() => {
    found.value = [];
    if (asked === '') return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      findVessels(asked, abort.signal).then(
        (vessels) => (found.value = vessels),
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, found]);
  return found;
}
