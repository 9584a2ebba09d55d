// Draws the figures of the table above it: counts as bars, shares as a line.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(
  BarController, BarElement, CategoryScale, Legend, LineController, LineElement,
  LinearScale, PointElement, Tooltip,
);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const percent = (share) => `${Math.round(share * 1000) / 10}%`;

function datasetOf({ label, share, values }, bars) {
  if (share) {
    const ink = colour("--chart-share");
    return {
      type: "line", label, data: values, yAxisID: "share", order: 0, borderColor: ink,
      backgroundColor: ink, borderWidth: 2, pointRadius: 3, clip: false, spanGaps: true,
    };
  }
  const fill = colour(bars.next().value);
  return {
    type: "bar", label, data: values, yAxisID: "count", order: 1, backgroundColor: fill,
    borderRadius: 2, maxBarThickness: 28,
  };
}

function draw(canvas) {
  const { labels, series } = JSON.parse(canvas.dataset.chart);
  const bars = ["--chart-first", "--chart-second", "--chart-third"][Symbol.iterator]();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.color = colour("--ink-soft");
  new Chart(canvas, {
    data: { labels, datasets: series.map((one) => datasetOf(one, bars)) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { grid: { display: false } },
        count: { position: "left", beginAtZero: true, grace: "10%", ticks: { precision: 0 } },
        share: {
          position: "right", min: 0, max: 1, grid: { display: false },
          ticks: { stepSize: 0.25, callback: percent },
        },
      },
      plugins: {
        legend: { position: "top", align: "end", labels: { boxWidth: 12, boxHeight: 12 } },
        tooltip: {
          callbacks: {
            label: ({ dataset, raw }) =>
              `${dataset.label}: ${dataset.yAxisID === "share" ? percent(raw) : raw}`,
          },
        },
      },
    },
  });
}

document.querySelectorAll("canvas[data-chart]").forEach(draw);
