/** The control API of a simulator in another process: JSON under `/control`. */
export class ControlClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  protected get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  protected async send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<T> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /control/${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** What a person does; throws when it had no effect. */
  protected async act(path: string, body?: unknown): Promise<void> {
    const { done } = await this.send<{ done: boolean }>('POST', path, body);
    if (!done) throw new Error(`${path} had no effect`);
  }
}
