/** The browser side: files as built, and the one page for every address that is not a file. */
import { extname, join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** Vite puts a hash of the content into the name: such a file never changes. */
const HASHED = /-[\w-]{8}\.\w+$/;
/** Names like `haidang-maskable.png` look hashed and are not. */
const NAMED = /[\\/]icons[\\/]/;
const YEAR_SECONDS = 31_536_000;
/** What the build has packed beside it. */
const PACKED = /^\/assets\/[\w.-]+\.(js|css|svg)$/;

export function staticFiles(folder: string): RequestHandler {
  const router = Router();
  router.use(packedFiles(folder));
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders(response, path) {
        response.setHeader('Cache-Control', cacheControl(path));
        // The page unpacks data files itself: they are sent as the files that they are.
        if (path.endsWith('.gz')) response.setHeader('Content-Type', 'application/gzip');
      },
    }),
  );
  router.use((request, response, next) => {
    const page = request.method === 'GET' || request.method === 'HEAD';
    // A missing script must not be answered with a page: the browser would try to run it.
    if (!page || (extname(request.path) !== '' && request.path !== '/index.html')) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(folder, 'index.html'), (error) => {
      // Called on success too. Without a built page there is simply nothing here.
      if (error && !response.headersSent) next();
    });
  });
  return router;
}

function cacheControl(path: string): string {
  return HASHED.test(path) && !NAMED.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}

/** Scripts and styles as the build packed them: a third of the bytes on a poor link, and no work for the server. */
function packedFiles(folder: string): RequestHandler {
  const files = express.static(folder, {
    index: false,
    redirect: false,
    acceptRanges: false,
    setHeaders(response, path) {
      const unpacked = path.slice(0, -'.gz'.length);
      response.setHeader('Cache-Control', cacheControl(unpacked));
      response.setHeader('Content-Encoding', 'gzip');
      response.vary('Accept-Encoding');
      response.type(extname(unpacked));
    },
  });
  return (request, response, next) => {
    if (!PACKED.test(request.path) || !request.acceptsEncodings('gzip')) {
      next();
      return;
    }
    const { url } = request;
    request.url = `${request.path}.gz`;
    files(request, response, (error?: unknown) => {
      request.url = url;
      next(error);
    });
  };
}
