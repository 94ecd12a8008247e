/** The benches: each measures ours and its peers on the same input in the same run. A new one is one line here. */

interface Bench {
  /** Takes the arguments behind the bench's name. Returns the exit code; what a person did wrong is thrown as HaidangError. */
  run(args: string[]): Promise<number>;
}

export const benches: Record<string, { load: () => Promise<Bench>; does: string }> = {
  decode: { load: () => import('./decode/bench.ts'), does: 'AIS sentences decoded a second' },
  locate: { load: () => import('./locate/bench.ts'), does: 'points located in zones a second' },
  engine: { load: () => import('./engine/bench.ts'), does: 'fixes judged by all rules a second' },
  ingest: {
    load: () => import('./ingest/bench.ts'),
    does: 'messages a second from a socket to the store, how soon alerts are there, and the start after a kill',
  },
  audit: {
    load: () => import('./audit/bench.ts'),
    does: 'what a run of the auditor costs at a million old alerts and messages',
  },
  live: {
    load: () => import('./live/bench.ts'),
    does: 'bytes on the wire of live clients, the first picture, and the time from a byte at a feed to a pixel',
  },
  map: {
    load: () => import('./map/bench.ts'),
    does: 'frames, input delay and memory of the map in a browser, beside other ways of drawing vessels',
  },
  notify: {
    load: () => import('./notify/bench.ts'),
    does: 'seconds from many alerts at once to the mails that tell of them',
  },
  serve: {
    load: () => import('./serve/bench.ts'),
    does: 'reads a second, beside positions that come in and sockets that follow, and whether alerts wait for them',
  },
  store: {
    load: () => import('./store/bench.ts'),
    does: 'bytes that a fix takes on disk, and how long questions about tracks take',
  },
};
