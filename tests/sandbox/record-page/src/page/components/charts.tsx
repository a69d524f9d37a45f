/**
 * Charts as simple drawings. Each has the same numbers in a table, for people who cannot see it.
 */

type Row = Record<string, string | number>;

interface Axis {
  field: string;
  label?: string;
}

interface ChartProps {
  data: readonly Row[] | { data: readonly Row[] };
  axes: {
    x: Axis;
    y: Axis;
    options?: { groupFieldByColor?: string; colors?: Record<string, string> };
  };
  options?: { title?: string; showLegend?: boolean; showTooltips?: boolean };
}

/** HubSpot's names, with those of its colours that differ clearly on white. */
const COLORS: Record<string, string> = {
  orange: "#ff8f59",
  aqua: "#00a4bd",
  purple: "#9784c2",
  yellow: "#e0b341",
  pink: "#ea90b1",
  blue: "#8aa2ee",
  green: "#1f9d6b",
};
const IN_ORDER = Object.keys(COLORS);

const WIDTH = 480;
const HEIGHT = 150;
const EDGE = { top: 8, right: 4, bottom: 22, left: 26 };
const PLOT = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
/** The most names below the axis that do not overlap. */
const MOST_NAMES = 6;

interface Series {
  name: string;
  color: string;
  values: number[];
}

/** Groups the rows by colour, and within a colour by their place on the axis. */
function seriesOf(rows: readonly Row[], axes: ChartProps["axes"]): [string[], Series[]] {
  const { x, y, options = {} } = axes;
  const places = [...new Set(rows.map((row) => String(row[x.field])))];
  const nameOf = (row: Row) =>
    options.groupFieldByColor === undefined
      ? (y.label ?? y.field)
      : String(row[options.groupFieldByColor]);
  const names = [...new Set(rows.map(nameOf))];
  const series = names.map((name, order) => {
    const color = options.colors?.[name] ?? IN_ORDER[order % IN_ORDER.length] ?? "blue";
    const values = places.map((place) => {
      const row = rows.find((row) => String(row[x.field]) === place && nameOf(row) === name);
      return Number(row?.[y.field] ?? 0);
    });
    return { name, color: COLORS[color] ?? COLORS.blue ?? "", values };
  });
  return [places, series];
}

/** Returns the top of the axis: at least the tallest bar, and even, so that its half is whole. */
function topOf(series: readonly Series[]): number {
  const tallest = Math.max(1, ...series.flatMap(({ values }) => values));
  return Math.ceil(tallest / 2) * 2;
}

export function BarChart({ data, axes, options = {} }: ChartProps) {
  const rows = "data" in data ? data.data : data;
  const [places, series] = seriesOf(rows, axes);
  const top = topOf(series);
  const room = PLOT.width / Math.max(1, places.length);
  const bar = (room * 0.7) / Math.max(1, series.length);
  const heightOf = (value: number) => (PLOT.height * value) / top;
  const floor = EDGE.top + PLOT.height;
  const step = Math.ceil(places.length / MOST_NAMES);
  const [x, y] = [axes.x.label ?? axes.x.field, axes.y.label ?? axes.y.field];
  return (
    <figure className="hs-chart">
      {options.title !== undefined && <figcaption>{options.title}</figcaption>}
      {options.showLegend === true && <Legend series={series} />}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {[0, top / 2, top].map((tick) => (
          <g key={tick}>
            <line x1={EDGE.left} x2={WIDTH - EDGE.right} {...level(floor - heightOf(tick))} />
            <text x={EDGE.left - 6} y={floor - heightOf(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {places.map((place, at) => {
          const left = EDGE.left + at * room;
          return (
            <g key={place}>
              {series.map(({ name, color, values }, order) => (
                <rect
                  key={name}
                  x={left + room * 0.15 + order * bar}
                  y={floor - heightOf(values[at] ?? 0)}
                  width={Math.max(1, bar - 1)}
                  height={heightOf(values[at] ?? 0)}
                  fill={color}
                >
                  {options.showTooltips === true && (
                    <title>{`${x} ${place}: ${name} ${values[at]}`}</title>
                  )}
                </rect>
              ))}
              {(places.length - 1 - at) % step === 0 && (
                <text x={left + room / 2} y={HEIGHT - 6} textAnchor="middle">
                  {place}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <Numbers places={places} series={series} caption={`${y}, ${x}`} place={x} />
    </figure>
  );
}

function level(at: number) {
  return { y1: at, y2: at };
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="hs-legend" aria-hidden="true">
      {series.map(({ name, color }) => (
        <li key={name}>
          <span style={{ background: color }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

interface NumbersProps {
  places: readonly string[];
  series: readonly Series[];
  caption: string;
  place: string;
}

function Numbers({ places, series, caption, place: x }: NumbersProps) {
  return (
    <table className="hs-hidden">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{x}</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((place, at) => (
          <tr key={place}>
            <th scope="row">{place}</th>
            {series.map(({ name, values }) => (
              <td key={name}>{values[at]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
