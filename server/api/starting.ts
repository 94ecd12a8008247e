/** What is answered between taking the port and being ready: a start that reads a long journal must not leave anybody waiting. */
import type { RequestListener } from 'node:http';
import { HaidangError } from '../errors.ts';

const againInSeconds = 1;

/** Answers everything with 503 until it is told who answers from then on. */
export function startingListener(): { listener: RequestListener; ready(listener: RequestListener): void } {
  let answer: RequestListener = notYet;
  return {
    listener: (request, response) => answer(request, response),
    ready(listener) {
      answer = listener;
    },
  };
}

const notYet: RequestListener = (request, response) => {
  request.resume();
  if (request.url === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"alive":true}');
    return;
  }
  const starting = new HaidangError('starting', { seconds: againInSeconds });
  const forPerson = request.headers.accept?.includes('text/html');
  const body = forPerson
    ? `${starting.sentence('vi')}\n${starting.sentence('en')}\n`
    : JSON.stringify({ ready: false, ...starting.toJSON() });
  response
    .writeHead(starting.status, {
      'content-type': forPerson ? 'text/plain; charset=utf-8' : 'application/json',
      'retry-after': String(againInSeconds),
      // A browser that was opened too early comes back by itself.
      refresh: String(againInSeconds),
    })
    .end(body);
};
