import { createReadableStreamFromReadable } from '@react-router/node';
import { isbot } from 'isbot';
import { PassThrough } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { createRequestHandler, isRouteErrorResponse, RouterContextProvider, ServerRouter, type EntryContext, type ServerBuild } from 'react-router';
import { visitContext, type Visit } from './context';
import { NonceContext } from './nonce';

const renderTimeout = 6_000;

/**
 * The portal as one function. Made here, so that the handler and the pages share one copy of React Router however the
 * bundle is loaded.
 */
export function portalHandler(build: ServerBuild): (request: Request, visit: Visit) => Promise<Response> {
  const handle = createRequestHandler(build, 'production');
  return (request, visit) => {
    const context = new RouterContextProvider();
    context.set(visitContext, visit);
    return handle(request, context);
  };
}

/** How React Router words a form post from another site. It has no type of its own, and anyone can cause it at will. */
const foreignPost = /^(The `request\.url` origin does not match|`origin` header is not)/;

/** Refusals are pages, not faults; only what nobody foresaw is logged. */
export function handleError(error: unknown, { request }: { request: Request }) {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  if (error instanceof Error && foreignPost.test(error.message)) return;
  console.error(error);
}

export default function handleRequest(request: Request, status: number, headers: Headers, router: EntryContext, context: Readonly<RouterContextProvider>) {
  headers.set('Content-Type', 'text/html; charset=utf-8');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', request.headers.has('cookie') ? 'private, no-store' : 'public, max-age=0, must-revalidate');
  if (request.method === 'HEAD') return new Response(null, { status, headers });

  const { nonce } = context.get(visitContext);
  return new Promise<Response>((resolve, reject) => {
    let code = status;
    let started = false;
    const answer = () => {
      started = true;
      const body = new PassThrough();
      body.once('close', stop);
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <ServerRouter context={router} url={request.url} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        // Crawlers read one complete page; people get the frame as soon as it is ready.
        [isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady']: answer,
        onShellError: reject,
        onError(error) {
          code = 500;
          if (started && !request.signal.aborted) console.error(error);
        },
      },
    );
    const timer = setTimeout(() => abort(new Error('the page took too long to render')), renderTimeout);
    const leave = () => abort(new Error('the visitor left'));
    request.signal.addEventListener('abort', leave, { once: true });
    // A finished render must not be kept alive by its timer.
    function stop() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', leave);
    }
  });
}
