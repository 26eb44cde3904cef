/** Memory for people to read, such as `1.4 GB` (of 2^30 bytes). */
export const memoryText = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** The most bytes of memory that this process has had: all that is resident, libraries included. */
export const peakMemory = (): number => process.resourceUsage().maxRSS * 1024;
