// curl's transfers: one per URL, with retries and what is told about them.
import type { Task } from '../../base/sim';
import { SystemError } from '../../machine/errno';
import type { Process } from '../../machine/types';
import { readInput } from './body';
import { CookieJar } from './cookies';
import { expandGlob } from './encode';
import type { CurlOptions } from './options';
import { meter } from './output';
import { Transfer } from './single';
import { CurlError } from './transfer';
import { type Summary, writeOut } from './write-out';

export class CurlRun {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #jar = new CookieJar();
  readonly #isSilent: boolean;
  #authorities: string | undefined;
  #certificate: string | undefined;
  #badCertificate: string | undefined;
  #status = 0;

  constructor(process: Process, options: CurlOptions) {
    this.#process = process;
    this.#options = options;
    this.#isSilent = options.flags.has('silent');
  }

  *run(): Task<number> {
    const options = this.#options;
    yield* this.#prepare();
    if (this.#badCertificate !== undefined) {
      const text =
        `could not load PEM client certificate from ${this.#badCertificate}, ` +
        `OpenSSL error error:80000002:system library::No such file or directory, (no key ` +
        `found, wrong pass phrase, or wrong file format?)`;
      yield* this.#complain(new CurlError(58, text));
      return 58;
    }
    let outputs = 0;
    for (const given of options.urls) {
      const urls = options.flags.has('globoff') ? [given] : expandGlob(given);
      if (typeof urls === 'string') {
        yield* this.#complain(new CurlError(3, urls));
        continue;
      }
      const output = options.outputs[outputs++];
      for (const url of urls) {
        this.#status = yield* this.#withRetries(url, output);
        if (this.#status !== 0 && options.flags.has('fail-early')) return this.#status;
      }
    }
    const jarFile = options.values.get('cookie-jar');
    if (jarFile === '-') yield* this.#process.write(String(this.#jar));
    else if (jarFile !== undefined) this.#save(jarFile, String(this.#jar));
    return this.#status;
  }

  #save(path: string, text: string): void {
    try {
      this.#process.files.write(path, text);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }

  *#prepare(): Task<void> {
    const { values, cookies } = this.#options;
    for (const cookie of cookies) {
      if (cookie.includes('=')) continue;
      this.#jar.load((yield* readInput(this.#process, cookie)) ?? '');
    }
    const bundle = values.get('cacert') ?? this.#process.env.get('CURL_CA_BUNDLE');
    const own = values.get('cert')?.replace(/:[^/]*$/, '');
    if (own !== undefined) {
      this.#certificate = yield* readInput(this.#process, own);
      if (this.#certificate === undefined) this.#badCertificate = own;
    }
    if (bundle !== undefined) this.#authorities = yield* readInput(this.#process, bundle);
  }

  *#withRetries(url: string, output: string | true | undefined): Task<number> {
    const { values, flags } = this.#options;
    let left = Number(values.get('retry') ?? 0);
    let pauseMs = 1000;
    for (;;) {
      const { code, status } = yield* this.#once(url, output);
      const isTransient =
        [408, 429, 500, 502, 503, 504].includes(status) ||
        code === 28 ||
        code === 6 ||
        (code === 7 && flags.has('retry-connrefused')) ||
        (code !== 0 && flags.has('retry-all-errors'));
      if (!isTransient || left <= 0) return code;
      const delay = values.get('retry-delay');
      const wait = delay === undefined ? pauseMs : Number(delay) * 1000;
      const problem = code === 28 ? 'timeout' : code === 7 ? 'connection refused' : 'HTTP error';
      yield* this.#warn(
        `Problem : ${problem}. Will retry in ${wait / 1000} seconds. ${left} retries left.`,
      );
      yield* this.#process.sleep(wait);
      pauseMs *= 2;
      left--;
    }
  }

  *#warn(text: string): Task<void> {
    if (!this.#isSilent) yield* this.#process.error(`Warning: ${text}\n`);
  }

  *#complain(error: CurlError): Task<void> {
    const { flags } = this.#options;
    this.#status = error.code;
    if (this.#isSilent && !flags.has('show-error')) return;
    yield* this.#process.error(`curl: (${error.code}) ${error.message}\n`);
  }

  *#once(url: string, where: string | true | undefined): Task<{ code: number; status: number }> {
    const transfer = new Transfer(this.#process, this.#options, {
      jar: this.#jar,
      authorities: this.#authorities,
      clientCertificate: this.#certificate,
      warn: (text) => this.#warn(text),
    });
    let code = 0;
    let message = '';
    const isMetered =
      !this.#isSilent &&
      !this.#options.flags.has('no-progress-meter') &&
      !transfer.isTerminal(where);
    if (isMetered) yield* this.#process.error(meter.start);
    try {
      yield* transfer.run(url, where);
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      code = error.code;
      message = error.message;
      if (isMetered) yield* this.#process.error('\n');
      yield* this.#complain(error);
    }
    const summary = transfer.summary(url, code, message);
    if (isMetered && code === 0) {
      yield* this.#process.error(meter.end(summary.sizeDownload, summary.times.totalMs));
    }
    const format = this.#options.values.get('write-out');
    if (format !== undefined) yield* this.#writeOut(format, summary);
    return { code, status: summary.status };
  }

  *#writeOut(format: string, summary: Summary): Task<void> {
    const text = format.startsWith('@') ? yield* readInput(this.#process, format.slice(1)) : format;
    const made = writeOut(text ?? '', summary);
    yield* this.#process.write(made.text);
    if (made.warnings !== '') yield* this.#process.error(made.warnings);
  }
}
