import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ServiceConfig } from '../config';
import { ServiceError } from '../errors/service-error';
import type { RouteSpec } from '../http/route';
import type { Routes } from '../http/routes';
import { documentHeaders, WORKER_HEADERS } from './content-policy';
import { encodingFor, type PageFile, type PageFiles } from './page-files';

/** A year: what an address with a digest leads to never changes. */
export const ASSET_CACHE = 'public, max-age=31536000, immutable';

/** Asked for again each time, and not sent again while it is the same. */
export const DOCUMENT_CACHE = 'no-cache';

const ASSET_NAME = z.string().regex(/^[\w.-]{1,100}$/, 'must be the name of a file');

const page = <const Path extends string>(path: Path, id: string, summary: string) =>
  ({
    method: 'GET',
    path,
    id,
    summary,
    priority: 'show-code',
    caller: 'anyone',
    isConditional: true,
    answer: z.string(),
    answerType: 'text/html',
    errors: ['KAPOK_ROUTE_UNKNOWN'],
  }) as const satisfies RouteSpec;

/** The routes of what phones load. */
export const PAGE_ROUTES = {
  page: page('/', 'showPage', 'The page that people hold up at the gate.'),
  verifier: page('/verifier', 'showVerifier', 'The page that reads codes at the gate.'),
  worker: {
    ...page('/sw.js', 'getWorker', 'The program that opens the page without a network.'),
    answerType: 'text/javascript',
  },
  asset: {
    ...page('/assets/:file', 'getAsset', 'A file that the pages name.'),
    params: z.object({ file: ASSET_NAME }),
    answerType: 'application/octet-stream',
  },
} as const;

/** What the routes need. */
export interface StaticRoutesOptions<Caller> {
  readonly routes: Routes<Caller>;
  readonly files: PageFiles;
  readonly config: Pick<ServiceConfig, 'originName'>;
}

/** Serves the page, the verifier's page, the service worker and what they load. */
export function addPage<Caller>({ routes, files, config }: StaticRoutesOptions<Caller>): void {
  const document = (path: string, camera: boolean) => {
    const file = findFile(files, path);
    const headers = {
      ...documentHeaders(file, config, { camera }),
      'cache-control': DOCUMENT_CACHE,
    };
    return (request: FastifyRequest, reply: FastifyReply) =>
      send(request, reply.headers(headers), file);
  };
  const [index, verifier] = [document('index.html', false), document('verifier.html', true)];
  const worker = findFile(files, 'sw.js');
  routes.add(PAGE_ROUTES.page, ({ request }, reply) => index(request, reply));
  routes.add(PAGE_ROUTES.verifier, ({ request }, reply) => verifier(request, reply));
  routes.add(PAGE_ROUTES.worker, ({ request }, reply) => {
    reply.headers({ ...WORKER_HEADERS, 'cache-control': DOCUMENT_CACHE });
    return send(request, reply, worker);
  });
  routes.add(PAGE_ROUTES.asset, ({ params, request }, reply) => {
    const file = findFile(files, `assets/${params.file}`);
    reply.headers({ 'cache-control': ASSET_CACHE, 'x-content-type-options': 'nosniff' });
    return send(request, reply, file);
  });
}

function findFile(files: PageFiles, path: string): PageFile {
  const file = files.tryFind(path);
  if (file !== undefined) return file;
  throw new ServiceError('KAPOK_ROUTE_UNKNOWN', 'the pages have no such file', {
    fix: 'load the page again; its files change their names with their content',
  });
}

function send(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  const encoding = encodingFor(request.headers['accept-encoding']);
  const etag = `"${file.digest}.${encoding}"`;
  reply.headers({ etag, vary: 'accept-encoding', 'content-type': file.type });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(file.bodies[encoding]);
}
