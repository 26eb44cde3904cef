import { CmgError } from '@cmg/core';

/** How many lines are kept of what it says, and of its complaints. */
const KEPT = { lines: 1000, complaints: 20 };
/** `[h264 @ 0x55d0] [error] what`: who says it, how grave it is, and what. */
const LINE = /^(?:\[(?<who>[^\]@]+?) @ [^\]]+\] )?\[(?<level>[a-z]+)\] (?<text>.*)$/;
const DURATION = /^ *Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/;
const NO_STREAM = /^Stream map '0:([aV]):0' matches no streams/;
const STREAMS = { a: 'sound', V: 'video' } as const;

/** Decoded length may be this much below that of the header, as a share of it or in seconds: streams of a file differ in length. */
const LENIENCE = { share: 0.1, seconds: 1 };

/** What ffmpeg said about a file, line by line. */
export class FfmpegReport {
  /** What it says is in the file: its first lines, without their level. */
  readonly lines: string[] = [];
  /** What it took for an error, `h264: what`, and yet went on. */
  readonly complaints: string[] = [];
  /** The last thing it said. */
  last: string | undefined;
  /** How long the header says that the file is. */
  seconds: number | undefined;
  /** What the file has no stream of. */
  lacks: (typeof STREAMS)[keyof typeof STREAMS] | undefined;

  add(line: string): void {
    const { who, level = '', text = line } = LINE.exec(line)?.groups ?? {};
    if (text.trim() === '') return;
    if (this.lines.length < KEPT.lines) this.lines.push(text);
    const stream = NO_STREAM.exec(text)?.[1] as keyof typeof STREAMS | undefined;
    if (stream !== undefined) this.lacks = STREAMS[stream];
    const [, hours, minutes, seconds] = (this.seconds === undefined && DURATION.exec(text)) || [];
    if (hours !== undefined) this.seconds = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
    if (level === 'info') return;
    this.last = text.trim();
    const complaint = who === undefined ? text : `${who}: ${text}`;
    if (/^(?:error|fatal|panic)$/.test(level) && this.complaints.length < KEPT.complaints) this.complaints.push(complaint.trim());
  }

  /**
   * Judges a file that was decoded: what is shorter than its header says, and of which ffmpeg complains, is damaged; one of both is a
   * remark.
   *
   * @param decoded seconds
   * @throws CmgError if the file is damaged
   */
  judge(file: string, decoded: number, onNote?: (note: string) => void): void {
    const { seconds = 0, complaints } = this;
    const [first] = complaints;
    const short = decoded < seconds - Math.max(LENIENCE.seconds, LENIENCE.share * seconds);
    const ends = `it ends after ${decoded.toFixed(1)} s, its header says ${seconds.toFixed(1)} s`;
    if (short && first !== undefined) throw new CmgError(`is damaged: ${ends}; ffmpeg: ${first}`, { where: file });
    if (short) onNote?.(`${file}: ${ends}`);
    else if (first !== undefined) onNote?.(`${file}: may be damaged; ffmpeg: ${first}`);
  }
}
