/** What programs beside the agent need of it: settings, places and ports, without loading the agent itself. */
export { journalFile } from './host/data-folder.ts';
export {
  dataFolderOf,
  type Environment,
  type LoadedSettings,
  loadSettings,
  readSettingsFile,
  type SettingsFile,
  settingsFromText,
} from './host/load-settings.ts';
export { type RunFile, readRunFile } from './host/run-file.ts';
export { systemClock, systemDigest, systemRandom } from './node-ports.ts';
export { VERSION } from './version.ts';
