import type { FastifyInstance } from 'fastify';

export interface CoreView {
  readonly url: string;
  readonly up: boolean;
}

interface Core {
  readonly url: string;
  readonly server: FastifyInstance;
  up: boolean;
}

/**
 * Further cores of the Order API, each on a port of its own and all with one memory. One that is down refuses
 * connections; when it comes up again it has its old port.
 */
export class Cores {
  private readonly make: () => FastifyInstance;
  private readonly host: string;
  private readonly list: Core[] = [];

  constructor(host: string, make: () => FastifyInstance) {
    this.host = host;
    this.make = make;
  }

  async open(port: number): Promise<void> {
    const server = this.make();
    this.list.push({ url: await server.listen({ port, host: this.host }), server, up: true });
  }

  views(): readonly CoreView[] {
    return this.list.map(({ url, up }) => ({ url, up }));
  }

  /** False for a core that isn't there. */
  async set(at: number, up: boolean): Promise<boolean> {
    const core = this.list[at];
    if (core === undefined) return false;
    if (core.up === up) return true;
    if (up) {
      const server = this.make();
      await server.listen({ port: Number(new URL(core.url).port), host: this.host });
      this.list[at] = { url: core.url, server, up };
    } else {
      core.up = false;
      await core.server.close();
    }
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.list.filter(({ up }) => up).map(({ server }) => server.close()));
  }
}
