import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ServiceError } from '../errors/service-error';
import type { RouteSpec } from '../http/route';
import type { KeyOwner, RegisteredKey } from '../keys/key-register';
import type { RequestSignatures } from './request-signatures';

/** A key of a source that sends records. */
export interface SourceCaller extends RegisteredKey {
  readonly owner: Extract<KeyOwner, { role: 'source' }>;
}

/** A key of a person who may release what was put in quarantine. */
export interface SupervisorCaller extends RegisteredKey {
  readonly owner: Extract<KeyOwner, { role: 'supervisor' }>;
}

/** Who asks the partner fleet, as the signature proves it; nobody for routes that anyone may ask. */
export type PartnerCaller = SourceCaller | SupervisorCaller | undefined;

/** Leaves bodies as they arrive, so that their digest is taken before anything reads them. */
export function keepRawBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

/** What `authenticatePartner` needs. */
export interface PartnerAuthentication {
  readonly signatures: RequestSignatures;
  /** Turns a source away from a route that is not for it, before its body becomes data. */
  readonly refuse: (spec: RouteSpec, owner: KeyOwner) => void;
}

/** Finds out who asks; the body becomes data only once its signature holds and the route is theirs. */
export function authenticatePartner(
  app: FastifyInstance,
  { signatures, refuse }: PartnerAuthentication,
) {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  return async (request: FastifyRequest, spec: RouteSpec): Promise<PartnerCaller> => {
    if (spec.caller === 'anyone') return undefined;
    const { method, raw, headers } = request;
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    const message = { method, target: raw.url ?? '', headers, body: body ?? Buffer.alloc(0) };
    const key = await signatures.signerOf(message);
    if (key.owner.role !== spec.caller) throw wrongRole(spec.caller);
    refuse(spec, key.owner);
    if (body !== undefined) request.body = await parsed(request, body.toString());
    return key as SourceCaller | SupervisorCaller;
  };

  function parsed(request: FastifyRequest, text: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      parseJson(request, text, (error, data) => (error ? reject(error) : resolve(data)));
    });
  }
}

function wrongRole(allowed: string): ServiceError {
  return new ServiceError('KAPOK_SCOPE', 'the key is for something else', {
    allowed: [allowed],
    fix: `sign with a key of a ${allowed}`,
  });
}
