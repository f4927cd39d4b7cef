import { execFileSync } from 'node:child_process';

export interface Look {
  readonly text: string;
  readonly alternate: boolean;
  readonly cursor: boolean;
}

/** A shell in a real terminal of 80x24: tmux, on a server of its own. */
export class Terminal {
  private static count = 0;
  private readonly name = `ghostnote-test-${process.pid}-${Terminal.count++}`;

  constructor() {
    const shell = 'exec bash --norc --noprofile -i';
    this.tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', `PS1='$ ' ${shell}`);
    this.tmux('set', '-g', 'remain-on-exit', 'on');
  }

  /** Keys by tmux's names: `q`, `Up`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.tmux('send-keys', ...keys);
  }

  /** Bytes as they are, as a mouse would send them. */
  feed(bytes: string): void {
    this.tmux('send-keys', '-l', bytes);
  }

  resize(width: number, height: number): void {
    this.tmux('resize-window', '-x', String(width), '-y', String(height));
  }

  /** Runs a line in the shell. */
  run(line: string): void {
    this.feed(line);
    this.press('Enter');
  }

  look(): Look {
    const flags = this.tmux('display-message', '-p', '#{alternate_on}#{cursor_flag}').trim();
    return {
      text: this.tmux('capture-pane', '-p'),
      alternate: flags.startsWith('1'),
      cursor: flags.endsWith('1'),
    };
  }

  /** The first look that is as wanted; what was seen last where there is none in half a minute. */
  async until(what: string, wanted: (look: Look) => boolean): Promise<Look> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const look = this.look();
      if (wanted(look)) return look;
      if (Date.now() > deadline)
        throw new Error(`never saw ${what}; last, alternate ${look.alternate}:\n${look.text}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  async untilText(text: string): Promise<Look> {
    return this.until(text, (look) => look.text.includes(text));
  }

  close(): void {
    this.tmux('kill-server');
  }

  private tmux(...args: readonly string[]): string {
    const env = { ...process.env, TMUX: undefined, LC_ALL: 'C.UTF-8' };
    return execFileSync('tmux', ['-L', this.name, ...args], { encoding: 'utf8', env });
  }
}
