import { tillbridgeCommand } from './agent-process.ts';
import { runToEnd } from './run-to-end.ts';

/** A line of the journal as `tillbridge journal export` prints it. */
export interface ExportedFact {
  readonly sequence: number;
  readonly kind: string;
  readonly subject: string;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the journal says, read by the `tillbridge` command of another process from the same file. */
export class JournalReader {
  readonly #settingsFile: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(settingsFile: string, env: Readonly<Record<string, string>>) {
    this.#settingsFile = settingsFile;
    this.#env = env;
  }

  /** Checks the whole chain; throws with the command's words when it doesn't hold. */
  async verify(): Promise<void> {
    await this.#run(['verify']);
  }

  async facts(): Promise<readonly ExportedFact[]> {
    const text = await this.#run(['export']);
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as ExportedFact);
  }

  async #run(args: readonly string[]): Promise<string> {
    const command = [tillbridgeCommand(), 'journal', ...args, '--config', this.#settingsFile];
    const { code, stdout, stderr } = await runToEnd(command, this.#env);
    if (code !== 0) throw new Error(`tillbridge journal ${args.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
    return stdout;
  }
}
