/**
 * What every page and every session of the shell is held to (Electron, "Security", points 5 and 12 to 15). Without these
 * handlers Electron follows links, opens windows and approves permissions.
 */
import type { Session, WebContents } from 'electron';
import { isOwnPage, isOwnTable, isPermitted } from './rules.ts';

export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;
export type GuardedSession = Pick<
  Session,
  | 'on'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setProxy'
>;

/** @param origin the agent's, as `http://127.0.0.1:8620`; asked at each event, since no page exists before the agent */
export function guardContents(contents: GuardedContents, origin: () => string): void {
  const stayHome = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(event.url, origin())) event.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function guardSession(session: GuardedSession, origin: () => string): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isPermitted(permission, requestingUrl, origin())),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin, origin()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // Electron asks where to put what is let through.
  session.on('will-download', (event, item) => {
    if (!isOwnTable(item.getURL(), item.getMimeType(), origin())) event.preventDefault();
  });
  // The agent is on this machine; a proxy of the system must never see its traffic.
  void session.setProxy({ mode: 'direct' });
}
