import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends responses that wait behind another one on their connection when it is cut. Node tells only the
 * one whose turn it is; the others would never emit `close`, and whoever pipelines requests and hangs
 * up would keep a place of the limiter for each of them for ever.
 */
export class QueuedResponses {
  private readonly bySocket = new WeakMap<Socket, Set<ServerResponse>>();

  /** Follows a response that has no turn yet; costs the others nothing. */
  follow({ socket }: IncomingMessage, response: ServerResponse): void {
    if (response.socket !== null) return;
    const queued = this.bySocket.get(socket) ?? this.queueOf(socket);
    queued.add(response);
    response.once('close', () => queued.delete(response));
  }

  /** One listener for all of a connection: it may bring any number of requests. */
  private queueOf(socket: Socket): Set<ServerResponse> {
    const queued = new Set<ServerResponse>();
    this.bySocket.set(socket, queued);
    socket.once('close', () => {
      for (const response of queued) response.emit('close');
    });
    return queued;
  }
}
