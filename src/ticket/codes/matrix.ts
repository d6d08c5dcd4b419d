/**
 * A code as a matrix of dark and light modules, and its outline as path data: the one shape that the
 * page fills as SVG and the PDF fills as it stands.
 */

export interface Matrix {
  /** Modules, without the quiet zone. */
  readonly width: number;
  readonly height: number;
  /** Modules that must stay light on each side (ISO/IEC 18004 and 15417). */
  readonly quiet: number;
  readonly isDark: (x: number, y: number) => boolean;
}

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Each row's runs of dark modules. */
export function barsOf({ width, height, isDark }: Matrix): Bar[] {
  const bars: Bar[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isDark(x, y)) continue;
      const start = x;
      while (x < width && isDark(x, y)) x++;
      bars.push({ x: start, y, width: x - start });
    }
  }
  return bars;
}

/** One module high each: a row of bars is drawn taller by stretching it. */
export function outline(matrix: Matrix): string {
  return barsOf(matrix)
    .map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`)
    .join("");
}
