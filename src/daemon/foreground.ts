import { statusOf } from './signals.js';
import { runTerminal } from './terminal.js';

/**
 * The terminal that ghostnote was started on. Where the terminal UI has it, nobody else does: what the process that plays
 * says meanwhile, and libraries in it that print by themselves, is for the log alone.
 */
export class Foreground {
  private screen: ReturnType<typeof runTerminal> | undefined;
  private covered: boolean;
  private held = '';
  /** Nothing plays any more. */
  private over = false;

  /** `quit` is called when somebody ends the UI; should that crash, the music goes on without. */
  constructor(
    private readonly withScreen: boolean,
    private readonly quit: () => void,
  ) {
    this.covered = withScreen;
  }

  /** What is said before there is a screen is kept, for the case that there will be none. */
  write(text: string): void {
    if (!this.covered) process.stderr.write(text);
    else if (this.screen === undefined) this.held += text;
  }

  /** Something plays, and has its page at port `http`. */
  show(http: number): void {
    if (!this.withScreen || this.screen !== undefined) return;
    this.held = '';
    this.screen = runTerminal(`127.0.0.1:${http}`);
    void this.screen.ended.then((status) => {
      if (this.over) return;
      this.covered = false;
      // Ctrl-C on a terminal that only prints reaches the UI, too.
      if (status === 0 || status === statusOf('SIGINT')) this.quit();
      else this.write('ghostnote: the terminal UI is gone; the music goes on. Ctrl-C ends it.\n');
    });
  }

  /** Takes the screen away. Resolves when the terminal is free. */
  async clear(): Promise<void> {
    this.over = true;
    this.screen?.stop();
    await this.screen?.ended;
    this.covered = false;
    this.write(this.held);
    this.held = '';
  }
}
