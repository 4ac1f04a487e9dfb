/** What a provider says of an account, held against what the settings say. For people; nothing secret. */
export interface AccountReport {
  /** The id of the account in the settings. */
  readonly account: string;
  readonly provider: string;
  readonly says: readonly { readonly name: string; readonly value: string }[];
  readonly terminals: readonly TerminalLine[];
  /** What doesn't fit the settings, one sentence each. */
  readonly findings: readonly string[];
  /** What could not be asked, with the words of the provider. */
  readonly unanswered: readonly string[];
}

export interface TerminalLine {
  readonly code: string;
  readonly name: string;
  /** Null: the provider doesn't say. */
  readonly online: boolean | null;
  /** The route of the settings that leads there; null for none. */
  readonly route: string | null;
}

/** A report under construction. */
export class AccountNotes {
  private readonly says: { name: string; value: string }[] = [];
  private readonly terminals: TerminalLine[] = [];
  private readonly findings: string[] = [];
  private readonly unanswered: string[] = [];

  tell(name: string, value: string | null): void {
    if (value !== null && value !== '') this.says.push({ name, value });
  }

  list(terminal: TerminalLine): void {
    this.terminals.push(terminal);
  }

  find(sentence: string): void {
    this.findings.push(sentence);
  }

  miss(what: string, words: string): void {
    this.unanswered.push(`${what}: ${words}`);
  }

  report(account: string, provider: string): AccountReport {
    const { says, terminals, findings, unanswered } = this;
    return { account, provider, says, terminals, findings, unanswered };
  }
}
