// The picture of the results: a bar for each entrant at the most connections, longest first.
import type { Result } from "./contest.ts";
import { guichet } from "./entrants/window.ts";

const WIDTH = 760;
const LABEL_WIDTH = 290;
const FIGURE_WIDTH = 80;
const BAR_HEIGHT = 20;
const GAP = 8;
const TOP = 40;

export function drawThroughput(results: readonly Result[]): string {
  const connections = Math.max(...results.map((result) => result.connections));
  const bars = results
    .filter((result) => result.connections === connections)
    .toSorted((a, b) => b.perSecond - a.perSecond);
  const most = bars[0]?.perSecond ?? 1;
  const height = TOP + bars.length * (BAR_HEIGHT + GAP) + GAP;
  const title = `Bookings per second, one date, ${connections} connections, one core`;
  const rows = bars.map(({ name, perSecond }, index) => {
    const y = TOP + index * (BAR_HEIGHT + GAP);
    const width = (perSecond / most) * (WIDTH - LABEL_WIDTH - FIGURE_WIDTH);
    const own = name === guichet.name;
    const text = `y="${y + 14}" font-weight="${own ? "bold" : "normal"}"`;
    return `  <text x="${LABEL_WIDTH - 10}" ${text} text-anchor="end">${escape(name)}</text>
  <rect x="${LABEL_WIDTH}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2" fill="${own ? "#c2410c" : "#94a3b8"}"/>
  <text x="${(LABEL_WIDTH + width + 8).toFixed(1)}" ${text}>${perSecond.toFixed(0)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#334155">
  <title>${title}</title>
  <rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
  <text x="${GAP}" y="24" font-size="15" font-weight="bold">${title}</text>
${rows.join("\n")}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
