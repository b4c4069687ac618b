/** The longest header of a message, in bytes. */
const longestHeader = 8192;

/** The longest body of a message, in bytes: no editor has more in one text. */
const longestBody = 512 * 1024 * 1024;

const [carriageReturn, lineFeed] = [13, 10];

/**
 * Looks over the bytes of a client for headers that say where no message ends: the JSON-RPC library waits for
 * ever after one. `onBroken` gets a sentence, once; what comes after that is not looked at.
 */
export class MessageFrames {
  private header = '';
  /** Bytes of the body that are still to come. */
  private body = 0;
  private isBroken = false;

  constructor(private readonly onBroken: (reason: string) => void) {}

  /** Takes the next bytes, in pieces of any size. */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.isBroken;) {
      if (this.body > 0) {
        const length = Math.min(this.body, bytes.length - at);
        this.body -= length;
        at += length;
      } else this.takeOfHeader(bytes[at++] ?? 0);
    }
  }

  private takeOfHeader(byte: number): void {
    this.header += String.fromCharCode(byte);
    if (byte === lineFeed && this.header.endsWith('\r\n\r\n')) {
      const length = bodyLength(this.header);
      this.header = '';
      if (typeof length === 'number') this.body = length;
      else this.break(length);
    } else if (byte === lineFeed && this.header.at(-2) !== String.fromCharCode(carriageReturn)) {
      this.break('a line of its header does not end in CR LF');
    } else if (this.header.length > longestHeader) {
      this.break(`its header has more than ${longestHeader} bytes`);
    }
  }

  private break(reason: string): void {
    this.isBroken = true;
    this.onBroken(reason);
  }
}

/** The length that a header gives, or what is wrong with it. */
function bodyLength(header: string): number | string {
  const fields = header.split('\r\n').slice(0, -2);
  const broken = fields.find((field) => !/^[\w-]+:/.test(field));
  if (broken !== undefined) return 'a line of its header is no field with a name';
  const lengths = fields.filter((field) => /^content-length:/i.test(field));
  const [only, ...others] = lengths;
  if (only === undefined || others.length > 0) return 'its header has not one Content-Length';
  const digits = /^[\w-]+:[ \t]*(\d{1,12})[ \t]*$/.exec(only)?.[1];
  if (digits === undefined) return 'its Content-Length is no number';
  const length = Number(digits);
  return length <= longestBody ? length : `its Content-Length is more than ${longestBody}`;
}
