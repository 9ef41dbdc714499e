// What `complete` declares for a command.
export interface CompletionSpec {
  /** Letters of `-a -b -d ...` in the order given. */
  readonly actions: readonly string[];
  readonly wordList?: string | undefined;
  readonly function?: string | undefined;
  readonly command?: string | undefined;
  readonly glob?: string | undefined;
  readonly filter?: string | undefined;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  /** `-o nospace`, `-o default`, ... */
  readonly options: ReadonlySet<string>;
}
