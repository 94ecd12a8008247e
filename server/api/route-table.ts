/** Routes by the first part of their path: a router by itself looks through all of them, one after the other, for each request. */
import { type RequestHandler, Router } from 'express';

export class RouteTable {
  readonly #routers = new Map<string, Router>();

  /** Where the routes belong whose path begins as this one does. @param path as declared: its first part is no parameter */
  routerOf(path: string): Router {
    const first = firstPart(path);
    if (first.startsWith(':')) throw new Error(`${path} begins with a parameter`);
    const router = this.#routers.get(first) ?? Router();
    this.#routers.set(first, router);
    return router;
  }

  readonly handle: RequestHandler = (request, response, next) => {
    const router = this.#routers.get(firstPart(request.path));
    if (router) router(request, response, next);
    else next();
  };
}

/** Paths are the same however large their letters are written. */
function firstPart(path: string): string {
  const end = path.indexOf('/', 1);
  return path.slice(1, end < 0 ? undefined : end).toLowerCase();
}
